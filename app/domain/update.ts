import { type CalendarDate, shortDate, type WorkingCalendar, workingDaysText } from "./calendar";
import {
  type ClockInterval,
  type ClockPause,
  type DaysByHolder,
  daysByHolder,
  HOLDER_LABEL,
  workingDaysByStretch,
} from "./clock";
import { ARTEFACT_LABEL, type Artefact } from "./deliverable";
import type { EngagementEvent, Facts, Visibility } from "./event";
import { PHASE_LABEL, type PhaseKind } from "./phase";
import { CAUSE_LABEL, CAUSE_LABEL_TO_CLIENT, type PromiseCause, slipText } from "./promise";

export const FACT_SECTIONS = ["done", "slipped", "decided", "asked", "waited"] as const;
export type FactSection = (typeof FACT_SECTIONS)[number];

export const FACT_SECTION_LABEL: Record<FactSection, string> = {
  done: "Done",
  slipped: "Dates that moved",
  decided: "Decided",
  asked: "Asked",
  waited: "Waited",
};

/** Where a line comes from. */
export type FactRoom =
  | "deliverable"
  | "gate"
  | "ledger"
  | "finding"
  | "hotspot"
  | "standard"
  | "decision"
  | "measure"
  | "ask"
  | "artefact"
  | "engagement";

/** One thing that an update reports; `title` is the link to where it comes from. */
export interface FactText {
  title: string;
  rest: string;
}

export interface FactLine extends FactText {
  /** The same for the same thing whenever the lines are written anew. */
  key: string;
  section: FactSection;
  /** What the client reads of it; null when it is ours alone. */
  client: FactText | null;
  source: { room: FactRoom; id: string | null };
  /** Whether the lead lets it stand. */
  isKept: boolean;
}

/** What an update reports, as it is kept with it. */
export interface UpdateFacts {
  /** The days that it is about, both counted. */
  fromOn: CalendarDate;
  toOn: CalendarDate;
  /** The working days of these by who held the ball. */
  days: DaysByHolder;
  lines: FactLine[];
}

/** An event as an update reads it. */
export interface ReportedEvent extends EngagementEvent {
  seq: number;
  subjectId: string | null;
  visibility: Visibility;
}

export interface ReportedWeek {
  /** In the order in which they happened. */
  events: readonly ReportedEvent[];
  /** The clock and its pauses, in order. */
  intervals: readonly ClockInterval[];
  pauses: readonly ClockPause[];
  /** The days that the update is about, both counted. */
  fromOn: CalendarDate;
  toOn: CalendarDate;
  /** The client's name. */
  company: string;
  calendar: WorkingCalendar;
}

/** What an update reports of what happened since the one before, section by section. Nothing is dropped yet. */
export function updateFacts(week: ReportedWeek): UpdateFacts {
  const { intervals, pauses, fromOn, toOn, calendar } = week;
  const lines = [...eventLines(week), ...waitLines(week)];
  return {
    fromOn,
    toOn,
    days: daysByHolder(intervals, pauses, fromOn, toOn, calendar),
    lines: FACT_SECTIONS.flatMap((section) => lines.filter((line) => line.section === section)),
  };
}

/** The same lines, only those standing that are named. */
export function keepOnly(facts: UpdateFacts, kept: readonly string[]): UpdateFacts {
  const standing = new Set(kept);
  return { ...facts, lines: facts.lines.map((line) => ({ ...line, isKept: standing.has(line.key) })) };
}

/** Lines written anew, without those that the lead had dropped before. */
export function keepDropped(fresh: UpdateFacts, before: UpdateFacts): UpdateFacts {
  const dropped = new Set(before.lines.filter((line) => !line.isKept).map((line) => line.key));
  return { ...fresh, lines: fresh.lines.map((line) => ({ ...line, isKept: !dropped.has(line.key) })) };
}

type Made = Pick<FactLine, "section" | "title" | "rest" | "source"> & {
  /** Where the client reads other words than we. */
  forClient?: string;
};

const phaseName = (facts: Facts): string => PHASE_LABEL[facts.phase as PhaseKind] ?? "A phase";
const because = (facts: Facts): string => (facts.reason ? `: ${facts.reason}` : "");

function eventLines({ events, toOn }: ReportedWeek): FactLine[] {
  return lastWords(events).flatMap((event): FactLine[] => {
    const made = madeFrom(event, events, toOn);
    if (!made) return [];
    const { forClient, ...line } = made;
    const key = `${event.kind.split(".")[0]}.${event.subjectId ?? ""}.${keyPart(event)}`;
    const client = event.visibility === "client" ? { title: line.title, rest: forClient ?? line.rest } : null;
    return [{ ...line, key, client, isKept: true }];
  });
}

/** Of a thing that changed often only its last change is told; what each counts by itself is told each time. */
const TOLD_ONCE = new Set(["deliverable.status_changed", "decision", "ask"]);

const groupOf = (event: ReportedEvent): string | null => {
  const noun = event.kind.split(".")[0] ?? "";
  if (event.kind === "ask.edited" || event.kind === "decision.edited") return null;
  const isOnce = TOLD_ONCE.has(event.kind) || TOLD_ONCE.has(noun);
  return isOnce && event.subjectId ? `${noun}.${event.subjectId}` : null;
};

const keyPart = (event: ReportedEvent): string => (groupOf(event) ? "" : String(event.seq));

function lastWords(events: readonly ReportedEvent[]): ReportedEvent[] {
  const last = new Map<string, number>();
  for (const event of events) {
    const group = groupOf(event);
    if (group) last.set(group, event.seq);
  }
  const undone = new Set(events.filter((e) => e.kind === "promise.undone").map((e) => e.subjectId));
  const removed = new Set(
    events.filter((e) => e.kind === "deliverable.removed").map((e) => `deliverable.${e.subjectId}`),
  );
  return events.filter((event) => {
    const group = groupOf(event);
    if (event.kind === "promise.moved" && undone.has(event.subjectId)) return false;
    if (event.kind === "gate.requested" && isDecided(event, events)) return false;
    return group === null || (last.get(group) === event.seq && !removed.has(group));
  });
}

/** A request for a gate that was answered or taken back within the same update says nothing more. */
function isDecided(request: ReportedEvent, events: readonly ReportedEvent[]): boolean {
  return events.some(
    (event) =>
      event.seq > request.seq &&
      event.kind.startsWith("gate.") &&
      event.kind !== "gate.requested" &&
      event.after.phase === request.after.phase,
  );
}

function madeFrom(event: ReportedEvent, events: readonly ReportedEvent[], today: CalendarDate): Made | null {
  const { kind, subjectId: id, after, before } = event;
  const title = event.label ?? "";
  const day = (on: unknown) => (typeof on === "string" ? shortDate(on, today) : "no date");
  const of = (room: FactRoom): FactLine["source"] => ({ room, id });
  const gate = { room: "gate", id: String(after.phase ?? "") } as const;
  switch (kind) {
    case "deliverable.status_changed":
      if (after.status === "done") return { section: "done", title, rest: "", source: of("deliverable") };
      if (after.status === "not_applicable") {
        const rest = `left out${because(after)}`;
        return { section: "decided", title, rest, forClient: "left out", source: of("deliverable") };
      }
      if (after.status !== "blocked") return null;
      return {
        section: "waited",
        title,
        rest: `held up${because(after)}`,
        forClient: "held up",
        source: of("deliverable"),
      };
    case "phase.started":
      return {
        section: "done",
        title: phaseName(after),
        rest: `started on ${day(after.on)}`,
        source: gate,
      };
    case "gate.requested":
      return {
        section: "asked",
        title: `${phaseName(after)} gate`,
        rest: "to be signed",
        source: gate,
      };
    case "gate.signed":
      return { section: "done", title: `${phaseName(after)} gate`, rest: "signed", source: gate };
    case "gate.declined":
    case "gate.waived": {
      const rest = `${kind === "gate.waived" ? "waived" : "declined"}${because(after)}`;
      return { section: "decided", title: `${phaseName(after)} gate`, rest, source: gate };
    }
    case "promise.made":
      return {
        section: "decided",
        title: `Finish promised for ${day(after.finish_on)}`,
        rest: "",
        source: of("ledger"),
      };
    case "promise.moved": {
      const cause = after.cause as PromiseCause;
      const told = (labels: Record<PromiseCause, string>) =>
        `${slipText(Number(after.working_days))}, ${labels[cause]?.toLowerCase() ?? ""}${because(after)}`;
      return {
        section: "slipped",
        title: `${phaseName(after)} ${after.edge}: ${day(before.on)} → ${day(after.on)}`,
        rest: told(CAUSE_LABEL),
        forClient: told(CAUSE_LABEL_TO_CLIENT),
        source: of("ledger"),
      };
    }
    case "finding.recorded":
      return { section: "done", title, rest: "finding written down", source: of("finding") };
    case "finding.settled": {
      const how = after.status === "accepted" ? "accepted" : "resolved";
      return { section: "done", title, rest: `finding ${how}`, source: of("finding") };
    }
    case "hotspot.fixed":
      return { section: "done", title, rest: "hotspot fixed", source: of("hotspot") };
    case "hotspot.measured":
      return { section: "done", title, rest: "hotspot measured again", source: of("hotspot") };
    case "hotspot.accepted":
      return { section: "decided", title, rest: `accepted as it is${because(after)}`, source: of("hotspot") };
    case "standard.agreed":
      return { section: "decided", title, rest: "standard agreed", source: of("standard") };
    case "decision.recorded":
      return { section: "decided", title, rest: "", source: of("decision") };
    case "decision.settled":
      return { section: "decided", title, rest: String(after.status ?? ""), source: of("decision") };
    case "decision.superseded":
      return { section: "decided", title, rest: `replaced by “${after.by ?? ""}”`, source: of("decision") };
    case "measure.taken": {
      const when = after.edge === "after" ? "measured again" : "measured";
      const rest = `${when}: ${after.value} ${after.unit ?? ""}`.trimEnd();
      return { section: "done", title, rest, source: of("measure") };
    }
    case "artefact.verified":
    case "artefact.accepted": {
      const rest = kind === "artefact.verified" ? "verified" : "accepted";
      const name = ARTEFACT_LABEL[after.artefact as Artefact] ?? title;
      return { section: "done", title: name, rest, source: of("artefact") };
    }
    case "ask.opened":
    case "ask.answered":
    case "ask.withdrawn":
      return askLine(event, events, day);
    case "engagement.paused":
      return {
        section: "waited",
        title: "Paused",
        rest: String(after.reason ?? ""),
        source: of("engagement"),
      };
    case "engagement.resumed":
      return { section: "waited", title: "Resumed", rest: "", source: of("engagement") };
    case "engagement.stage_moved":
      if (after.stage !== "handed_over") return null;
      return { section: "done", title: "Handed over", rest: "", source: of("engagement") };
    default:
      return null;
  }
}

function askLine(
  event: ReportedEvent,
  events: readonly ReportedEvent[],
  day: (on: unknown) => string,
): Made | null {
  const { kind, subjectId: id, after } = event;
  const line = { section: "asked", title: event.label ?? "", source: { room: "ask", id } } as const;
  const isNew = events.some((other) => other.kind === "ask.opened" && other.subjectId === id);
  if (kind === "ask.opened") {
    const by = after.due_on ? `needed by ${day(after.due_on)}` : "needed";
    return { ...line, rest: after.is_blocking ? `${by}; we cannot go on without it` : by };
  }
  if (kind === "ask.answered") return { ...line, rest: isNew ? "asked and answered" : "answered" };
  return isNew ? null : { ...line, rest: "no longer needed" };
}

/** Each stretch of days that somebody else held the ball, with why. */
function waitLines({ intervals, fromOn, toOn, company, calendar }: ReportedWeek): FactLine[] {
  return workingDaysByStretch(intervals, fromOn, toOn, calendar).flatMap(
    ({ stretch, index, workingDays }): FactLine[] => {
      if (stretch.holder === "us") return [];
      const whom = stretch.holder === "client" ? company : `a ${HOLDER_LABEL.third_party.toLowerCase()}`;
      const titleFor = (name: string) => `${workingDaysText(workingDays)} with ${name}`;
      return [
        {
          key: `clock.${index}`,
          section: "waited",
          title: titleFor(whom),
          rest: stretch.why,
          client: { title: titleFor(stretch.holder === "client" ? "you" : whom), rest: stretch.why },
          source: { room: "ask", id: null },
          isKept: true,
        },
      ];
    },
  );
}
