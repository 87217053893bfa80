import { type FindingFile, prepareFindings, previewFindings } from "db/finding-imports.server";
import type { DB } from "db/schema";
import type { Kysely } from "kysely";
import { SCORE_WORDS } from "~/domain/import/change-counts";
import type { Actor } from "~/domain/permissions";
import { Refusal } from "~/domain/refusal";

const SUGGESTED = 20;
const ROWS_SHOWN = 100;

/** What a page shows of a file that was put up: what it would become, what it suggests, or what became of it. */
export async function shownOf(db: Kysely<DB>, actor: Actor, code: string, kept: FindingFile) {
  const { id, name, file } = kept;
  if (kept.result || !file) {
    const { rows, ...result } = kept.result ?? { totals: null, met: 0, remarks: [], rows: [] };
    const noted = rows.filter((row) => row.notes.length > 0);
    return {
      kind: "done" as const,
      id,
      name,
      ...result,
      noted: noted.length,
      rows: noted.slice(0, ROWS_SHOWN),
    };
  }
  try {
    const prepared = prepareFindings(file, kept.columns);
    if (prepared.kind === "changes") {
      const { files, refused, firstMonth, lastMonth } = prepared.read;
      return {
        kind: "changes" as const,
        id,
        name,
        firstMonth,
        lastMonth,
        total: files.length,
        refused: refused.length,
        rows: refused.slice(0, ROWS_SHOWN).map((row) => ({ ...row, title: "", outcome: "refused" as const })),
        score: SCORE_WORDS,
        files: files.slice(0, SUGGESTED).filter((each) => each.score > 0),
      };
    }
    const { rows, ...result } = await previewFindings(db, actor, code, prepared.read);
    // What needs a look comes first.
    const ordered = [...rows].sort((a, b) => Number(b.notes.length > 0) - Number(a.notes.length > 0));
    return {
      kind: "findings" as const,
      id,
      name,
      ...result,
      columns: prepared.columns,
      chosen: prepared.chosen,
      count: rows.length,
      rows: ordered.slice(0, ROWS_SHOWN),
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: "unreadable" as const, id, name, message: error.message };
  }
}

export type Shown = Awaited<ReturnType<typeof shownOf>>;
