import { createReadStream } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { MARKDOWN_TYPE, OPENAPI_JSON_TYPE, OPENAPI_YAML_TYPE } from "~/domain/file";

/** Bytes at the beginning that tell what a file is; later ones are not looked at, so that no file can keep us busy. */
const HEAD = 64 * 1024;
/** Bytes up to which a text is looked through for what it describes. */
const TEXT_MOST = 2 * 1024 * 1024;

const OPENAPI_YAML = /^(?:openapi|swagger|"openapi"|"swagger"|'openapi'|'swagger')[ \t]*:[ \t]*["']?\d/m;

/** Formats that are text with a mark at the beginning: what they are is for the text check to say. */
const isTextual = (mime: string): boolean => /^text\/|\+xml$|^application\/(xml|x-sh|rtf|json)/.test(mime);

async function headOf(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function markedType(head: Buffer): Promise<string | null> {
  const { fileTypeFromBuffer } = await import("file-type");
  try {
    const found = await fileTypeFromBuffer(head);
    return found && !isTextual(found.mime) ? found.mime : null;
  } catch {
    // Bytes that begin like a format and break off are no file of that format.
    return null;
  }
}

/** Whether all of it is UTF-8 without a NUL. */
async function isText(path: string): Promise<boolean> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      if (chunk.includes(0)) return false;
      decoder.decode(chunk, { stream: true });
    }
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** What a text describes, told by what stands in it. */
export function describedType(text: string): string {
  if (OPENAPI_YAML.test(text)) return OPENAPI_YAML_TYPE;
  if (!/^\s*\{/.test(text)) return "text/plain";
  try {
    const value = JSON.parse(text) as Record<string, unknown>;
    const isOpenApi = typeof value.openapi === "string" || typeof value.swagger === "string";
    return isOpenApi ? OPENAPI_JSON_TYPE : "text/plain";
  } catch {
    return "text/plain";
  }
}

/** The type of a file by its bytes; its name only tells Markdown from other text. */
export async function sniffType(path: string, name: string, size: number): Promise<string> {
  const marked = await markedType(await headOf(path));
  if (marked) return marked;
  if (!(await isText(path))) return "application/octet-stream";
  if (/\.(md|markdown)$/i.test(name)) return MARKDOWN_TYPE;
  return size > TEXT_MOST ? "text/plain" : describedType(await readFile(path, "utf8"));
}
