import type { Act } from "db/act";
import { runImport, type Upload } from "db/imports.server";
import type { DB } from "db/schema";
import type { Kysely } from "kysely";
import { moneyText } from "~/domain/engagement";
import type { ImportedEngagement } from "~/domain/import/engagement-row";
import { prepareFiles } from "~/domain/import/preparation";
import { cellText, type Table } from "~/domain/import/table";
import { cutText } from "~/domain/import/text";

const ROWS_SHOWN = 20;

/** What confirming an upload would do, and how its columns are read. Changes nothing. */
export async function previewUpload(db: Kysely<DB>, act: Act, upload: Upload) {
  const prepared = prepareFiles(upload.files[0]?.name ?? upload.fileName, upload.files);
  const { result, mapping, engagements } = await runImport(db, act, prepared, upload.ask, true);
  const byRow = new Map(engagements.map((engagement) => [engagement.row, engagement]));
  const refused = result.rows.filter((row) => row.outcome === "refused");
  return {
    totals: result.totals,
    rowCount: result.rows.length,
    remarks: result.remarks,
    rows: result.rows.slice(0, ROWS_SHOWN).map((row) => ({ ...row, reads: readsOf(byRow.get(row.row)) })),
    refused: refused.slice(0, ROWS_SHOWN),
    refusedCount: refused.length,
    columns: prepared.kind === "list" ? columnsOf(prepared.table) : null,
    chosen: mapping?.columns ?? {},
    title: prepared.kind === "folder" ? prepared.folder.title : null,
  };
}

/** The few things by which a reader sees at once whether the columns are right. */
function readsOf(engagement: ImportedEngagement | undefined): string[] {
  if (!engagement) return [];
  const { client, startsOn, weeks, valueMinor, currency, milestones } = engagement;
  return [
    client,
    startsOn ? `from ${startsOn}` : "",
    weeks ? `${weeks} ${weeks === 1 ? "week" : "weeks"}` : "",
    valueMinor ? moneyText(valueMinor, currency) : "",
    milestones && milestones.length > 0 ? `${milestones.length} milestones` : "",
  ].filter(Boolean);
}

/** Each column with a few of its values, so that a person sees what they choose. */
function columnsOf(table: Table): { name: string; samples: string }[] {
  return table.columns.slice(0, 200).map((name) => {
    const values = new Set<string>();
    for (const row of table.rows.slice(0, 200)) {
      const text = cellText(row.cells[name]).trim();
      if (text !== "") values.add(cutText(text.replace(/\s+/g, " "), 40));
      if (values.size === 3) break;
    }
    return { name, samples: [...values].join(" · ") };
  });
}

export type Preview = Awaited<ReturnType<typeof previewUpload>>;
