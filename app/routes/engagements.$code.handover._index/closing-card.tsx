import { Form } from "@remix-run/react";
import type { Closing } from "db/closings.server";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { TextArea, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import { Markdown } from "~/ui/markdown";
import type { RefusedForm } from "~/ui/refused.server";
import { Theirs } from "~/ui/theirs";

type ClosingProps = {
  code: string;
  closing: Closing | null;
  html: { outcome: string; retrospective: string };
  canRun: boolean;
  refused: RefusedForm | undefined;
};

/** How the engagement ended: the outcome for both sides, what we take from it for ours. */
export function ClosingCard({ code, closing, html, canRun, refused }: ClosingProps) {
  return (
    <Card id="closing" title="How it ended">
      {closing && (
        <>
          <h3 className="font-semibold text-sm">Outcome</h3>
          <Markdown html={html.outcome} />
          {html.retrospective && (
            <>
              <h3 className="mt-3 font-semibold text-sm">Retrospective, ours alone</h3>
              <Markdown html={html.retrospective} />
            </>
          )}
          <p className="mt-2 text-muted text-sm">
            {closing.closedBy}, <DateText on={closing.closedOn} />
          </p>
        </>
      )}
      {!closing && !canRun && <p className="text-muted">Nobody has written it down yet.</p>}
      {canRun && (
        <details className="mt-3" open={refused !== undefined || !closing}>
          <summary className="min-h-6 w-fit cursor-pointer underline underline-offset-2 pointer-coarse:min-h-11">
            {closing ? "Change it" : "Write it down"}
          </summary>
          <ClosingForm code={code} closing={closing} refused={refused} />
        </details>
      )}
    </Card>
  );
}

function ClosingForm({ code, closing, refused }: Pick<ClosingProps, "code" | "closing" | "refused">) {
  const state = refused ? { errors: refused.errors, values: refused.values } : {};
  const theirs = refused?.current;
  const version = refused && !theirs ? refused.values.version : (closing?.version ?? 0);
  return (
    <Form
      key={closing?.version ?? 0}
      method="post"
      action={`/engagements/${code}/handover#closing`}
      className="mt-3 grid gap-3"
      noValidate
    >
      <input type="hidden" name="intent" value="close" />
      <input type="hidden" name="version" value={version} />
      {theirs && refused ? (
        <Theirs
          rows={[
            { label: "Outcome", theirs: theirs.outcome ?? "", mine: refused.values.outcome ?? "" },
            {
              label: "Retrospective",
              theirs: theirs.retrospective ?? "",
              mine: refused.values.retrospective ?? "",
            },
          ]}
          keepHref={`/engagements/${code}/handover#closing`}
        />
      ) : (
        <FormErrors errors={refused?.errors} idPrefix="closing" />
      )}
      <TextArea
        {...state}
        idPrefix="closing"
        name="outcome"
        label="Outcome"
        hint="What changed for the client. They read it, and it goes into the pack."
        rows={5}
        defaultValue={closing?.outcome ?? ""}
      />
      <TextArea
        {...state}
        idPrefix="closing"
        name="retrospective"
        label="Retrospective"
        hint="What we take from it. Only we read it."
        rows={5}
        defaultValue={closing?.retrospective ?? ""}
        optional
      />
      <Button className="justify-self-start">{theirs ? "Save mine over theirs" : "Save how it ended"}</Button>
    </Form>
  );
}

type TemplateProps = {
  code: string;
  title: string;
  idempotencyKey: string;
  refused: RefusedForm | undefined;
};

/** What was learned here as the plan of the next. */
export function TemplateCard({ code, title, idempotencyKey, refused }: TemplateProps) {
  return (
    <Card id="template" title="Make a template of it">
      <p className="text-muted text-sm">
        Its phases with their working days, and its deliverables with the day of the phase on which they were
        due.
      </p>
      <Form
        method="post"
        action={`/engagements/${code}/handover#template`}
        className="mt-3 grid gap-3"
        noValidate
      >
        <input type="hidden" name="intent" value="make_template" />
        <input type="hidden" name="idempotency_key" value={idempotencyKey} />
        <TextInput
          errors={refused?.errors}
          values={refused?.values}
          idPrefix="template"
          name="name"
          label="Name of the template"
          defaultValue={title}
          autoComplete="off"
        />
        <Button className="justify-self-start">Make a template</Button>
      </Form>
    </Card>
  );
}
