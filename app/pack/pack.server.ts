import { readPack } from "db/pack.server";
import type { DB } from "db/schema";
import type { Kysely } from "kysely";
import type { PackFile } from "~/domain/pack/contents";
import { filesOfPack } from "~/domain/pack/paths";
import type { Actor } from "~/domain/permissions";
import { invalid } from "~/domain/refusal";
import type { FileStore } from "~/files/store.server";
import { type PackText, packTexts } from "./pages.server";
import { type ZipSource, zipOf } from "./zip.server";

/** Where the bytes of files lie, by their SHA-256. */
type PackStore = Pick<FileStore, "open">;

export interface Pack {
  /** Without its ending. */
  name: string;
  chunks: AsyncGenerator<Uint8Array, void, undefined>;
}

/** An archive without the larger form of its tables holds no more. */
const BYTES_MOST = 4_000_000_000;

/**
 * The hand-over pack of an engagement: the same bytes for the same event, whoever asks.
 * @throws Refusal `not_found` when it is hidden from the actor
 */
export async function openPack(db: Kysely<DB>, actor: Actor, code: string, store: PackStore): Promise<Pack> {
  const contents = await readPack(db, actor, code);
  const files = filesOfPack(contents);
  const bytes = [...files.values()].reduce((sum, file) => sum + file.size, 0);
  if (bytes > BYTES_MOST) throw invalid("pack", "The files of this engagement are more than 4 GB.");
  const kept = await keptOf(files.values(), store);
  const texts = packTexts(contents, (sha256) => kept.has(sha256));
  const sources = [
    ...texts.map(textSource),
    ...[...files]
      .filter(([, file]) => kept.has(file.sha256))
      .map(([path, file]) => fileSource(path, file, store)),
  ].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const { asOf, seq } = contents.engagement;
  return { name: `${contents.engagement.code}-handover-${seq}`, chunks: zipOf(sources, asOf) };
}

/** The files whose bytes are there: the pages say plainly of the others that they are not. */
async function keptOf(files: Iterable<PackFile>, store: PackStore): Promise<Set<string>> {
  const kept = new Set<string>();
  const asked = new Set<string>();
  for (const { sha256 } of files) {
    if (asked.has(sha256)) continue;
    asked.add(sha256);
    const stream = await store.open(sha256);
    if (!stream) continue;
    kept.add(sha256);
    stream.destroy();
  }
  return kept;
}

function textSource({ path, text }: PackText): ZipSource {
  return {
    path,
    isCompressible: true,
    async *open() {
      yield new TextEncoder().encode(text);
    },
  };
}

function fileSource(path: string, file: PackFile, store: PackStore): ZipSource {
  return {
    path,
    isCompressible: /^text\/|json|xml|yaml|svg/.test(file.type),
    sha256: file.sha256,
    async open() {
      const stream = await store.open(file.sha256);
      if (!stream) throw new Error(`${path} is no longer kept`);
      return stream;
    },
  };
}
