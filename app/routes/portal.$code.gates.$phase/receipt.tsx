import type { GateAttempt } from "db/portal-gate.server";
import type { GateOutcome } from "~/domain/gate";
import { Badge, type BadgeTone } from "~/ui/badge";
import { Card } from "~/ui/card";
import { Instant } from "~/ui/date";

export const OUTCOMES: Record<GateOutcome, { label: string; by: string; tone: BadgeTone }> = {
  signed: { label: "Signed", by: "Signed by", tone: "good" },
  declined: { label: "Declined", by: "Declined by", tone: "alert" },
  waived: { label: "Waived", by: "Waived by", tone: "neutral" },
  withdrawn: { label: "Taken back", by: "Taken back by", tone: "neutral" },
};

/** What became of the gate: by whom, when, and with which words. */
export function Receipt({ attempt }: { attempt: GateAttempt }) {
  if (!attempt.outcome) return null;
  const { label, by, tone } = OUTCOMES[attempt.outcome];
  return (
    <Card id="receipt" title={<Badge tone={tone}>{label}</Badge>}>
      <p className="font-semibold text-lg">
        {by} {attempt.decidedBy}
      </p>
      {attempt.decidedAt !== null && (
        <p className="text-muted">
          <Instant at={attempt.decidedAt} />
        </p>
      )}
      {attempt.reason && <p className="mt-2 whitespace-pre-line">“{attempt.reason}”</p>}
    </Card>
  );
}
