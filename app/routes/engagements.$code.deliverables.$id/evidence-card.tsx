import type { EvidenceShown } from "~/domain/evidence";
import { AddEvidence } from "~/ui/add-evidence";
import { Card } from "~/ui/card";
import { EvidenceList } from "~/ui/evidence-list";
import type { FormErrors, FormValues } from "~/ui/field";

type Props = {
  code: string;
  evidence: readonly EvidenceShown[];
  canEdit: boolean;
  /** Whether the client sees the deliverable at all. */
  isShared: boolean;
  isRequired: boolean;
  idempotencyKey: string;
  refused: { errors: FormErrors; values: FormValues; message: string } | undefined;
};

/** What shows that it is done: links, notes and files. */
export function EvidenceCard({
  code,
  evidence,
  canEdit,
  isShared,
  isRequired,
  idempotencyKey,
  refused,
}: Props) {
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
        <EvidenceList evidence={evidence} code={code} isShared={isShared} {...(canEdit && { removal: {} })} />
      )}
      {canEdit && (
        // A new key with each piece empties the fields for the next one.
        <AddEvidence
          key={evidence.length}
          isShared={isShared}
          idempotencyKey={idempotencyKey}
          refused={isAddRefused ? refused : undefined}
        />
      )}
    </Card>
  );
}
