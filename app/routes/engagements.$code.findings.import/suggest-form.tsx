import { Form } from "@remix-run/react";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { Checkbox, type FormValues, TextInput } from "~/ui/field";
import { DiscardForm } from "./discard-form";
import type { Shown } from "./preview.server";
import { RowTable } from "./row-table";

type Props = {
  shown: Extract<Shown, { kind: "changes" }>;
  canRun: boolean;
  idempotencyKey: string;
  values: FormValues | undefined;
};

/** The files that change and break most, to be ticked; hours beside one mark it a hotspot at once. */
export function SuggestForm({ shown, canRun, idempotencyKey, values }: Props) {
  const { files, firstMonth, lastMonth, total, refused } = shown;
  return (
    <>
      <Card
        flush
        id="suggestions"
        title="Where the hours may go"
        aside={`${total.toLocaleString("en-GB")} files${lastMonth ? `, ${firstMonth} to ${lastMonth}` : ""}`}
      >
        <p className="max-w-prose px-4 py-3 text-muted text-sm">
          Ranked by {shown.score}
          {refused > 0 && ` ${refused} rows could not be read; they stand below.`}
        </p>
        {files.length === 0 ? (
          <div className="border-t px-4 py-3">
            <p className="mb-3">Nothing changed in the time that the list counts.</p>
            <DiscardForm id={shown.id} />
          </div>
        ) : (
          <>
            <Form id="suggest" method="post">
              <input type="hidden" name="intent" value="suggest" />
              <input type="hidden" name="file_id" value={shown.id} />
              <input type="hidden" name="idempotency_key" value={idempotencyKey} />
              <ol className="divide-y divide-line border-t">
                {files.map((file, at) => (
                  <li key={file.path} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
                    <Checkbox
                      name="pick"
                      value={`${at}:${file.path}`}
                      label={<span className="break-all">{file.path}</span>}
                      hint={countsText(file, lastMonth !== null)}
                      className="min-w-0 flex-1 basis-72"
                    />
                    {canRun && (
                      <TextInput
                        name={`hours-${at}`}
                        label={
                          <>
                            Hours a week<span className="sr-only"> that {file.path} costs</span>
                          </>
                        }
                        values={values}
                        inputMode="decimal"
                        autoComplete="off"
                        className="w-48"
                        optional
                      />
                    )}
                  </li>
                ))}
              </ol>
              <div className="flex flex-wrap items-center gap-3 border-t px-4 py-3">
                <Button tone="primary">Write down what is ticked</Button>
              </div>
            </Form>
            <div className="border-t px-4 py-3">
              <DiscardForm id={shown.id} />
            </div>
          </>
        )}
      </Card>
      <RowTable
        id="rows"
        title="Rows that could not be read"
        aside={refused > shown.rows.length ? `the first ${shown.rows.length} of ${refused}` : undefined}
        rows={shown.rows}
      />
    </>
  );
}

function countsText(file: Props["shown"]["files"][number], hasMonths: boolean): string {
  const counts = (changes: number, fixes: number) =>
    `${changes} ${changes === 1 ? "change" : "changes"}, ${fixes} of them ${fixes === 1 ? "a fix" : "fixes"}`;
  const whole = counts(file.changes, file.fixes);
  return hasMonths
    ? `In the last twelve months ${counts(file.recentChanges, file.recentFixes)}; in all ${whole}`
    : whole;
}
