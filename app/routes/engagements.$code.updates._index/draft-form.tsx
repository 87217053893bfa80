import { Form, Link } from "@remix-run/react";
import type { DraftLine, UpdateDraft } from "db/updates.server";
import { HEALTH_LABEL, HEALTHS, type Health } from "~/domain/attention";
import { accountText } from "~/domain/clock";
import { FACT_SECTION_LABEL, FACT_SECTIONS } from "~/domain/update";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import {
  Checkbox,
  type FormErrors as Errors,
  type FormValues,
  Select,
  TextArea,
  TextInput,
} from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";

type RefusedDraft = {
  errors: Errors;
  values: FormValues;
  message: string;
  current?: Record<string, string>;
};

type Props = {
  draft: UpdateDraft;
  company: string;
  /** What the program makes of it, beside which the claim will be read. */
  reckoned: { health: Health | null; reasons: readonly string[] };
  refused: RefusedDraft | undefined;
  idempotencyKey: string;
};

/** The update that stands ready: what happened is written already, the judgement is the lead's. */
export function DraftForm({ draft, company, reckoned, refused, idempotencyKey }: Props) {
  const state = refused ? { errors: refused.errors, values: refused.values } : {};
  const { us, client, third_party, paused } = draft.days;
  const total = us + client + third_party + paused;
  return (
    <Card
      id="draft"
      title={
        <>
          Draft for <DateText on={draft.onDate} />
        </>
      }
      aside={
        <>
          <DateText on={draft.fromOn} short /> – <DateText on={draft.toOn} short />
        </>
      }
      tone="waiting"
    >
      <Form method="post" action="#draft" className="grid gap-4" noValidate>
        <input type="hidden" name="id" value={draft.id} />
        <input type="hidden" name="version" value={draft.version} />
        <input type="hidden" name="idempotency_key" value={`${idempotencyKey}.${draft.version}`} />
        {refused?.current ? (
          <Theirs message={refused.message} current={refused.current} />
        ) : (
          <FormErrors errors={refused?.errors} idPrefix="draft" title="That did not happen yet." />
        )}
        <div className="grid gap-4 sm:grid-cols-[12rem_minmax(0,1fr)]">
          <Select
            {...state}
            idPrefix="draft"
            name="health"
            label="How it stands"
            emptyLabel="Choose"
            defaultValue={draft.health ?? ""}
            options={HEALTHS.map((health) => ({ value: health, label: HEALTH_LABEL[health] }))}
          />
          <TextInput
            {...state}
            idPrefix="draft"
            name="sentence"
            label="In a sentence"
            defaultValue={draft.sentence}
            maxLength={300}
            autoComplete="off"
          />
        </div>
        {reckoned.health && (
          <p className="-mt-2 text-muted text-sm">
            Reckoned from the dates: {HEALTH_LABEL[reckoned.health].toLowerCase()}
            {reckoned.reasons.length > 0 ? `. ${reckoned.reasons.slice(0, 2).join(" ")}` : "."}
          </p>
        )}
        {draft.lines.length === 0 ? (
          <p className="text-muted">Nothing has happened that an update would report.</p>
        ) : (
          FACT_SECTIONS.map((section) => (
            <Lines
              key={section}
              label={FACT_SECTION_LABEL[section]}
              lines={draft.lines.filter((line) => line.section === section)}
              values={refused?.values}
            />
          ))
        )}
        {total > 0 && (
          <p className="text-muted text-sm">{accountText({ total, days: draft.days }, company)}</p>
        )}
        <TextArea
          {...state}
          idPrefix="draft"
          name="body"
          label={`For ${company} and us`}
          hint="Markdown: what it means, what comes next."
          defaultValue={draft.body}
          rows={5}
          optional
        />
        <TextArea
          {...state}
          idPrefix="draft"
          name="internal_body"
          label="For us alone"
          hint="Markdown. No client reads it."
          defaultValue={draft.internalBody}
          rows={3}
          optional
        />
        <div className="flex flex-wrap items-center gap-2">
          <Button name="intent" value="save">
            Save the draft
          </Button>
          {draft.newer > 0 && (
            <Button name="intent" value="refresh">
              Take in what happened since
            </Button>
          )}
          <Button name="intent" value="publish" tone="primary">
            Publish
          </Button>
        </div>
        <p className="text-muted text-sm">
          Once published it stays as it is, and the contacts of {company} get their version by mail.
        </p>
      </Form>
    </Card>
  );
}

type LinesProps = { label: string; lines: readonly DraftLine[]; values: FormValues | undefined };

function Lines({ label, lines, values }: LinesProps) {
  if (lines.length === 0) return null;
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-semibold text-sm">{label}</legend>
      {lines.map((line) => (
        <div key={line.key} className="flex flex-wrap items-start gap-x-2">
          <Checkbox
            values={values}
            idPrefix="draft"
            name={`kept.${line.key}`}
            defaultChecked={line.isKept}
            className="min-w-0 max-w-full"
            label={
              <span>
                <span className="font-medium">{line.title}</span>
                {line.rest && `: ${line.rest}`}
              </span>
            }
          />
          {!line.isForClient && <Badge>only we read it</Badge>}
          <Link to={line.to} className="text-muted text-sm underline underline-offset-2">
            Source<span className="sr-only"> of {line.title}</span>
          </Link>
        </div>
      ))}
    </fieldset>
  );
}

function Theirs({ message, current }: { message: string; current: Record<string, string> }) {
  const rows = [
    { label: "How it stands", theirs: HEALTH_LABEL[current.health as Health] ?? "Not said" },
    { label: "In a sentence", theirs: current.sentence || "Nothing" },
    { label: "For the client and us", theirs: current.body || "Nothing" },
    { label: "For us alone", theirs: current.internal_body || "Nothing" },
  ];
  return (
    <div role="alert" className="rounded-control border border-waiting bg-waiting-soft px-3 py-2 text-sm">
      <p className="font-semibold">{message} Theirs says:</p>
      <dl className="mt-1 grid gap-x-3 sm:grid-cols-[auto_1fr]">
        {rows.map(({ label, theirs }) => (
          <div key={label} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="whitespace-pre-wrap">{theirs}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
