import { STANDARD_CALENDAR, shortDate, workingDaysIn, workingDaysText } from "./calendar";
import { currentPhase, PHASE_LABEL } from "./phase";
import { countText } from "./progress";
import { weekOf } from "./rail-axis";
import {
  isPhaseLate,
  mergeIntervals,
  type RailInput,
  type RailInterval,
  type RailPhase,
  untilToday,
} from "./rail-input";

const GATE_WORDS: Record<RailPhase["gate"], string> = {
  none: "",
  requested: "gate with the client",
  declined: "gate declined",
  signed: "gate signed",
  waived: "gate waived",
};

/** The rail in sentences: all of it, or, in short, where it stands and when it ends; the client is spoken to. */
export function describeRail(
  input: RailInput,
  length: "full" | "short" = "full",
  isForClient = false,
): string {
  if (input.phases.length === 0) return "No dates yet.";
  const day = (on: string) => shortDate(on, input.todayOn);
  const sentences = [whereItStands(input)];
  if (length === "full")
    sentences.push(...input.phases.map((phase) => describePhase(phase, input, day, isForClient)));
  if (input.promisedFinishOn !== null) {
    const first = input.phases.at(-1)?.firstFinishOn;
    const moved = first && first !== input.promisedFinishOn ? `, first promised ${day(first)}` : "";
    sentences.push(`Promised finish ${day(input.promisedFinishOn)}${length === "full" ? moved : ""}.`);
  }
  if (length === "short") return sentences.join(" ");

  if (input.expected) {
    const { p50On, p80On, p95On } = input.expected;
    const until = p95On === p80On ? "" : `, almost surely by ${day(p95On)}`;
    const likely = p50On === p80On ? day(p50On) : `between ${day(p50On)} and ${day(p80On)}`;
    sentences.push(`Likely finish ${likely}${until}.`);
  }
  const waiting = workingDaysOf(input.waiting, input);
  if (waiting > 0)
    sentences.push(`Waiting on ${isForClient ? "you" : "the client"} for ${workingDaysText(waiting)}.`);
  const paused = workingDaysOf(input.paused, input);
  if (paused > 0) sentences.push(`Paused for ${workingDaysText(paused)}.`);
  const blocked = (input.deliverables ?? []).filter((deliverable) => deliverable.state === "blocked");
  if (blocked.length > 0) sentences.push(`Blocked: ${blocked.map((d) => d.title).join("; ")}.`);
  return sentences.join(" ");
}

function whereItStands(input: RailInput): string {
  const { phases, todayOn } = input;
  const first = phases[0];
  const last = phases.at(-1);
  if (!first || !last) return "No dates yet.";
  const phase = currentPhase(phases);
  if (!phase) return `Finished ${shortDate(last.actualFinishOn ?? last.plannedFinishOn, todayOn)}.`;
  if (todayOn < first.plannedStartOn && phase === first && phase.status === "upcoming") {
    return `Starts ${shortDate(first.plannedStartOn, todayOn)}.`;
  }
  const { week, of } = weekOf(todayOn, first.plannedStartOn, input.promisedFinishOn ?? last.plannedFinishOn);
  const name = PHASE_LABEL[phase.kind];
  const where = phase.status === "upcoming" ? `${name} not started` : `in ${name}`;
  const late = isPhaseLate(phase, todayOn) ? ", late" : "";
  if (week === 0) return `Before its first week, ${where}${late}.`;
  return week > of
    ? `Week ${week}, ${week - of} past the ${of} that were promised, ${where}${late}.`
    : `Week ${week} of ${of}, ${where}${late}.`;
}

function describePhase(
  phase: RailPhase,
  input: RailInput,
  day: (on: string) => string,
  isForClient: boolean,
): string {
  const name = PHASE_LABEL[phase.kind];
  const count = phase.total > phase.notApplicable ? `${countText(phase)} done` : "";
  const slipped =
    phase.firstFinishOn === phase.plannedFinishOn ? "" : `, first promised ${day(phase.firstFinishOn)}`;
  const promised = `promised ${day(phase.plannedFinishOn)}${slipped}`;
  const started = phase.actualStartOn ? ` since ${day(phase.actualStartOn)}` : "";
  const what: Record<RailPhase["status"], string> = {
    done: `done ${day(phase.actualFinishOn ?? phase.plannedFinishOn)}`,
    in_review: `at its gate, ${promised}`,
    in_progress: `in progress${started}, ${promised}${isPhaseLate(phase, input.todayOn) ? ", late" : ""}`,
    upcoming: `planned ${day(phase.plannedStartOn)} to ${day(phase.plannedFinishOn)}${slipped}`,
  };
  return `${name} ${[what[phase.status], count, gateWords(phase, isForClient)].filter(Boolean).join(", ")}.`;
}

const gateWords = ({ gate }: RailPhase, isForClient: boolean): string =>
  gate === "requested" && isForClient ? "gate with you" : GATE_WORDS[gate];

/** Working days of intervals up to and with today, each counted once. */
function workingDaysOf(intervals: RailInterval[] | undefined, input: RailInput): number {
  return mergeIntervals(untilToday(intervals ?? [], input.todayOn)).reduce(
    (sum, { fromOn, toOn }) => sum + workingDaysIn(fromOn, toOn, input.calendar ?? STANDARD_CALENDAR),
    0,
  );
}
