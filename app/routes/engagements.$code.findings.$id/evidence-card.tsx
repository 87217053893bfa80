import type { EvidenceShown } from "~/domain/evidence";
import { AddEvidence } from "~/ui/add-evidence";
import { Card } from "~/ui/card";
import { EvidenceList } from "~/ui/evidence-list";
import type { FormErrors, FormValues } from "~/ui/field";

type Props = {
  code: string;
  evidence: readonly EvidenceShown[];
  /** The hotspot whose fix it shows; without one it is of the finding itself. */
  hotspotId?: string;
  canEdit: boolean;
  /** Whether the client sees the finding at all. */
  isShared: boolean;
  idempotencyKey: string;
  refused: { errors: FormErrors; values: FormValues; message: string } | undefined;
};

/** What shows the finding, or that its fix works: links, notes and files. */
export function EvidenceCard({
  code,
  evidence,
  hotspotId,
  canEdit,
  isShared,
  idempotencyKey,
  refused,
}: Props) {
  const own = refused?.values.hotspot_id === hotspotId ? refused : undefined;
  const isAddRefused = own?.values.intent === "add_evidence";
  const fields: Record<string, string> = hotspotId ? { hotspot_id: hotspotId } : {};
  return (
    <Card
      flush
      id={hotspotId ? "fix-evidence" : "evidence"}
      title={hotspotId ? "Evidence of the fix" : "Evidence"}
    >
      {own && !isAddRefused && (
        <p role="alert" className="border-b px-4 py-2.5 font-semibold text-alert-ink text-sm">
          {own.message}
        </p>
      )}
      {evidence.length === 0 ? (
        <p className="px-4 py-3 text-muted">None yet.</p>
      ) : (
        <EvidenceList
          evidence={evidence}
          code={code}
          isShared={isShared}
          {...(canEdit && { removal: fields })}
        />
      )}
      {canEdit && (
        // A new key with each piece empties the fields for the next one.
        <AddEvidence
          key={evidence.length}
          idPrefix={hotspotId ? "fix-evidence" : "evidence"}
          fields={fields}
          isShared={isShared}
          idempotencyKey={`${idempotencyKey}.${hotspotId ? "fix" : "evidence"}`}
          refused={isAddRefused ? own : undefined}
        />
      )}
    </Card>
  );
}
