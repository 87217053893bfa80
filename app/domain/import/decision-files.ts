import { parseDecisionRecord, type ReadRecord } from "../decision-record";
import { invalid, Refusal } from "../refusal";
import { isArchive, type UnpackedFile, unpack } from "./archive";
import { decodeFile } from "./table";

/** A file that was given as a decision record: what was read in it, or why it is none. */
export type DecisionFile =
  | { name: string; text: string; read: ReadRecord; fault: null }
  | { name: string; text: string; read: null; fault: string };

/** One file as text, ready to be read again when the import is confirmed. */
export interface GivenText {
  name: string;
  text: string;
  remarks: string[];
}

const MARKDOWN = /\.(md|markdown|mdown|txt)$/i;
const NAME_MOST = 300;
const FILES_MOST = 500;
const BYTES_MOST = 20 * 1024 * 1024;

/** Unpacks what is an archive and reads everything as text. @throws Refusal `invalid` on `file` */
export function textsOf(given: readonly UnpackedFile[]): GivenText[] {
  const files = given.flatMap((file) => (isArchive(file.bytes) ? unpack(file.name, file.bytes) : [file]));
  if (files.length === 0) throw invalid("file", "There is no file in it.");
  if (files.length > FILES_MOST) throw invalid("file", `Give at most ${FILES_MOST} files at once.`);
  if (files.reduce((sum, file) => sum + file.bytes.length, 0) > BYTES_MOST) {
    throw invalid("file", "Those are more than 20 MB. Split them, then try again.");
  }
  const names = withoutCommonFolder(files.map((file) => labelOf(file.name)));
  return files
    .map((file, at) => textOf(names[at] ?? file.name, file.bytes))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** A name as a label: no way out of its folder, nothing that cannot be seen. */
function labelOf(name: string): string {
  const parts = name
    .replace(/\\/g, "/")
    .replace(/\p{Cc}/gu, "")
    .split("/")
    .filter((part) => part !== "" && part !== "." && part !== "..");
  return parts.join("/").slice(-NAME_MOST) || "unnamed";
}

function withoutCommonFolder(names: string[]): string[] {
  const folderOf = (name: string) => name.split("/").slice(0, -1);
  let common = folderOf(names[0] ?? "");
  for (const name of names) {
    const folder = folderOf(name);
    const differs = common.findIndex((part, at) => folder[at] !== part);
    if (differs >= 0) common = common.slice(0, differs);
  }
  const skip = common.length === 0 ? 0 : common.join("/").length + 1;
  return names.map((name) => name.slice(skip));
}

function textOf(name: string, bytes: Uint8Array): GivenText {
  if (!MARKDOWN.test(name)) return { name, text: "", remarks: [NOT_MARKDOWN] };
  try {
    return decodeFile(name, bytes);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { name, text: "", remarks: [NOT_MARKDOWN] };
  }
}

const NOT_MARKDOWN = "It is no Markdown file.";

/** Reads every file as a decision record, in the order of their names. */
export function readDecisionFiles(texts: readonly GivenText[]): DecisionFile[] {
  return texts.map(({ name, text, remarks }) => {
    if (text === "" && remarks.includes(NOT_MARKDOWN)) return { name, text, read: null, fault: NOT_MARKDOWN };
    const read = parseDecisionRecord(name, text);
    if ("fault" in read) return { name, text, read: null, fault: read.fault };
    return { name, text, read: { ...read, notes: [...remarks, ...read.notes] }, fault: null };
  });
}
