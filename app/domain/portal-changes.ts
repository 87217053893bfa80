import { type CalendarDate, daysBetween, shortDate, workingDaysText } from "./calendar";
import { type Family, FIRST_FAMILIES, LATER_FAMILIES } from "./change-families";
import type { Holder } from "./clock";
import { type DeliverableStatus, isDeliverableStatus } from "./deliverable";
import { type EngagementEvent, type EventIcon, eventIcon } from "./event";
import { describeEvent } from "./event-sentence";
import { isPhaseKind, PHASE_KINDS, PHASE_LABEL, type PhaseKind } from "./phase";
import type { SlipCause } from "./promise";
import { listText } from "./words";

/** An event that the client may see, as the portal groups it. */
export interface ClientEvent extends EngagementEvent {
  subjectId: string | null;
  actorName: string;
  /** Whether the reader did it. */
  isOwn: boolean;
  /** Whether one of our people did it, and not a contact of the client. */
  isOurs: boolean;
  /** The phase of the deliverable that it happened to, where it did and still exists. */
  phase: PhaseKind | null;
}

/** One thing that changed: what carries the weight first, then the rest of the sentence. */
export interface Change {
  icon: EventIcon;
  strong: string;
  rest: string;
  /** How many events it stands for. */
  events: number;
}

/**
 * What changed, in as few sentences as say it all, the weightiest first: moved dates, gates, what we need of the
 * reader, the engagement's own steps, then deliverables and everything around them by what became of them. Every event
 * is counted in exactly one sentence.
 */
export function groupChanges(events: readonly ClientEvent[], todayOn: CalendarDate): Change[] {
  const nouns = events.map(nounOf);
  const byNoun = (...wanted: string[]) => events.filter((_, index) => wanted.includes(nouns[index] ?? ""));
  const byFamily = (family: Family) => familyChanges(family, byNoun(...family.nouns), todayOn);
  return [
    ...promiseChanges(byNoun("promise"), todayOn),
    ...lastOfEach(byNoun("gate"), (event) => String(event.after.phase), gateChange),
    ...FIRST_FAMILIES.flatMap(byFamily),
    ...byNoun("engagement").map((event) => engagementChange(event, todayOn)),
    ...byNoun("phase").map((event) => phaseChange(event, todayOn)),
    ...deliverableChanges(byNoun("deliverable")),
    ...LATER_FAMILIES.flatMap(byFamily),
    ...lastOfEach(byNoun("clock"), () => "clock", clockChange),
    ...events
      .filter((_, index) => !TOLD_APART.has(nouns[index] ?? ""))
      .map((event) => plainChange(event, todayOn)),
  ];
}

const TOLD_APART: ReadonlySet<string> = new Set([
  "promise",
  "gate",
  "engagement",
  "phase",
  "deliverable",
  "clock",
  ...[...FIRST_FAMILIES, ...LATER_FAMILIES].flatMap(({ nouns }) => nouns),
]);

/** The kind's noun; evidence counts as a change of the deliverable that it proves, or else stands for itself. */
function nounOf({ kind, before, after }: ClientEvent): string {
  const noun = kind.split(".")[0] ?? "";
  const isOfDeliverable = noun === "evidence" && (after.of ?? before.of ?? "deliverable") === "deliverable";
  return isOfDeliverable ? "deliverable" : noun;
}

/** `earlier today`, `yesterday`, `9 days ago`. */
export function agoText(on: CalendarDate, todayOn: CalendarDate): string {
  const days = daysBetween(on, todayOn);
  if (days < 1) return "earlier today";
  return days === 1 ? "yesterday" : `${days} days ago`;
}

/** Of each group only the last event is told, counting the ones before it. */
function lastOfEach(
  events: readonly ClientEvent[],
  keyOf: (event: ClientEvent) => string,
  tell: (event: ClientEvent) => Change,
): Change[] {
  const groups = new Map<string, ClientEvent[]>();
  for (const event of events) {
    const group = groups.get(keyOf(event)) ?? [];
    group.push(event);
    groups.set(keyOf(event), group);
  }
  return [...groups.values()].flatMap((group) => {
    const last = group.at(-1);
    return last ? [{ ...tell(last), events: group.length }] : [];
  });
}

/** A family's sentences: of each subject what became of it, the weightiest above all, and then how many there are. */
function familyChanges(
  { fates, keyOf }: Family,
  events: readonly ClientEvent[],
  todayOn: CalendarDate,
): Change[] {
  const bySubject = new Map<string, ClientEvent[]>();
  for (const [index, event] of events.entries()) {
    const key = keyOf ? keyOf(event, index) : (event.subjectId ?? "");
    bySubject.set(key, [...(bySubject.get(key) ?? []), event]);
  }
  const groups = fates.map(() => ({ titles: [] as string[], events: 0 }));
  const others: ClientEvent[] = [];
  for (const own of bySubject.values()) {
    const index = fates.findIndex((fate) => own.some(fate.covers));
    const [fate, group] = [fates[index], groups[index]];
    const last = fate && own.findLast(fate.covers);
    if (!last || !group) {
      others.push(...own);
      continue;
    }
    group.titles.push(fate.title(last, todayOn));
    group.events += own.length;
  }
  return [
    ...fates.flatMap((fate, index): Change[] => {
      const group = groups[index];
      if (!group || group.titles.length === 0) return [];
      const { titles } = group;
      const rest = `: ${listText(titles)}`;
      return [{ icon: fate.icon, strong: fate.strong(titles.length), rest, events: group.events }];
    }),
    ...others.map((event) => plainChange(event, todayOn)),
  ];
}

const nameOf = (event: ClientEvent): string => (event.isOwn ? "You" : event.isOurs ? "We" : event.actorName);

function plainChange(event: ClientEvent, todayOn: CalendarDate): Change {
  const text = describeEvent(event, "client", todayOn);
  return { icon: eventIcon(event), strong: "", rest: `${nameOf(event)} ${text}`, events: 1 };
}

function engagementChange(event: ClientEvent, todayOn: CalendarDate): Change {
  const { stage } = event.after;
  if (event.kind !== "engagement.stage_moved" || (stage !== "handed_over" && stage !== "active")) {
    return plainChange(event, todayOn);
  }
  const strong = stage === "active" ? "The work was taken up" : "The work was handed over";
  return { icon: "start", strong, rest: "", events: 1 };
}

const BALL_WENT: Record<Holder, string> = {
  us: "The ball came to us",
  client: "The ball went to you",
  third_party: "The ball went to a third party",
};

function clockChange({ after }: ClientEvent): Change {
  const strong = BALL_WENT[after.holder as Holder] ?? "The ball moved on";
  return { icon: "clock", strong, rest: after.reason ? `: ${after.reason}` : "", events: 1 };
}

const BECAUSE: Record<SlipCause, string> = {
  us: "because of us",
  client: "because of you",
  third_party: "because of a third party",
  scope: "because of scope",
  discovery: "because of a discovery",
};

function promiseChanges(events: readonly ClientEvent[], todayOn: CalendarDate): Change[] {
  const undone = new Set(events.filter((e) => e.kind === "promise.undone").map((e) => e.subjectId));
  return events.flatMap((event): Change[] => {
    const { after, before } = event;
    const edge = `${PHASE_LABEL[after.phase as PhaseKind] ?? ""} ${after.edge}`;
    const isWhole = after.phase === "document" && after.edge === "finish";
    const what = isWhole ? "Finish" : edge;
    const day = (on: unknown) => (typeof on === "string" ? shortDate(on, todayOn) : "no date");
    if (event.kind === "promise.made") {
      return [{ icon: "move", strong: `Finish promised for ${day(after.finish_on)}`, rest: "", events: 1 }];
    }
    if (event.kind === "promise.undone") {
      const taken = events.filter(
        (e) => e.kind === "promise.moved" && e.subjectId === event.subjectId,
      ).length;
      const rest = `: a move was taken back within seconds`;
      return [{ icon: "move", strong: `${what} stays ${day(after.on)}`, rest, events: 1 + taken }];
    }
    if (undone.has(event.subjectId)) return [];
    const days = Number(after.working_days);
    const length = days < 0 ? `${workingDaysText(-days)} earlier` : workingDaysText(days);
    const whole = isWhole || !after.finish_on ? "" : ` (everything by ${day(after.finish_on)})`;
    return [
      {
        icon: "move",
        strong: `${what} moved ${day(before.on)} → ${day(after.on)}`,
        rest: `, ${length}${whole}, ${BECAUSE[after.cause as SlipCause] ?? "because"}: ${after.reason}`,
        events: 1,
      },
    ];
  });
}

function gateChange(event: ClientEvent): Change {
  const gate = `the ${PHASE_LABEL[event.after.phase as PhaseKind] ?? ""} gate`;
  const reason = event.after.reason ? `: ${event.after.reason}` : "";
  const who = nameOf(event);
  const told: Partial<Record<ClientEvent["kind"], [string, string]>> = {
    "gate.requested": [`The${gate.slice(3)} is ready to sign`, ""],
    "gate.withdrawn": [`We took ${gate} back`, ""],
    "gate.signed": [`${who} signed ${gate}`, ""],
    "gate.declined": [`${who} declined ${gate}`, reason],
    "gate.waived": [`We waived ${gate}`, reason],
  };
  const [strong, rest] = told[event.kind] ?? ["", ""];
  return { icon: "gate", strong, rest, events: 1 };
}

function phaseChange(event: ClientEvent, todayOn: CalendarDate): Change {
  if (event.kind !== "phase.started") return plainChange(event, todayOn);
  const strong = `${PHASE_LABEL[event.after.phase as PhaseKind] ?? "A phase"} started`;
  return { icon: "start", strong, rest: ` on ${shortDate(String(event.after.on), todayOn)}`, events: 1 };
}

type Fate = DeliverableStatus | "removed" | "added" | "evidence" | "changed";

const FATES: readonly Fate[] = [
  "done",
  "blocked",
  "doing",
  "todo",
  "not_applicable",
  "added",
  "removed",
  "evidence",
  "changed",
];

const FATE_TEXT: Record<Fate, [one: string, many: string, where: "in" | "to" | "from"]> = {
  done: ["deliverable done", "deliverables done", "in"],
  blocked: ["deliverable held up", "deliverables held up", "in"],
  doing: ["deliverable begun", "deliverables begun", "in"],
  todo: ["deliverable set back", "deliverables set back", "in"],
  not_applicable: ["deliverable not needed any more", "deliverables not needed any more", "in"],
  added: ["deliverable added", "deliverables added", "to"],
  removed: ["deliverable removed", "deliverables removed", "from"],
  evidence: ["deliverable with new evidence", "deliverables with new evidence", "in"],
  changed: ["deliverable edited", "deliverables edited", "in"],
};

const FATE_ICON: Partial<Record<Fate, EventIcon>> = { done: "check", blocked: "stop" };

/** What became of one deliverable: the weightiest thing that happened to it, the last status above all. */
function fateOf(events: readonly ClientEvent[]): Fate {
  if (events.some((event) => event.kind === "deliverable.removed")) return "removed";
  const status = events.findLast((event) => event.kind === "deliverable.status_changed")?.after.status;
  if (typeof status === "string" && isDeliverableStatus(status)) return status;
  if (events.some((event) => event.kind === "deliverable.added")) return "added";
  return events.some((event) => event.kind.startsWith("evidence.")) ? "evidence" : "changed";
}

function deliverableChanges(events: readonly ClientEvent[]): Change[] {
  const bySubject = new Map<string, ClientEvent[]>();
  for (const event of events) {
    const key = event.subjectId ?? "";
    bySubject.set(key, [...(bySubject.get(key) ?? []), event]);
  }
  const groups = new Map<string, { titles: string[]; events: number }>();
  for (const own of bySubject.values()) {
    const last = own.at(-1);
    if (!last) continue;
    const key = `${fateOf(own)}.${phaseOf(own)}`;
    const group = groups.get(key) ?? { titles: [], events: 0 };
    group.titles.push(last.label ?? "");
    group.events += own.length;
    groups.set(key, group);
  }
  return FATES.flatMap((fate) =>
    [...PHASE_KINDS, ""].flatMap((kind): Change[] => {
      const group = groups.get(`${fate}.${kind}`);
      if (!group) return [];
      const [one, many, where] = FATE_TEXT[fate];
      const count = group.titles.length;
      const phase = isPhaseKind(kind) ? ` ${where} ${PHASE_LABEL[kind]}` : "";
      return [
        {
          icon: FATE_ICON[fate] ?? "note",
          strong: `${count} ${count === 1 ? one : many}`,
          rest: `${phase}: ${listText(group.titles)}`,
          events: group.events,
        },
      ];
    }),
  );
}

function phaseOf(events: readonly ClientEvent[]): PhaseKind | "" {
  for (const event of events) {
    const named = event.phase ?? event.after.phase ?? event.before.phase;
    if (typeof named === "string" && isPhaseKind(named)) return named;
  }
  return "";
}
