import { Form } from "@remix-run/react";
import type { EvidenceShown } from "db/deliverable-page.server";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { Instant } from "~/ui/date";
import { Checkbox, type FormErrors as Errors, type FormValues, TextInput } from "~/ui/field";

type Props = {
  evidence: readonly EvidenceShown[];
  canEdit: boolean;
  /** Whether the client sees the deliverable at all. */
  isShared: boolean;
  isRequired: boolean;
  idempotencyKey: string;
  refused: { errors: Errors; values: FormValues; message: string } | undefined;
};

/** What shows that it is done: links and notes. */
export function EvidenceCard({ evidence, canEdit, isShared, isRequired, idempotencyKey, refused }: Props) {
  const isAddRefused = refused?.values.intent === "add_evidence";
  return (
    <Card flush id="evidence" title="Evidence" aside={isRequired ? "needed before it is done" : undefined}>
      {refused && !isAddRefused && (
        <p role="alert" className="border-b px-4 py-2.5 font-semibold text-alert-ink text-sm">
          {refused.message}
        </p>
      )}
      {evidence.length === 0 ? (
        <p className="px-4 py-3 text-muted">None yet.</p>
      ) : (
        <ul className="divide-y divide-line">
          {evidence.map((piece) => (
            <li key={piece.id} className="flex items-start gap-3 px-4 py-2.5">
              <div className="min-w-0 flex-1">
                <p className="break-words">
                  {piece.url ? (
                    <a
                      href={piece.url}
                      rel="noopener noreferrer nofollow"
                      target="_blank"
                      className="inline-block max-w-full underline underline-offset-2"
                    >
                      {piece.note || piece.url}
                    </a>
                  ) : (
                    <span className="whitespace-pre-wrap">{piece.note}</span>
                  )}
                </p>
                <p className="flex flex-wrap items-center gap-x-2 text-muted text-sm">
                  {piece.addedBy}, <Instant at={piece.addedAt} />
                  {piece.isVisible && isShared && <Badge>The client sees it</Badge>}
                </p>
              </div>
              {canEdit && (
                <Form method="post" preventScrollReset>
                  <input type="hidden" name="intent" value="remove_evidence" />
                  <input type="hidden" name="evidence_id" value={piece.id} />
                  <Button tone="quiet" size="small">
                    Remove<span className="sr-only"> {piece.note || piece.url}</span>
                  </Button>
                </Form>
              )}
            </li>
          ))}
        </ul>
      )}
      {canEdit && (
        // A new key with each piece empties the fields for the next one.
        <Form
          key={evidence.length}
          method="post"
          className="grid gap-3 border-t px-4 py-3"
          preventScrollReset
        >
          <input type="hidden" name="intent" value="add_evidence" />
          <input type="hidden" name="idempotency_key" value={idempotencyKey} />
          <TextInput
            errors={isAddRefused ? refused.errors : undefined}
            values={isAddRefused ? refused.values : undefined}
            idPrefix="evidence"
            name="url"
            type="url"
            label="Link"
            hint="To a pull request, a dashboard, a document."
            maxLength={2000}
            autoComplete="off"
          />
          <TextInput
            errors={isAddRefused ? refused.errors : undefined}
            values={isAddRefused ? refused.values : undefined}
            idPrefix="evidence"
            name="note"
            label="Note"
            maxLength={2000}
            autoComplete="off"
          />
          {isShared && (
            <Checkbox
              values={isAddRefused ? refused.values : undefined}
              idPrefix="evidence"
              name="is_visible"
              label="The client sees it"
            />
          )}
          <Button className="justify-self-start">Add evidence</Button>
        </Form>
      )}
    </Card>
  );
}
