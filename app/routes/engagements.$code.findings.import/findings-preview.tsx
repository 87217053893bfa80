import { Form, useNavigation } from "@remix-run/react";
import { FINDING_FIELD_LABEL, FINDING_FIELDS } from "~/domain/import/finding-columns";
import { OUTCOME_LABEL, OUTCOMES, type Totals } from "~/domain/import/outcome";
import { Button, ButtonLink } from "~/ui/button";
import { Card } from "~/ui/card";
import { Select } from "~/ui/field";
import { DiscardForm } from "./discard-form";
import type { Shown } from "./preview.server";
import { RowTable } from "./row-table";

type Props = { shown: Extract<Shown, { kind: "findings" }>; idempotencyKey: string };

/** Which column is what, and what would become of the rows. */
export function FindingsPreview({ shown, idempotencyKey }: Props) {
  const isBusy = useNavigation().state !== "idle";
  const { totals } = shown;
  const fresh = totals.taken + totals.corrected;
  return (
    <>
      <Card id="columns" title="Which column is what" aside={shown.name}>
        <Form method="post" className="grid gap-4" preventScrollReset>
          <input type="hidden" name="intent" value="map" />
          <input type="hidden" name="file_id" value={shown.id} />
          <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {FINDING_FIELDS.map((field) => (
              <Select
                key={field}
                name={`column-${field}`}
                label={FINDING_FIELD_LABEL[field]}
                defaultValue={shown.chosen[field] ?? ""}
                emptyLabel="Not in this file"
                options={shown.columns.map((name) => ({ value: name, label: name }))}
              />
            ))}
          </div>
          <Button className="justify-self-start">Show the preview again</Button>
        </Form>
      </Card>
      <Card id="preview" title="What would become of it">
        <TotalsLine totals={totals} met={shown.met} />
        <Remarks remarks={shown.remarks} />
        <div className="mt-4 flex flex-wrap items-center gap-3">
          <Form method="post">
            <input type="hidden" name="intent" value="confirm" />
            <input type="hidden" name="file_id" value={shown.id} />
            <input type="hidden" name="idempotency_key" value={idempotencyKey} />
            <Button tone="primary" disabled={isBusy || fresh === 0}>
              {isBusy ? "Writing…" : `Write down ${fresh} ${fresh === 1 ? "finding" : "findings"}`}
            </Button>
          </Form>
          <DiscardForm id={shown.id} />
        </div>
      </Card>
      <RowTable
        id="rows"
        title="Rows"
        aside={
          shown.count > shown.rows.length ? `the first ${shown.rows.length} of ${shown.count}` : undefined
        }
        rows={shown.rows}
      />
    </>
  );
}

export function DoneCard({ shown, code }: { shown: Extract<Shown, { kind: "done" }>; code: string }) {
  return (
    <>
      <Card id="done" title="What became of it" aside={shown.name}>
        {shown.totals && <TotalsLine totals={shown.totals} met={shown.met} />}
        <Remarks remarks={shown.remarks} />
        <div className="mt-4 flex flex-wrap gap-3">
          <ButtonLink to={`/engagements/${code}/findings`} tone="primary">
            See the findings
          </ButtonLink>
          <ButtonLink to={`/engagements/${code}/findings/import`}>Import another file</ButtonLink>
        </div>
      </Card>
      <RowTable
        id="rows"
        title="Rows with notes"
        aside={
          shown.noted > shown.rows.length ? `the first ${shown.rows.length} of ${shown.noted}` : undefined
        }
        rows={shown.rows}
      />
    </>
  );
}

function TotalsLine({ totals, met }: { totals: Totals; met: number }) {
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      {OUTCOMES.map((outcome) => (
        <div key={outcome}>
          <dt className="text-muted text-sm">{OUTCOME_LABEL[outcome]}</dt>
          <dd className="font-semibold text-lg">{totals[outcome].toLocaleString("en-GB")}</dd>
        </div>
      ))}
      {met > 0 && (
        <div>
          <dt className="text-muted text-sm">Points that are met: no finding</dt>
          <dd className="font-semibold text-lg">{met.toLocaleString("en-GB")}</dd>
        </div>
      )}
    </dl>
  );
}

function Remarks({ remarks }: { remarks: readonly string[] }) {
  if (remarks.length === 0) return null;
  return (
    <ul className="mt-3 grid list-disc gap-1 pl-5 text-sm">
      {remarks.map((remark) => (
        <li key={remark}>{remark}</li>
      ))}
    </ul>
  );
}
