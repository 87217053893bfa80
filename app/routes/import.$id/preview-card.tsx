import { Form, useNavigation } from "@remix-run/react";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import type { Preview } from "./preview.server";
import { RowTable } from "./row-table";
import { TotalsBar } from "./totals";

/** What would become of the file: the totals, the first rows, what is refused, and the button that does it. */
export function PreviewCard({ preview }: { preview: Preview }) {
  const { totals, rows, rowCount, refused, refusedCount, remarks } = preview;
  const navigation = useNavigation();
  const isBusy = navigation.state !== "idle" && navigation.formData?.get("intent") === "confirm";
  const willWrite = totals.taken + totals.corrected;
  return (
    <>
      <Card id="preview" title="What would become of it" aside={`${rowCount.toLocaleString("en-GB")} rows`}>
        <TotalsBar totals={totals} />
        {remarks.length > 0 && (
          <ul className="mt-3 grid list-disc gap-1 pl-5 text-sm">
            {remarks.map((remark) => (
              <li key={remark}>{remark}</li>
            ))}
          </ul>
        )}
        <div className="mt-4 flex flex-wrap items-center gap-3">
          <Form method="post">
            <input type="hidden" name="intent" value="confirm" />
            <Button tone="primary" disabled={isBusy || willWrite === 0}>
              {isBusy
                ? "Importing…"
                : `Import ${willWrite.toLocaleString("en-GB")} ${willWrite === 1 ? "row" : "rows"}`}
            </Button>
          </Form>
          <Form method="post">
            <input type="hidden" name="intent" value="discard" />
            <Button tone="quiet">Discard the file</Button>
          </Form>
          <p role="status" className="text-muted text-sm">
            {isBusy
              ? "Rows are being written; the result follows on this page."
              : willWrite === 0
                ? "There is nothing to write."
                : ""}
          </p>
        </div>
      </Card>
      {refusedCount > 0 && (
        <Card
          id="refused"
          title="Refused"
          aside={refusedCount > refused.length ? `the first ${refused.length} of ${refusedCount}` : undefined}
          tone="alert"
          flush
        >
          <RowTable caption="Rows that would be refused" rows={refused} />
        </Card>
      )}
      <Card
        id="rows"
        title="The first rows"
        aside={`${rows.length} of ${rowCount.toLocaleString("en-GB")}`}
        flush
      >
        <RowTable caption="The first rows of the file and what would become of them" rows={rows} />
      </Card>
    </>
  );
}
