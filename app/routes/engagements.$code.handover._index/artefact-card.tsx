import { Form, Link, useSearchParams } from "@remix-run/react";
import type { HandoverPage } from "db/handover-page.server";
import type { RegisterRow } from "db/register.server";
import { ARTEFACT_HINT, artefactState } from "~/domain/artefact";
import { ARTEFACT_LABEL, DELIVERABLE_STATUS_LABEL } from "~/domain/deliverable";
import { AddEvidence } from "~/ui/add-evidence";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { EvidenceList } from "~/ui/evidence-list";
import { DateInput, TextArea, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import type { RefusedForm } from "~/ui/refused.server";
import { ArtefactState, PlaceText } from "~/ui/register";
import { Theirs } from "~/ui/theirs";

type Props = {
  code: string;
  row: HandoverPage["register"][number];
  idempotencyKey: string;
  canRun: boolean;
  /** Whether it is the first that is still to be seen to: its form is open. */
  isNext: boolean;
  /** The client's name. */
  company: string;
  refused: RefusedForm | undefined;
};

/** One row of the register: how it stands, and the form in which the lead writes it. */
export function ArtefactCard({ code, row, idempotencyKey, canRun, isNext, company, refused }: Props) {
  const { kind, carrier } = row;
  const isOpen = artefactState(row) === "open";
  const saveRefused = refused?.values.intent === "save" ? refused : undefined;
  return (
    <Card id={kind} title={ARTEFACT_LABEL[kind]} actions={<ArtefactState state={artefactState(row)} />}>
      <p className="text-muted text-sm">{ARTEFACT_HINT[kind]}</p>
      {row.acceptedBy && row.acceptedOn && (
        <p className="mt-2 text-sm">
          {row.acceptedBy} accepted it on <DateText on={row.acceptedOn} />.
        </p>
      )}
      {!row.acceptedBy && row.verifiedOn && (
        <p className="mt-2 text-muted text-sm">{company} has not accepted it yet.</p>
      )}
      {carrier && (
        <p className="mt-2 text-sm">
          <Link
            to={`/engagements/${code}/deliverables/${carrier.id}`}
            className="underline underline-offset-2"
          >
            {carrier.title}
          </Link>
          <span className="text-muted"> · {DELIVERABLE_STATUS_LABEL[carrier.status]}, with its evidence</span>
        </p>
      )}
      {(!canRun || !isOpen) && <Shown row={row} />}
      {canRun && (
        <details className="mt-2" open={saveRefused !== undefined || isNext || undefined}>
          <summary className="flex min-h-6 w-fit cursor-pointer items-center text-sm underline underline-offset-2 pointer-coarse:min-h-11">
            {isOpen ? "Write it into the register" : "Change it"}
            <span className="sr-only">: {ARTEFACT_LABEL[kind]}</span>
          </summary>
          <ArtefactForm code={code} row={row} refused={saveRefused} />
        </details>
      )}
      <ArtefactEvidence
        code={code}
        row={row}
        idempotencyKey={idempotencyKey}
        canRun={canRun}
        refused={refused && !saveRefused ? refused : undefined}
      />
    </Card>
  );
}

type EvidenceProps = Pick<Props, "code" | "row" | "idempotencyKey" | "canRun" | "refused">;

/** What shows that it is there: links, notes and files. */
function ArtefactEvidence({ code, row, idempotencyKey, canRun, refused }: EvidenceProps) {
  const { kind, evidence } = row;
  return (
    <div className="-mx-4 mt-1">
      {evidence.length > 0 && (
        <EvidenceList evidence={evidence} code={code} isShared {...(canRun && { removal: { kind } })} />
      )}
      {canRun && (
        <details className="px-4" open={refused !== undefined}>
          <summary className="flex min-h-6 w-fit cursor-pointer items-center text-sm underline underline-offset-2 pointer-coarse:min-h-11">
            Add evidence<span className="sr-only">: {ARTEFACT_LABEL[kind]}</span>
          </summary>
          <div className="-mx-4 mt-2">
            <AddEvidence
              key={evidence.length}
              idPrefix={`evidence-${kind}`}
              fields={{ kind }}
              isShared
              idempotencyKey={`${idempotencyKey}.${kind}`}
              refused={refused}
            />
          </div>
        </details>
      )}
    </div>
  );
}

function Shown({ row }: { row: RegisterRow }) {
  if (row.missingReason) return <p className="mt-3">It will not be there: {row.missingReason}</p>;
  return (
    <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
      <dt className="text-muted">Place</dt>
      <dd className="min-w-0">
        <PlaceText place={row.place} />
      </dd>
      <dt className="text-muted">Owner after us</dt>
      <dd>{row.ownerAfter || "Not named yet"}</dd>
      <dt className="text-muted">How verified</dt>
      <dd>{row.howVerified || "Not yet"}</dd>
      {row.verifiedOn && (
        <>
          <dt className="text-muted">Last verified</dt>
          <dd>
            <DateText on={row.verifiedOn} />, {row.verifiedBy}
          </dd>
        </>
      )}
    </dl>
  );
}

const LABELS = [
  ["place", "Place"],
  ["owner_after", "Owner after us"],
  ["how_verified", "How verified"],
  ["verified_on", "Last verified on"],
  ["missing_reason", "Why it is missing"],
] as const;

function ArtefactForm({ code, row, refused }: Pick<Props, "code" | "row" | "refused">) {
  const query = useSearchParams()[0].toString();
  const prefix = `artefact-${row.kind}`;
  const state = refused ? { errors: refused.errors, values: refused.values } : {};
  const theirs = refused?.current;
  // After a refusal what was typed builds on the row that it was typed over, unless that one was shown anew.
  const version = refused && !theirs ? refused.values.version : row.version;
  const here = `/engagements/${code}/handover${query ? `?${query}` : ""}`;
  return (
    <Form
      // Saved: the fields show what is kept now.
      key={row.version}
      method="post"
      action={`${here}#${row.kind}`}
      className="mt-3 grid gap-3"
      preventScrollReset
      noValidate
    >
      <input type="hidden" name="intent" value="save" />
      <input type="hidden" name="kind" value={row.kind} />
      <input type="hidden" name="version" value={version} />
      {theirs && refused ? (
        <Theirs
          rows={LABELS.map(([name, label]) => ({
            label,
            theirs: theirs[name] ?? "",
            mine: refused.values[name] ?? "",
          }))}
          keepHref={`${here}#${row.kind}`}
        />
      ) : (
        <FormErrors errors={refused?.errors} idPrefix={prefix} />
      )}
      <div className="grid gap-3 sm:grid-cols-2">
        <TextInput
          {...state}
          idPrefix={prefix}
          name="place"
          label="Place"
          hint="A web address, or a path in their systems."
          defaultValue={row.place}
          autoComplete="off"
        />
        <TextInput
          {...state}
          idPrefix={prefix}
          name="owner_after"
          label="Owner after us"
          hint="A person or a team of theirs."
          defaultValue={row.ownerAfter}
          autoComplete="off"
        />
      </div>
      <TextInput
        {...state}
        idPrefix={prefix}
        name="how_verified"
        label="How verified"
        hint="What was done to know that it is there and works."
        defaultValue={row.howVerified}
        autoComplete="off"
      />
      <DateInput
        {...state}
        idPrefix={prefix}
        name="verified_on"
        label="Last verified on"
        hint="Empty while it is not."
        defaultValue={row.verifiedOn ?? ""}
      />
      <TextArea
        {...state}
        idPrefix={prefix}
        name="missing_reason"
        label="Missing, because"
        hint="Only when it will not be handed over. The client reads it."
        rows={2}
        defaultValue={row.missingReason ?? ""}
        optional
      />
      <Button className="justify-self-start">
        {theirs ? "Save mine over theirs" : "Save"}
        <span className="sr-only"> {ARTEFACT_LABEL[row.kind]}</span>
      </Button>
    </Form>
  );
}
