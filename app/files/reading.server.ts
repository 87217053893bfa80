import { isOpenApi, MARKDOWN_TYPE } from "~/domain/file";
import type { FileReading } from "~/domain/openapi";
import { renderMarkdown } from "~/ui/markdown.server";
import { OPENAPI_BYTES_MOST, readOpenApi } from "./openapi.server";
import { type FileStore, readText } from "./store.server";

const MARKDOWN_BYTES_MOST = 256 * 1024;
const REMEMBERED = 20;

/** What was read last, by hash: the same bytes say the same for ever. */
const remembered = new Map<string, FileReading>();

/** The page has a title of its own, the name of the file: what the file calls its first level is the second here. */
function lowerHeadings(html: string): string {
  return html.replace(
    /<(\/?)h([1-5])>/g,
    (_, slash: string, level: string) => `<${slash}h${Number(level) + 1}>`,
  );
}

async function readAnew(
  store: FileStore,
  { sha256, size, type }: { sha256: string; size: number; type: string },
): Promise<FileReading | null> {
  const most = isOpenApi(type) ? OPENAPI_BYTES_MOST : MARKDOWN_BYTES_MOST;
  if (size > most) return { kind: "large" };
  const text = await readText(store, sha256, most);
  if (text === null) return null;
  return isOpenApi(type)
    ? { kind: "openapi", openApi: await readOpenApi(text) }
    : { kind: "markdown", html: lowerHeadings(renderMarkdown(text)) };
}

/**
 * What a file of evidence says, Markdown or OpenAPI.
 * @throws Response 404 for any other, and when the store does not have it
 */
export async function readFileOr404(
  store: FileStore,
  file: { sha256: string; size: number; type: string },
): Promise<FileReading> {
  const missing = () => new Response("We could not find that file.", { status: 404 });
  if (file.type !== MARKDOWN_TYPE && !isOpenApi(file.type)) throw missing();
  const key = `${file.type} ${file.sha256}`;
  const reading = remembered.get(key) ?? (await readAnew(store, file));
  if (!reading) throw missing();
  remembered.delete(key);
  remembered.set(key, reading);
  for (const oldest of remembered.keys()) {
    if (remembered.size <= REMEMBERED) break;
    remembered.delete(oldest);
  }
  return reading;
}
