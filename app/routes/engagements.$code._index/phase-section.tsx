import type { PlanPage, PlanPhase } from "db/engagement-page.server";
import { type CalendarDate, shortDate, workingDaysText } from "~/domain/calendar";
import { PHASE_LABEL, PHASE_STATUS_LABEL } from "~/domain/phase";
import { countText } from "~/domain/progress";
import type { RowRefusal } from "~/ui/deliverable-row";
import { PhaseMark } from "~/ui/phase-mark";
import { AddDeliverable } from "./add-deliverable";
import { Checklist } from "./checklist";
import { formState, type Problem } from "./problem";

type Props = {
  code: string;
  phase: PlanPhase;
  today: CalendarDate;
  team: PlanPage["team"];
  canTick: boolean;
  isOpen: boolean;
  idempotencyKey: string;
  problem: Problem | null;
};

/** One phase of the plan: its dates and counts, and its checklist. The current one is open. */
export function PhaseSection(props: Props) {
  const { code, phase, today, team, canTick, isOpen, idempotencyKey, problem } = props;
  const name = PHASE_LABEL[phase.kind];
  const added = formState(problem, "add");
  const isAddRefused = added.values?.phase === phase.kind;
  const refusal = rowRefusal(problem);
  const isRefusedHere = phase.rows.some((row) => row.id === refusal?.id);
  return (
    <section aria-labelledby={`phase-${phase.kind}`} className="rounded-card border border-line bg-surface">
      <details open={isOpen || isAddRefused || isRefusedHere || undefined} className="group/phase">
        <summary className="relative flex flex-wrap items-center gap-x-3 gap-y-0.5 rounded-card py-3 pr-11 pl-4">
          <PhaseMark phase={phase.kind} />
          <h2 id={`phase-${phase.kind}`} className="font-semibold text-lg">
            {name}
          </h2>
          <p className="text-muted text-sm">
            <span className="font-medium text-ink">{countText(phase)}</span> · {datesText(phase, today)}
          </p>
          {!phase.isCurrent && (
            <span className="text-muted text-sm sm:ml-auto">{PHASE_STATUS_LABEL[phase.status]}</span>
          )}
          <svg
            viewBox="0 0 16 16"
            aria-hidden="true"
            className="stroke-icon absolute top-4 right-4 size-4 text-muted transition-transform group-open/phase:rotate-180"
          >
            <path d="m4 6 4 4 4-4" />
          </svg>
        </summary>
        {phase.rows.length === 0 ? (
          <p className="border-t px-4 py-3 text-muted">Nothing on this checklist yet.</p>
        ) : (
          <Checklist code={code} rows={phase.rows} today={today} canTick={canTick} refusal={refusal} />
        )}
        {canTick && (
          <AddDeliverable
            code={code}
            phase={phase}
            team={team}
            isMain={phase.isCurrent}
            idempotencyKey={idempotencyKey}
            state={isAddRefused ? added : {}}
          />
        )}
      </details>
    </section>
  );
}

/** `9 Nov – 4 Dec, 20 working days, so far 14 us, 3 client`. */
function datesText(phase: PlanPhase, today: CalendarDate): string {
  const span = `${shortDate(phase.startOn, today)} – ${shortDate(phase.finishOn, today)}`;
  const whole = `${span}, ${workingDaysText(phase.workingDays)}`;
  if (!phase.days) return whole;
  return phase.status === "done"
    ? `${whole}: ${heldText(phase.days)}`
    : `${whole}, so far ${heldText(phase.days)}`;
}

function heldText(days: NonNullable<PlanPhase["days"]>): string {
  const others = [
    days.client > 0 ? `${days.client} client` : "",
    days.third_party > 0 ? `${days.third_party} third party` : "",
    days.paused > 0 ? `${days.paused} paused` : "",
  ].filter(Boolean);
  return [`${days.us} us`, ...others].join(", ");
}

function rowRefusal(problem: Problem | null): RowRefusal | null {
  if (problem?.intent !== "set_status") return null;
  return {
    id: problem.values.id ?? "",
    message: problem.message,
    field: Object.keys(problem.errors)[0] ?? "",
    typed: problem.values.evidence ?? problem.values.reason ?? "",
  };
}
