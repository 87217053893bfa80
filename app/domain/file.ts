const MEGABYTE = 1024 * 1024;

/** Bytes that one file may have. */
export const FILE_BYTES_MOST = 25 * MEGABYTE;
/** Bytes of all files that go up together, and of the fields beside them. */
export const UPLOAD_BYTES_MOST = 101 * MEGABYTE;
export const FILES_AT_ONCE = 10;

export const MARKDOWN_TYPE = "text/markdown";
export const OPENAPI_YAML_TYPE = "application/vnd.oai.openapi";
export const OPENAPI_JSON_TYPE = "application/vnd.oai.openapi+json";

const PICTURES: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);
const TEXTS: ReadonlySet<string> = new Set([
  "text/plain",
  MARKDOWN_TYPE,
  OPENAPI_YAML_TYPE,
  OPENAPI_JSON_TYPE,
]);

/** Whether a browser may show it as a picture. */
export const isPicture = (type: string): boolean => PICTURES.has(type);
export const isOpenApi = (type: string): boolean => type === OPENAPI_YAML_TYPE || type === OPENAPI_JSON_TYPE;
/** Whether it is shown on a page of its own. */
export const isReadable = (type: string): boolean => type === MARKDOWN_TYPE || isOpenApi(type);

/** The content type that a file of a sniffed type leaves with: nothing that a browser would run. */
export function servedType(type: string): string {
  if (PICTURES.has(type) || type === "application/pdf") return type;
  return TEXTS.has(type) ? "text/plain; charset=utf-8" : "application/octet-stream";
}

const LABELS: Readonly<Record<string, string>> = {
  "image/png": "PNG picture",
  "image/jpeg": "JPEG picture",
  "image/gif": "GIF picture",
  "image/webp": "WebP picture",
  "application/pdf": "PDF",
  "application/zip": "Zip archive",
  "text/plain": "Text",
  [MARKDOWN_TYPE]: "Markdown",
  [OPENAPI_YAML_TYPE]: "OpenAPI",
  [OPENAPI_JSON_TYPE]: "OpenAPI",
};

/** What a file is, in a word or two; the end of its name where the bytes told nothing. */
export function typeText(type: string, name: string): string {
  const known = LABELS[type];
  if (known) return known;
  const end = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1];
  return end ? `${end.toUpperCase()} file` : "File";
}

/** A size in words: `812 bytes`, `3.4 KB`, `25 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  const [value, unit] = bytes < MEGABYTE ? [bytes / 1024, "KB"] : [bytes / MEGABYTE, "MB"];
  return `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} ${unit}`;
}

const NAME_MOST = 120;
// Control characters, and marks that turn the direction of writing or cannot be seen: `exe.png` is not `gnp.exe`.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** A name that is safe on every disk and in every header: the last part of a path, without what only deceives. */
export function safeFileName(given: string): string {
  const last = given.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const shown = last
    .replace(UNSEEN, "")
    .replace(/[<>:"|?*]/g, "_")
    .replace(/\s+/g, " ")
    .replace(/^[\s.]+|[\s.]+$/g, "");
  const name = RESERVED.test(shown) ? `_${shown}` : shown;
  const letters = [...name];
  if (letters.length <= NAME_MOST) return name || "file";
  const end = /\.[^.]{1,12}$/.exec(name)?.[0] ?? "";
  return `${letters.slice(0, NAME_MOST - [...end].length).join("")}${end}`;
}

/** A `content-disposition` with the name twice: in ASCII for old readers, and in full. */
export function contentDisposition(name: string, way: "attachment" | "inline"): string {
  const safe = safeFileName(name);
  const plain = safe.replace(/[^\x20-\x7e]/g, "_").replace(/["\\%]/g, "_");
  const full = encodeURIComponent(safe).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${way}; filename="${plain}"; filename*=UTF-8''${full}`;
}
