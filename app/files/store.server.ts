import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import type { Disk } from "flydrive";

/** An S3-compatible bucket; the credentials are in the environment under their usual names. */
export interface Bucket {
  bucket: string;
  /** In front of every key; empty or ending in a slash. */
  prefix: string;
  /** For anything but Amazon's own. */
  endpoint: string | undefined;
  region: string;
}

/** Where the bytes of files lie, each under its own SHA-256: what is put in twice is there once. */
export interface FileStore {
  /** The folder of this machine where files arrive. */
  incoming: string;
  /** Keeps a file of `incoming`, which is gone from there afterwards. */
  put(path: string, sha256: string): Promise<void>;
  /** The bytes as a stream; null when they are not there. */
  open(sha256: string): Promise<Readable | null>;
}

/** A text of the store; null when it is not there. @throws when it has more than `most` bytes */
export async function readText(store: FileStore, sha256: string, most: number): Promise<string | null> {
  const stream = await store.open(sha256);
  if (!stream) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw new Error(`There are more than ${most} bytes under ${sha256}.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Files of this machine lie here below the data folder. */
export const filesFolder = (dataDir: string): string => join(dataDir, "files");

function keyOf(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error("That is no SHA-256.");
  return `${sha256.slice(0, 2)}/${sha256}`;
}

/** The driver copies in place, and a copy that breaks off would stand under its name for good: it is renamed instead. */
async function localDisk(folder: string): Promise<{ disk: Disk; put: Put }> {
  const [{ Disk }, { FSDriver }] = await Promise.all([import("flydrive"), import("flydrive/drivers/fs")]);
  return {
    disk: new Disk(new FSDriver({ location: folder, visibility: "private" })),
    put: async (path, key) => {
      const place = join(folder, key);
      await mkdir(dirname(place), { recursive: true });
      await rename(path, place);
      // A name of today tells the sweep that somebody is about to refer to it.
      const now = new Date();
      await utimes(place, now, now);
      await syncFolder(dirname(place));
    },
  };
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function bucketDisk({ bucket, prefix, endpoint, region }: Bucket): Promise<{ disk: Disk; put: Put }> {
  const [{ Disk }, { S3Driver }] = await Promise.all([import("flydrive"), import("flydrive/drivers/s3")]);
  const disk = new Disk(
    new S3Driver({
      bucket,
      region,
      visibility: "private",
      // Buckets whose owner is enforced, and most that are not Amazon's, know no lists of rights.
      supportsACL: false,
      forcePathStyle: endpoint !== undefined,
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
      requestHandler: { connectionTimeout: 5000, requestTimeout: 60_000 },
      ...(endpoint && { endpoint }),
    }),
  );
  // In one piece, so that it can be sent again when the store does not answer the first time.
  return { disk, put: async (path, key) => disk.put(prefix + key, await readFile(path)) };
}

type Put = (path: string, key: string) => Promise<void>;

/** Says that something is not there, in the words of either driver. */
function isMissing(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ((at as NodeJS.ErrnoException).code === "ENOENT" || at.name === "NoSuchKey") return true;
  }
  return false;
}

/** The store of a configuration. Nothing is loaded or opened before the first file. */
export function fileStoreOf(config: { dataDir: string; files: Bucket | undefined }): FileStore {
  const folder = filesFolder(config.dataDir);
  const prefix = config.files?.prefix ?? "";
  let opened: ReturnType<typeof localDisk> | undefined;
  const store = () => {
    opened ??= config.files ? bucketDisk(config.files) : localDisk(folder);
    return opened;
  };
  return {
    incoming: join(folder, "incoming"),
    put: async (path, sha256) => (await store()).put(path, keyOf(sha256)),
    open: async (sha256) => {
      const { disk } = await store();
      const key = prefix + keyOf(sha256);
      // The local driver opens lazily, and would fail only once half of the answer is said.
      if (!config.files && !(await disk.exists(key))) return null;
      try {
        return await disk.getStream(key);
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
  };
}

/** Keeps bytes that are at hand and answers by what they are found again. */
export async function keepBytes(
  store: FileStore,
  bytes: Uint8Array,
): Promise<{ sha256: string; size: number }> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const path = join(store.incoming, randomUUID());
  await mkdir(store.incoming, { recursive: true });
  try {
    await writeFile(path, bytes, { flush: true });
    await store.put(path, sha256);
  } finally {
    await rm(path, { force: true });
  }
  return { sha256, size: bytes.byteLength };
}
