import { Link } from "@remix-run/react";
import type { PortalPhase } from "db/portal.server";
import { ChevronDown } from "lucide-react";
import { PHASE_LABEL } from "~/domain/phase";
import { countText } from "~/domain/progress";
import { Card } from "./card";
import { ClientDeliverables } from "./client-deliverables";
import { DateText } from "./date";
import { PhaseName } from "./phase-mark";

/** The four phases with their count, and under each what the client may see of it; the one under way is open. */
export function PhasesCard({ code, phases }: { code: string | null; phases: readonly PortalPhase[] }) {
  return (
    <Card id="phases" title="The work, phase by phase" flush>
      <ul className="divide-y divide-line">
        {phases.map((phase) => (
          <li key={phase.kind}>
            <details open={phase.status === "in_progress"} className="group" data-print-folded>
              <summary className="flex min-h-12 flex-wrap items-center gap-x-3 px-4 py-2.5">
                <PhaseName phase={phase.kind} />
                <span className="text-muted">{phase.total > 0 && countText(phase)}</span>
                <span className="ml-auto flex items-center gap-2 text-muted text-sm">
                  <Standing phase={phase} />
                  <ChevronDown
                    aria-hidden="true"
                    className="size-4 transition-transform group-open:rotate-180"
                  />
                </span>
              </summary>
              <div className="px-4 pt-1 pb-4">
                <Shown phase={phase} />
                {code && <GateLink code={code} phase={phase} />}
              </div>
            </details>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Standing({ phase }: { phase: PortalPhase }) {
  if (phase.status === "in_review") return <>yours to sign</>;
  const [word, on] =
    phase.status === "done"
      ? (["done", phase.actualFinishOn] as const)
      : phase.status === "upcoming"
        ? (["from", phase.plannedStartOn] as const)
        : (["by", phase.plannedFinishOn] as const);
  return (
    <span>
      {word} {on && <DateText on={on} short />}
    </span>
  );
}

function Shown({ phase }: { phase: PortalPhase }) {
  const rest = phase.total - phase.deliverables.length;
  return (
    <>
      {phase.deliverables.length > 0 && <ClientDeliverables deliverables={phase.deliverables} />}
      {rest > 0 && (
        <p className="mt-3 text-muted text-sm">
          {phase.deliverables.length === 0
            ? "Nothing of this phase is shared with you yet."
            : `The count takes in ${rest} more ${rest === 1 ? "step" : "steps"} of our own.`}
        </p>
      )}
      {phase.total === 0 && <p className="text-muted text-sm">Nothing is listed for this phase.</p>}
    </>
  );
}

const GATE_LINK: Partial<Record<PortalPhase["gate"], string>> = {
  requested: "Read and sign",
  signed: "Read what you signed at",
  declined: "See why you declined",
  waived: "See why we waived",
};

function GateLink({ code, phase }: { code: string; phase: PortalPhase }) {
  const text = GATE_LINK[phase.gate];
  if (!text) return null;
  return (
    <p className="mt-3 text-sm">
      <Link
        to={`/portal/${code}/gates/${phase.kind}`}
        className="inline-flex min-h-6 items-center font-semibold underline underline-offset-2"
      >
        {text} the {PHASE_LABEL[phase.kind]} gate
      </Link>
    </p>
  );
}
