import { Form, useNavigation } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { PHASE_KINDS, PHASE_LABEL } from "~/domain/phase";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { type FormErrors as Errors, fieldId, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import type { Draft } from "./draft";
import { PhaseEditor } from "./phase-editor";
import type { EditorAnswer } from "./save-template.server";

type Props = {
  draft: Draft;
  version: number;
  turn: number;
  errors: Errors | undefined;
  focus: string | null;
  theirs: EditorAnswer["theirs"];
};

/** The same errors, each with the place that it belongs to: `Read, deliverable 3: Name the deliverable.` */
function withPlaces(errors: Errors | undefined): Errors | undefined {
  if (!errors) return undefined;
  const placed = Object.entries(errors).map(([path, messages]) => {
    const [, phase, row] = /^phases\.(\d)(?:\.deliverables\.(\d+))?/.exec(path) ?? [];
    const kind = phase === undefined ? undefined : PHASE_KINDS[Number(phase)];
    if (!kind) return [path, messages] as const;
    const place =
      row === undefined ? PHASE_LABEL[kind] : `${PHASE_LABEL[kind]}, deliverable ${Number(row) + 1}`;
    return [path, messages.map((message) => `${place}: ${message}`)] as const;
  });
  return Object.fromEntries(placed);
}

/** The whole template as one form. Its inputs are left to the browser; each answer of the server draws it anew. */
export function Editor({ draft, version, turn, errors, focus, theirs }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const isBusy = useNavigation().state !== "idle";
  useEffect(() => {
    if (focus) form.current?.querySelector<HTMLInputElement>(`#${CSS.escape(fieldId(focus))}`)?.focus();
  }, [focus]);
  const days = draft.phases.map((phase) => Number(phase.workingDays) || 0);
  const total = days.reduce((sum, one) => sum + one, 0);
  return (
    <Form ref={form} method="post" preventScrollReset={focus !== null || undefined} className="grid gap-4">
      <input type="hidden" name="intent" value="save" />
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="turn" value={turn} />
      <FormErrors errors={withPlaces(errors)} />
      {theirs && (
        <Card tone="waiting" title="What theirs says">
          <ul className="list-disc pl-5">
            {theirs.differences.map((difference) => (
              <li key={difference}>{difference}</li>
            ))}
          </ul>
          <p className="mt-2 text-muted">What you typed is kept below.</p>
          <div className="mt-3">
            <Button name="over" value={theirs.version}>
              Save mine over theirs
            </Button>
          </div>
        </Card>
      )}
      <Card>
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 sm:grid-cols-[minmax(0,1fr)_9rem_auto]">
          <TextInput
            name="name"
            label="Name"
            defaultValue={draft.name}
            required
            maxLength={120}
            errors={errors}
            autoComplete="off"
          />
          <TextInput
            name="weeks"
            label="Weeks"
            defaultValue={draft.weeks}
            inputMode="numeric"
            required
            errors={errors}
          />
          {/* The first button of the form is the one that Enter presses. */}
          <Button tone="primary" className="sm:mt-6.5 sm:min-h-10" disabled={isBusy}>
            {isBusy ? "Saving…" : "Save the template"}
          </Button>
        </div>
        <p className="mt-3 text-muted text-sm">
          {days.join(" + ")} = {total} working days. An engagement of another length scales them, and the days
          on which its deliverables are due.
        </p>
      </Card>
      {draft.phases.map((phase, index) => (
        <PhaseEditor key={phase.kind} phase={phase} index={index} errors={errors} />
      ))}
      <div>
        <Button tone="primary" disabled={isBusy}>
          Save the template
        </Button>
      </div>
    </Form>
  );
}
