import { Form } from "@remix-run/react";
import type { DeliverablePage } from "db/deliverable-page.server";
import { useState } from "react";
import { type CalendarDate, longDate } from "~/domain/calendar";
import { PHASE_LABEL } from "~/domain/phase";
import { Button } from "~/ui/button";
import {
  Checkbox,
  DateInput,
  type FormErrors as Errors,
  type FormValues,
  Select,
  TextArea,
  TextInput,
} from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import { Theirs } from "~/ui/theirs";

type Refused = { errors: Errors; values: FormValues; message: string; current?: Record<string, string> };

type Props = { page: DeliverablePage; today: CalendarDate; refused: Refused | undefined };

/** The fields of a deliverable; when somebody else edited them meanwhile, theirs stand beside mine. */
export function EditForm({ page, today, refused }: Props) {
  const { fields, phase } = page;
  const [opened] = useState({ fields: JSON.stringify(fields), version: page.version });
  // A tick moves the version on too; only when the fields themselves changed has the reader something to compare.
  const isSeen = refused?.current !== undefined || JSON.stringify(fields) === opened.fields;
  const state = refused ? { errors: refused.errors, values: refused.values } : {};
  return (
    <Form method="post" className="grid gap-3">
      <input type="hidden" name="intent" value="edit" />
      <input type="hidden" name="version" value={isSeen ? page.version : opened.version} />
      {refused?.current ? (
        <TheirEdit page={page} mine={refused.values} />
      ) : (
        <FormErrors errors={refused?.errors} idPrefix="edit" />
      )}
      <TextInput
        {...state}
        idPrefix="edit"
        name="title"
        label="Title"
        defaultValue={fields.title}
        required
        maxLength={200}
      />
      <TextArea
        {...state}
        idPrefix="edit"
        name="notes"
        label="Notes"
        hint="Only we read them."
        defaultValue={fields.notes}
        optional
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          {...state}
          idPrefix="edit"
          name="owner_id"
          label="Owner"
          emptyLabel="Nobody yet"
          defaultValue={fields.ownerId ?? ""}
          options={page.team.map((person) => ({ value: person.id, label: person.name }))}
        />
        <DateInput
          {...state}
          idPrefix="edit"
          name="due_on"
          label="Due on"
          defaultValue={fields.dueOn ?? ""}
        />
      </div>
      <p className="text-muted text-sm">
        {PHASE_LABEL[phase.kind]} is planned to finish on {longDate(phase.finishOn, today)}.
      </p>
      <Checkbox
        {...state}
        idPrefix="edit"
        name="is_visible"
        label="The client sees it"
        defaultChecked={fields.isVisible}
      />
      <Checkbox
        {...state}
        idPrefix="edit"
        name="requires_evidence"
        label="It needs evidence before it is done"
        defaultChecked={fields.requiresEvidence}
      />
      <Button tone="primary" className="justify-self-start">
        {refused?.current ? "Save mine over theirs" : "Save"}
      </Button>
    </Form>
  );
}

function TheirEdit({ page, mine }: { page: DeliverablePage; mine: FormValues }) {
  const { fields, team, engagement, row, history } = page;
  const nameOf = (id: string | null | undefined) => team.find((person) => person.id === id)?.name ?? "Nobody";
  const who = history.find((entry) => entry.sentence.startsWith("edited"))?.by;
  const yesNo = (is: boolean) => (is ? "Yes" : "No");
  return (
    <Theirs
      {...(who && { who })}
      keepHref={`/engagements/${engagement.code}/deliverables/${row.id}`}
      rows={[
        { label: "Title", theirs: fields.title, mine: mine.title ?? "" },
        { label: "Notes", theirs: fields.notes, mine: mine.notes ?? "" },
        { label: "Owner", theirs: nameOf(fields.ownerId), mine: nameOf(mine.owner_id) },
        { label: "Due on", theirs: fields.dueOn ?? "No date", mine: mine.due_on || "No date" },
        {
          label: "Client sees it",
          theirs: yesNo(fields.isVisible),
          mine: yesNo(mine.is_visible !== undefined),
        },
        {
          label: "Needs evidence",
          theirs: yesNo(fields.requiresEvidence),
          mine: yesNo(mine.requires_evidence !== undefined),
        },
      ]}
    />
  );
}
