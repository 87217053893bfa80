import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { FILE_BYTES_MOST, FILES_AT_ONCE, safeFileName, sizeText } from "~/domain/file";
import { invalid } from "~/domain/refusal";
import { BodyTooLarge, isReadableName } from "~/server/readable-request";
import { boundaryOf, type FormPart, MalformedForm, readMultipart } from "./multipart.server";
import { sniffType } from "./sniff.server";

/** A file that has arrived whole and lies at `path` until the request is answered. */
export interface ReceivedFile {
  path: string;
  name: string;
  /** Bytes. */
  size: number;
  sha256: string;
  type: string;
}

export interface ReceivedForm {
  formData: FormData;
  /** @throws Refusal `invalid` on `file` when one of them cannot be taken */
  files(): readonly ReceivedFile[];
}

const FIELD_BYTES_MOST = 1024 * 1024;
const PARTS_MOST = 500;

/** The sender went away before the end. */
class BrokenOff extends Error {
  override name = "BrokenOff";
}

async function* arrivals(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw error instanceof BodyTooLarge
      ? error
      : new BrokenOff("The upload was broken off.", { cause: error });
  }
}

class Receiving {
  readonly formData = new FormData();
  readonly paths: string[] = [];
  readonly files: ReceivedFile[] = [];
  refusal: string | null = null;
  #fieldBytes = 0;
  #parts = 0;

  constructor(private readonly folder: string) {}

  async take(part: FormPart): Promise<void> {
    this.#parts += 1;
    if (this.#parts > PARTS_MOST || !isReadableName(part.name))
      throw new MalformedForm("A field has no such name.");
    if (part.fileName === null) await this.#takeField(part);
    else await this.#takeFile(part, part.fileName);
  }

  async #takeField({ name, data }: FormPart): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of data) {
      this.#fieldBytes += chunk.length;
      if (this.#fieldBytes > FIELD_BYTES_MOST) throw new BodyTooLarge("The fields are too long.");
      chunks.push(chunk);
    }
    const value = Buffer.concat(chunks).toString("utf8");
    if (value.includes("\0")) throw new MalformedForm("A field holds a NUL.");
    this.formData.append(name, value);
  }

  async #takeFile({ data }: FormPart, given: string): Promise<void> {
    const name = safeFileName(given);
    const path = join(this.folder, randomUUID());
    const hash = createHash("sha256");
    let size = 0;
    this.paths.push(path);
    const handle = await open(path, "wx", 0o600);
    try {
      for await (const chunk of data) {
        size += chunk.length;
        if (this.refusal !== null) continue;
        if (size > FILE_BYTES_MOST) {
          this.refusal = `“${name}” is larger than ${sizeText(FILE_BYTES_MOST)}, the most that one file may have.`;
          await handle.truncate(0);
          continue;
        }
        hash.update(chunk);
        await handle.appendFile(chunk);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    // An empty file field is sent as a file without a name.
    if (this.refusal !== null || (size === 0 && given === "")) return;
    if (size === 0) this.refusal = `“${name}” is empty.`;
    else if (this.files.length === FILES_AT_ONCE)
      this.refusal = `Choose at most ${FILES_AT_ONCE} files at once.`;
    else {
      const sha256 = hash.digest("hex");
      this.files.push({ path, name, size, sha256, type: await sniffType(path, name, size) });
      // So that a form is told from the same one with another file in it.
      this.formData.append("received_sha256", sha256);
    }
  }
}

function answerOf(error: unknown): unknown {
  if (error instanceof BodyTooLarge)
    return new Response("That is more than we take at once.", { status: 413 });
  const isTheirs = error instanceof MalformedForm || error instanceof BrokenOff;
  return isTheirs ? new Response(error.message, { status: 400 }) : error;
}

/** A form without files. @throws Response 400 for one that says it has parts and does not say where they end */
function shortForm(request: Request): Promise<FormData> {
  return request.formData().catch((error: unknown) => {
    throw answerOf(error instanceof TypeError ? new MalformedForm("This is not a form.") : error);
  });
}

/**
 * Reads a form whose files may be large: each goes to a file of its own in `folder` while it arrives, and every one
 * is gone again when `run` has ended, however that was. Fields alone come without any file being written.
 */
export async function withReceivedForm<T>(
  request: Request,
  folder: string,
  run: (form: ReceivedForm) => Promise<T>,
): Promise<T> {
  const boundary = boundaryOf(request.headers.get("content-type") ?? "");
  if (!request.body || !boundary) return run({ formData: await shortForm(request), files: () => [] });
  await mkdir(folder, { recursive: true });
  const receiving = new Receiving(folder);
  try {
    try {
      for await (const part of readMultipart(arrivals(request.body), boundary)) await receiving.take(part);
    } catch (error) {
      throw answerOf(error);
    }
    return await run({
      formData: receiving.formData,
      files: () => {
        if (receiving.refusal !== null) throw invalid("file", receiving.refusal);
        return receiving.files;
      },
    });
  } finally {
    await Promise.all(receiving.paths.map((path) => rm(path, { force: true })));
  }
}
