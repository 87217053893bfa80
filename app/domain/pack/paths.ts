import { decisionFileName } from "../decision-record";
import type { PackContents, PackDecision, PackFile, PackGate } from "./contents";
import { evidenceOfPack } from "./contents";

/** Where a file lies in the pack: the same bytes under the same name lie there once. */
export function filePath({ sha256, name }: Pick<PackFile, "sha256" | "name">): string {
  const clean = name
    .normalize("NFKD")
    .replace(/[^\w.-]+/g, "-")
    .replace(/^[.-]+|[.-]+$/g, "");
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(clean)?.[0] ?? "";
  const stem = clean.slice(0, clean.length - ending.length).slice(0, 60);
  return `files/${sha256.slice(0, 12)}-${stem || "file"}${ending}`;
}

/** The kept document of a request. */
export function gatePath(gate: Pick<PackGate, "phase" | "attempt">): string {
  return `gates/${gate.phase}-${gate.attempt}.json`;
}

export function decisionPath({ number, title }: Pick<PackDecision, "number" | "title">): string {
  return `decisions/${decisionFileName(number, title)}`;
}

/** The files of a pack by their paths, each once, sorted. */
export function filesOfPack(contents: PackContents): Map<string, PackFile> {
  const files = evidenceOfPack(contents).flatMap(({ evidence }) => (evidence.file ? [evidence.file] : []));
  const byPath = files.map((file): [string, PackFile] => [filePath(file), file]);
  return new Map(byPath.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
