import { strToU8, Unzip, UnzipInflate, type Zippable, zipSync } from "fflate";
import { invalid, Refusal } from "../refusal";

export interface UnpackedFile {
  /** As the archive says it; a label only, never a path to open or write. */
  name: string;
  bytes: Uint8Array;
}

const UNPACKED_BYTES_MOST = 20 * 1024 * 1024;
const UNPACKED_FILES_MOST = 500;
/** How much is unpacked before its size is looked at again: a thousandfold at most comes of each piece. */
const PIECE_BYTES = 16 * 1024;

/** Whether the bytes begin like a zip archive. */
export function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/** Folders, and what systems put beside the files of people. */
const isJunk = (name: string): boolean =>
  name.endsWith("/") || name.split(/[/\\]/).some((part) => part === "__MACOSX" || /^\.(?!\.?$)/.test(part));

/**
 * The files of a zip archive. What would be too much is noticed while it unpacks, whatever the archive claims.
 * @throws Refusal `invalid` on `file`
 */
export function unpack(archive: string, bytes: Uint8Array): UnpackedFile[] {
  const files: { name: string; pieces: Uint8Array[]; isWhole: boolean }[] = [];
  let size = 0;
  const unzip = new Unzip((file) => {
    if (isJunk(file.name)) return;
    if (files.length >= UNPACKED_FILES_MOST) {
      throw invalid(
        "file",
        `${archive} holds more than ${UNPACKED_FILES_MOST} files. Split it, then try again.`,
      );
    }
    const kept = { name: file.name, pieces: [] as Uint8Array[], isWhole: false };
    files.push(kept);
    file.ondata = (error, piece, isLast) => {
      if (error) throw error;
      size += piece.length;
      if (size > UNPACKED_BYTES_MOST) {
        throw invalid(
          "file",
          `${archive} holds more than 20 MB when it is unpacked. Split it, then try again.`,
        );
      }
      kept.pieces.push(piece);
      kept.isWhole ||= isLast;
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
      const until = from + PIECE_BYTES;
      unzip.push(bytes.subarray(from, until), until >= bytes.length);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw invalid("file", `${archive} could not be unpacked: it is damaged, or locked with a password.`);
  }
  if (files.some((file) => !file.isWhole)) {
    throw invalid("file", `${archive} could not be unpacked: it breaks off.`);
  }
  return files.map(({ name, pieces }) => ({ name, bytes: joined(pieces) }));
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** Text files as one zip archive; the same files give the same bytes, whenever and wherever they are packed. */
export function pack(files: readonly { name: string; text: string }[]): Uint8Array<ArrayBuffer> {
  // The format keeps local time: the first day that it knows, in whatever zone, is the same everywhere.
  const mtime = new Date(1980, 0, 1, 0, 0, 0);
  const entries: Zippable = {};
  for (const { name, text } of files) entries[name] = [strToU8(text), { mtime, level: 6 }];
  return zipSync(entries) as Uint8Array<ArrayBuffer>;
}
