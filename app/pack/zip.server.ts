import { createHash, type Hash } from "node:crypto";
import { Zip, ZipDeflate } from "fflate";

/** One entry of an archive; `open` is called when its turn has come. */
export interface ZipSource {
  path: string;
  /** Whether packing it closer is worth the while. */
  isCompressible: boolean;
  open(): AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>;
  /** SHA-256 that the bytes must have; what was stored falsely is never handed over. */
  sha256?: string;
}

const SUMS = "SHA256SUMS";
/** How a packer cuts its input shows in its output: every entry is fed in pieces of one size. */
const PIECE = 64 * 1024;
const UNIX = 3;
/** A plain file that everybody may read. */
const PLAIN_FILE = 0o100644 << 16;

/**
 * An archive of the entries in their order, with `SHA256SUMS` of all of them at the end. Made piece by piece as it is
 * read, so that no entry is ever held whole. The same entries on the same day give the same bytes.
 */
export async function* zipOf(
  sources: Iterable<ZipSource>,
  on: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    if (chunk.length > 0) ready.push(chunk);
  });
  const sums: string[] = [];
  for (const source of sources) {
    const entry = begin(zip, source, on);
    const hash = createHash("sha256");
    for await (const piece of inPieces(await source.open())) {
      hash.update(piece);
      entry.push(piece, false);
      yield* ready.splice(0);
    }
    entry.push(new Uint8Array(0), true);
    yield* ready.splice(0);
    sums.push(`${checked(hash, source)}  ${source.path}\n`);
  }
  const list = begin(zip, { path: SUMS, isCompressible: true }, on);
  list.push(new TextEncoder().encode(sums.join("")), true);
  zip.end();
  yield* ready.splice(0);
}

function begin(zip: Zip, { path, isCompressible }: Pick<ZipSource, "path" | "isCompressible">, on: string) {
  const entry = new ZipDeflate(path, { level: isCompressible ? 6 : 0 });
  entry.mtime = noonOf(on);
  entry.os = UNIX;
  entry.attrs = PLAIN_FILE;
  zip.add(entry);
  return entry;
}

/** An archive keeps local time without its zone; noon is on no clock's gap, so every server writes the same. */
function noonOf(on: string): Date {
  const [year, month, day] = on.split("-").map(Number) as [number, number, number];
  return new Date(Math.max(year, 1980), month - 1, day, 12);
}

function checked(hash: Hash, { path, sha256 }: ZipSource): string {
  const found = hash.digest("hex");
  if (sha256 && sha256 !== found)
    throw new Error(`${path} is not what was put up: its fingerprint is ${found}`);
  return found;
}

async function* inPieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let kept = new Uint8Array(PIECE);
  let length = 0;
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + PIECE - length);
      kept.set(part, length);
      length += part.length;
      at += part.length;
      if (length < PIECE) continue;
      yield kept;
      kept = new Uint8Array(PIECE);
      length = 0;
    }
  }
  if (length > 0) yield kept.subarray(0, length);
}

/** The same as a stream that is made only as fast as it is read. What breaks it off half-way is told to `onError`. */
export function streamOf(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
  onError: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          onError(error);
          controller.error(error);
        }
      },
      async cancel() {
        await chunks.return();
      },
    },
    { highWaterMark: 1 },
  );
}
