import { Form } from "@remix-run/react";
import { ChevronRight } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "~/ui/button";
import { DateText } from "~/ui/date";
import { type FormErrors as Errors, Field, Select } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import type { ImportPreview } from "./import-holidays.server";

type Props = { errors: Errors | undefined; preview: ImportPreview | null };

/** Upload, look at what would be added, confirm. */
export function ImportHolidays({ errors, preview }: Props) {
  return (
    <div className="grid gap-4">
      <Form method="post" encType="multipart/form-data" preventScrollReset className="grid gap-3">
        <FormErrors errors={errors} idPrefix="import" title="That could not be read." />
        <input type="hidden" name="intent" value="import" />
        <Field
          name="file"
          label="Calendar file"
          hint="An .ics calendar, or a .csv with a date and a name. Nothing is added before you have seen it."
          errors={errors}
          idPrefix="import"
        >
          {(wiring) => (
            <input
              {...wiring}
              type="file"
              accept=".ics,.csv,text/calendar,text/csv"
              required
              className="control"
            />
          )}
        </Field>
        <div>
          <Button name="step" value="preview">
            Show what is in it
          </Button>
        </div>
      </Form>
      {preview && <Preview key={`${preview.fileName} ${preview.division}`} preview={preview} />}
    </div>
  );
}

function Preview({ preview }: { preview: ImportPreview }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const { fileName, text, divisions, division, years, freshCount, knownCount, notes } = preview;
  const mustChoose = divisions.length > 0 && division === null;
  return (
    <div ref={box} tabIndex={-1} className="border-t pt-4">
      <Form method="post" encType="multipart/form-data" preventScrollReset className="grid gap-3">
        <input type="hidden" name="intent" value="import" />
        <input type="hidden" name="file_name" value={fileName} />
        <input type="hidden" name="text" value={text} />
        <input type="hidden" name="shown" value={division ?? ""} />
        <h3 className="break-all font-semibold">{fileName}</h3>
        {divisions.length > 0 && (
          <div className="grid gap-2">
            <Select
              name="division"
              label="Which region?"
              hint="The file lists several regions. Choose the one that your firm works by."
              idPrefix="import"
              options={divisions}
              defaultValue={division ?? undefined}
            />
            <div>
              <Button name="step" value="preview">
                {mustChoose ? "Show its days" : "Show this region instead"}
              </Button>
            </div>
          </div>
        )}
        {!mustChoose && (
          <>
            <p role="status">{summary(freshCount, knownCount)}</p>
            {years.map(({ year, holidays }) => (
              <details
                key={year}
                className="group rounded-control border px-3 py-2"
                open={years.length === 1}
              >
                <summary className="flex min-h-6 items-center gap-1.5 font-semibold text-sm">
                  <ChevronRight aria-hidden="true" className="size-4 group-open:rotate-90" />
                  {year} <span className="font-normal text-muted">· {holidays.length} to add</span>
                </summary>
                <ul className="mt-2 grid gap-1 text-sm">
                  {holidays.map(({ onDate, name }) => (
                    <li key={onDate} className="grid grid-cols-[7.5rem_1fr] gap-2">
                      <DateText on={onDate} className="text-muted" />
                      {name}
                    </li>
                  ))}
                </ul>
              </details>
            ))}
            {notes.length > 0 && (
              <div>
                <h4 className="font-semibold text-sm">Worth knowing</h4>
                <ul className="mt-1 list-disc pl-5 text-sm">
                  {notes.map((note) => (
                    <li key={note}>{note}</li>
                  ))}
                </ul>
              </div>
            )}
            {freshCount > 0 && (
              <div>
                <Button tone="primary" name="step" value="confirm">
                  Add {freshCount} {freshCount === 1 ? "holiday" : "holidays"}
                </Button>
              </div>
            )}
          </>
        )}
      </Form>
    </div>
  );
}

function summary(fresh: number, known: number): string {
  if (fresh === 0 && known === 0) return "No holidays were found in it.";
  if (fresh === 0) {
    return known === 1
      ? "Nothing to add: its one day is on the list already."
      : `Nothing to add: all ${known} days are on the list already.`;
  }
  const there = known > 0 ? ` ${known} more ${known === 1 ? "is" : "are"} on the list already.` : "";
  return `${fresh} ${fresh === 1 ? "day" : "days"} to add.${there}`;
}
