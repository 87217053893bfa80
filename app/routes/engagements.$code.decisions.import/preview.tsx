import { Form } from "@remix-run/react";
import type { DecisionImport } from "db/decision-import.server";
import { OUTCOME_LABEL, OUTCOMES, type Outcome } from "~/domain/import/outcome";
import { Badge, type BadgeTone } from "~/ui/badge";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { Checkbox } from "~/ui/field";

const TONES: Record<Outcome, BadgeTone> = {
  taken: "good",
  corrected: "waiting",
  refused: "alert",
  unchanged: "neutral",
};

type Props = { preview: DecisionImport; packed: string; idempotencyKey: string };

/** What would become of each file, and the button that does it. */
export function Preview({ preview, packed, idempotencyKey }: Props) {
  const { totals, files } = preview;
  const comes = totals.taken + totals.corrected;
  return (
    <Card
      flush
      id="preview"
      title="What would become of them"
      aside={OUTCOMES.map((outcome) => `${OUTCOME_LABEL[outcome].toLowerCase()} ${totals[outcome]}`).join(
        ", ",
      )}
    >
      <Form method="post" className="grid gap-3 border-b px-4 py-3">
        <input type="hidden" name="intent" value="confirm" />
        <input type="hidden" name="idempotency_key" value={idempotencyKey} />
        <input type="hidden" name="packed" value={packed} />
        {comes > 0 ? (
          <>
            <Checkbox idPrefix="confirm" name="is_visible" label="The client reads them" />
            <Button tone="primary" className="justify-self-start">
              Bring in {comes} {comes === 1 ? "decision" : "decisions"}
            </Button>
          </>
        ) : (
          <p className="text-muted">There is nothing new to bring in.</p>
        )}
      </Form>
      <ul className="divide-y divide-line">
        {files.map((file) => (
          <li key={file.file} className="px-4 py-2.5">
            <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
              <span className="min-w-0 flex-1 basis-60 font-medium">
                {file.number !== null && `${file.number}. `}
                {file.title || file.file}
              </span>
              <Badge tone={TONES[file.outcome]}>{OUTCOME_LABEL[file.outcome]}</Badge>
            </div>
            <p className="break-all text-muted text-sm">{file.file}</p>
            {file.notes.length > 0 && (
              <ul className="mt-1 list-disc pl-5 text-sm">
                {file.notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
