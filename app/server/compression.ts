import { Readable } from "node:stream";
import { promisify } from "node:util";
import { constants, createGzip, gzip, gzipSync } from "node:zlib";

/** Bytes below which packing costs more than it saves. */
const WORTH_IT = 1024;
/** Bytes up to which packing at once holds nobody else up. */
const AT_ONCE = 256 * 1024;
/** Milliseconds to wait for the end of a body before it is taken for a stream. */
const STREAM_AFTER = 25;

// Level 1: a sixth of the time of the default level, for a tenth more bytes.
const LEVEL = { level: 1 };
const gzipInThread = promisify(gzip);

export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  return /(^|[\s,])(gzip|\*)\s*(;\s*q=(1|0?\.\d*[1-9])[\d.]*)?\s*(,|$)/.test(acceptEncoding ?? "");
}

/** Text that nobody has packed yet, and that is not an event stream (whose lines must leave at once). */
export function isCompressible(headers: Headers): boolean {
  if (headers.has("content-encoding") || /no-transform/.test(headers.get("cache-control") ?? ""))
    return false;
  const type = headers.get("content-type") ?? "";
  return /^text\/(?!event-stream)|^application\/(json|problem\+json|manifest\+json|javascript)|^image\/svg/.test(
    type,
  );
}

type Packed = { body: BodyInit; isGzip: boolean };

/** Packs a body in one piece when it is there within a moment, and as a stream when it is not. */
export async function compress(body: ReadableStream<Uint8Array>): Promise<Packed> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<"waited">((resolve) => {
    timer = setTimeout(() => resolve("waited"), STREAM_AFTER);
  });
  try {
    for (;;) {
      const reading = reader.read();
      const step = await Promise.race([reading, waited]);
      if (step === "waited") return { body: packStream(chunks, reading, reader), isGzip: true };
      if (step.done) break;
      chunks.push(step.value);
    }
  } finally {
    clearTimeout(timer);
  }
  const whole = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
  if (whole.byteLength < WORTH_IT) return { body: whole as Uint8Array<ArrayBuffer>, isGzip: false };
  const packed = whole.byteLength <= AT_ONCE ? gzipSync(whole, LEVEL) : await gzipInThread(whole, LEVEL);
  return { body: packed as Uint8Array<ArrayBuffer>, isGzip: true };
}

type Reading = Promise<ReadableStreamReadResult<Uint8Array>>;

function packStream(
  chunks: Uint8Array[],
  reading: Reading,
  reader: ReadableStreamDefaultReader<Uint8Array>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  async function* rest() {
    yield* chunks;
    for (let step = await reading; !step.done; step = await reader.read()) yield step.value;
  }
  // Each piece is flushed, so that what the application sends early also arrives early.
  const packing = createGzip({ ...LEVEL, flush: constants.Z_SYNC_FLUSH });
  const source = Readable.from(rest());
  source.on("error", (error) => packing.destroy(error));
  packing.on("close", () => void reader.cancel().catch(() => undefined));
  source.pipe(packing);
  return Readable.toWeb(packing) as ReadableStream<Uint8Array<ArrayBuffer>>;
}
