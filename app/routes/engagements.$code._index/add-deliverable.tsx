import { useFetcher } from "@remix-run/react";
import type { PlanPage, PlanPhase } from "db/engagement-page.server";
import { useEffect, useRef, useState } from "react";
import { PHASE_LABEL } from "~/domain/phase";
import { Button } from "~/ui/button";
import { Checkbox, DateInput, type FormErrors, type FormValues, Select, TextInput } from "~/ui/field";
import { Key } from "~/ui/keyboard-list";

type State = { errors?: FormErrors; values?: FormValues };

type Props = {
  code: string;
  phase: PlanPhase;
  team: PlanPage["team"];
  /** Whether the key `n` comes here. */
  isMain: boolean;
  idempotencyKey: string;
  /** What was refused when the page was sent anew without script. */
  state: State;
};

/** A title and Enter adds a deliverable; the rest is behind "details". */
export function AddDeliverable({ code, phase, team, isMain, idempotencyKey, state }: Props) {
  const fetcher = useFetcher<{ ok: true } | (State & { message: string })>();
  const form = useRef<HTMLFormElement>(null);
  const [added, setAdded] = useState(0);
  const answer = fetcher.data;
  const isSent = fetcher.state === "submitting";
  const refused = answer && !("ok" in answer) ? answer : state;
  useEffect(() => {
    if (fetcher.state !== "loading" || !answer || !("ok" in answer)) return;
    form.current?.reset();
    setAdded((count) => count + 1);
  }, [fetcher.state, answer]);
  const prefix = `add-${phase.kind}`;
  const other = Object.entries(refused.errors ?? {}).filter(
    ([field]) => !["title", "owner_id", "due_on"].includes(field),
  );
  return (
    <fetcher.Form
      ref={form}
      method="post"
      action={`/engagements/${code}`}
      className="border-t px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isSent) return;
        const fields = new FormData(event.currentTarget);
        fields.set("answer", "here");
        fetcher.submit(fields, { method: "post", action: `/engagements/${code}` });
      }}
    >
      <input type="hidden" name="intent" value="add" />
      <input type="hidden" name="phase" value={phase.kind} />
      <input type="hidden" name="idempotency_key" value={`${idempotencyKey}.${added}`} />
      <div className="flex items-end gap-2">
        <TextInput
          errors={refused.errors}
          values={state.values}
          idPrefix={prefix}
          name="title"
          label={
            <span className="flex items-center gap-2">
              Add to {PHASE_LABEL[phase.kind]}
              {isMain && (
                <span className="hidden md:inline" aria-hidden="true">
                  <Key>n</Key>
                </span>
              )}
            </span>
          }
          required
          maxLength={200}
          autoComplete="off"
          className="min-w-0 flex-1"
          {...(isMain ? { "data-key": "n", "data-key-label": "add a deliverable" } : {})}
        />
        <Button size="medium" className="min-h-10">
          Add
        </Button>
      </div>
      {other.map(([field, messages]) => (
        <p key={field} role="alert" className="mt-1 font-semibold text-alert-ink text-sm">
          {messages.join(" ")}
        </p>
      ))}
      <details className="mt-2" open={refused.errors?.due_on || refused.errors?.owner_id ? true : undefined}>
        <summary className="inline-flex min-h-6 items-center text-muted text-sm underline underline-offset-2">
          Owner, due date and more
        </summary>
        <div className="mt-2 grid gap-3 sm:grid-cols-2">
          <Select
            errors={refused.errors}
            values={state.values}
            idPrefix={prefix}
            name="owner_id"
            label="Owner"
            emptyLabel="Nobody yet"
            options={team.map((person) => ({ value: person.id, label: person.name }))}
          />
          <DateInput
            errors={refused.errors}
            values={state.values}
            idPrefix={prefix}
            name="due_on"
            label="Due on"
            max={phase.finishOn}
          />
          <Checkbox
            values={state.values}
            idPrefix={prefix}
            name="is_visible"
            label="The client sees it"
            defaultChecked
          />
          <Checkbox
            values={state.values}
            idPrefix={prefix}
            name="requires_evidence"
            label="It needs evidence before it is done"
          />
        </div>
      </details>
    </fetcher.Form>
  );
}
