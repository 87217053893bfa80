import type { ImportResult } from "~/domain/import/outcome";
import { ButtonLink, buttonClass } from "~/ui/button";
import { Card } from "~/ui/card";
import { RowTable } from "./row-table";
import { TotalsBar } from "./totals";

/** Rows with notes that the page shows; the file to download has them all. */
export const NOTES_SHOWN = 200;

type Props = { id: string; outcome: ImportResult & { notedCount: number } };

export function ImportOutcome({ id, outcome }: Props) {
  const { totals, remarks, rows, notedCount } = outcome;
  const shown =
    notedCount > rows.length
      ? `the first ${rows.length} of ${notedCount.toLocaleString("en-GB")}; the CSV has them all`
      : undefined;
  return (
    <div className="grid gap-4">
      <Card id="totals" title="What became of it">
        <TotalsBar totals={totals} />
        {remarks.length > 0 && (
          <ul className="mt-3 grid list-disc gap-1 pl-5 text-sm">
            {remarks.map((remark) => (
              <li key={remark}>{remark}</li>
            ))}
          </ul>
        )}
        <div className="mt-4 flex flex-wrap gap-3">
          <ButtonLink to="/engagements" tone="primary">
            See the engagements
          </ButtonLink>
          <a href={`/import/${id}/notes.csv`} download className={buttonClass()}>
            Download every row as CSV
          </a>
          <ButtonLink to="/import" tone="quiet">
            Import another file
          </ButtonLink>
        </div>
      </Card>
      {rows.length > 0 && (
        <Card id="notes" title="Notes" aside={shown} flush>
          <RowTable caption="Rows with notes" rows={rows} />
        </Card>
      )}
    </div>
  );
}
