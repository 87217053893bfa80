import { gunzipSync, gzipSync } from "node:zlib";
import { type GivenText, textsOf } from "~/domain/import/decision-files";
import { FILE_BYTES_MOST } from "~/domain/import/table";
import { invalid } from "~/domain/refusal";

const FILES_MOST = 500;
/** What was looked at goes along with the page, packed, and comes back when it is confirmed. */
const PACKED_MOST = 4 * 1024 * 1024;
const UNPACKED_MOST = 64 * 1024 * 1024;

/** The files that somebody chose, unpacked and as text. @throws Refusal `invalid` on `file` */
export async function readChosen(formData: FormData): Promise<GivenText[]> {
  const chosen = formData
    .getAll("file")
    .filter((file): file is File => file instanceof File && file.name !== "");
  if (chosen.length === 0) throw invalid("file", "Choose a zip archive, or one or more Markdown files.");
  if (chosen.length > FILES_MOST) throw invalid("file", `Choose at most ${FILES_MOST} files at once.`);
  if (chosen.reduce((sum, file) => sum + file.size, 0) > FILE_BYTES_MOST) {
    throw invalid("file", "That is more than 10 MB. Split it, then try again.");
  }
  return textsOf(
    await Promise.all(
      chosen.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
    ),
  );
}

/** The texts as one line for a hidden field. @throws Refusal `invalid` on `file` */
export function packTexts(texts: readonly GivenText[]): string {
  const packed = gzipSync(JSON.stringify(texts));
  if (packed.length > PACKED_MOST)
    throw invalid("file", "That is too much at once. Split it, then try again.");
  return packed.toString("base64");
}

/** The texts that came back. @throws Refusal `invalid` on `file` when they are not what was sent */
export function unpackTexts(packed: string): GivenText[] {
  try {
    const bytes = gunzipSync(Buffer.from(packed, "base64"), { maxOutputLength: UNPACKED_MOST });
    const texts: unknown = JSON.parse(bytes.toString("utf8"));
    if (Array.isArray(texts) && texts.length <= FILES_MOST && texts.every(isText)) return texts;
  } catch {
    // Whatever it was, it is not what the page before sent along.
  }
  throw invalid("file", "What you looked at did not come back whole. Choose the files again.");
}

function isText(value: unknown): value is GivenText {
  const { name, text, remarks } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof name === "string" &&
    typeof text === "string" &&
    !text.includes("\0") &&
    Array.isArray(remarks) &&
    remarks.every((remark) => typeof remark === "string")
  );
}
