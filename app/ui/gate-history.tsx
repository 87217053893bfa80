import type { CalendarDate } from "~/domain/calendar";
import { GATE_OUTCOME_LABEL, type GateOutcome } from "~/domain/gate";
import { Badge, type BadgeTone } from "./badge";
import { DateText } from "./date";

interface Attempt {
  id: string;
  requestedBy: string;
  requestedOn: CalendarDate;
  outcome: GateOutcome | null;
  decidedBy: string | null;
  decidedOn: CalendarDate | null;
  reason: string | null;
}

const TONES: Record<GateOutcome, BadgeTone> = {
  signed: "good",
  declined: "alert",
  waived: "neutral",
  withdrawn: "neutral",
};

/** Every time that a gate was asked for, and what became of it, newest first. */
export function GateHistory({ attempts, company }: { attempts: readonly Attempt[]; company: string }) {
  if (attempts.length === 0) return <p className="text-muted text-sm">It has not been asked for yet.</p>;
  return (
    <ol className="grid gap-3 text-sm">
      {attempts.map((attempt) => (
        <li key={attempt.id}>
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            {attempt.outcome ? (
              <Badge tone={TONES[attempt.outcome]}>{GATE_OUTCOME_LABEL[attempt.outcome]}</Badge>
            ) : (
              <Badge tone="waiting">With {company}</Badge>
            )}
            {attempt.decidedBy && attempt.decidedOn && (
              <span>
                by {attempt.decidedBy}, <DateText on={attempt.decidedOn} />
              </span>
            )}
          </p>
          {attempt.reason && <p className="mt-0.5">{attempt.reason}</p>}
          <p className="text-muted">
            Asked for by {attempt.requestedBy}, <DateText on={attempt.requestedOn} />
          </p>
        </li>
      ))}
    </ol>
  );
}
