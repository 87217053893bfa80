import type { GateAttempt } from "db/portal-gate.server";
import { Card } from "~/ui/card";
import { DateText, Instant } from "~/ui/date";
import { OUTCOMES } from "./receipt";

/** The times that the gate was put to the client before. */
export function History({ attempts }: { attempts: readonly GateAttempt[] }) {
  if (attempts.length === 0) return null;
  return (
    <Card id="history" title="Before" aside={`${attempts.length}`}>
      <ol className="grid gap-3">
        {attempts.map((attempt) => (
          <li key={attempt.id}>
            <p>
              <span className="font-semibold">
                {attempt.outcome && `${OUTCOMES[attempt.outcome].by} ${attempt.decidedBy ?? ""}`}
              </span>
              {attempt.decidedAt !== null && (
                <span className="text-muted">
                  {" "}
                  on <Instant at={attempt.decidedAt} />
                </span>
              )}
            </p>
            {attempt.reason && <p className="whitespace-pre-line">“{attempt.reason}”</p>}
            <p className="text-muted text-sm">
              Asked for by {attempt.requestedBy} on <DateText on={attempt.requestedOn} />
            </p>
          </li>
        ))}
      </ol>
    </Card>
  );
}
