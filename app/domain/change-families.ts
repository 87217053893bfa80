import { type CalendarDate, shortDate } from "./calendar";
import { ARTEFACT_LABEL, type Artefact } from "./deliverable";
import type { EventIcon } from "./event";
import { hoursText } from "./event-sentence";
import type { ClientEvent } from "./portal-changes";

/** One thing that may have become of something, and how many of them are told in one sentence. */
interface Fate {
  icon: EventIcon;
  /** The words that carry the weight, for that many of them. */
  strong: (count: number) => string;
  /** How one of them is named after the colon. */
  title: (event: ClientEvent, todayOn: CalendarDate) => string;
  covers: (event: ClientEvent) => boolean;
}

/** What is told together, by what became of each subject, the weightiest fate first. */
export interface Family {
  nouns: readonly string[];
  /** What counts as one of them; by default what the event happened to. */
  keyOf?: (event: ClientEvent, index: number) => string;
  fates: readonly Fate[];
}

const label = ({ label: text }: ClientEvent): string => text ?? "";
const counted = (one: string, many: string) => (count: number) => `${count} ${count === 1 ? one : many}`;
const things = (count: number): string => (count === 1 ? "1 thing" : `${count} things`);
const isKind = (kind: ClientEvent["kind"]) => (event: ClientEvent) => event.kind === kind;
/** What was ours alone and is shown from then on comes as an edit. */
const isNewlyShown = ({ kind, after }: ClientEvent): boolean =>
  kind.endsWith(".edited") && after.is_visible === 1;

function fate(
  covers: Fate["covers"] | ClientEvent["kind"],
  strong: Fate["strong"],
  more: { icon?: EventIcon; title?: Fate["title"] } = {},
): Fate {
  return {
    icon: more.icon ?? "note",
    strong,
    title: more.title ?? label,
    covers: typeof covers === "string" ? isKind(covers) : covers,
  };
}

const artefactTitle = (event: ClientEvent): string =>
  ARTEFACT_LABEL[(event.after.artefact ?? event.before.artefact) as Artefact] ?? label(event);

const author = (event: ClientEvent): string => (event.isOwn ? "you" : event.actorName);
const onWhat = (event: ClientEvent): string =>
  event.label ? `${author(event)} on “${event.label}”` : author(event);

/** What we need of the client, and the weekly update: told before the work itself. */
export const FIRST_FAMILIES: readonly Family[] = [
  {
    nouns: ["ask"],
    fates: [
      fate("ask.answered", counted("ask answered", "asks answered"), { icon: "check" }),
      fate("ask.withdrawn", (count) => `We no longer need ${things(count)} of you`),
      fate("ask.opened", (count) => `We asked you for ${things(count)}`, {
        icon: "clock",
        title: (event, todayOn) =>
          typeof event.after.due_on === "string"
            ? `${label(event)} by ${shortDate(event.after.due_on, todayOn)}`
            : label(event),
      }),
      fate("ask.edited", (count) => `We changed ${things(count)} that we ask you for`),
    ],
  },
  {
    nouns: ["update"],
    fates: [
      fate("update.published", counted("weekly update", "weekly updates"), {
        title: (event, todayOn) =>
          typeof event.after.on === "string" ? shortDate(event.after.on, todayOn) : label(event),
      }),
      fate("update.shown", () => "Updates from before can be read", {
        title: (event) => `${event.after.count}`,
      }),
    ],
  },
  {
    nouns: ["forecast"],
    keyOf: () => "forecast",
    fates: [
      fate("forecast.shared", () => "We show you when we expect to finish", {
        title: () => "the range stands beside the promise",
      }),
    ],
  },
];

/** What was found, decided, agreed, measured, handed over and said: told after the deliverables. */
export const LATER_FAMILIES: readonly Family[] = [
  {
    nouns: ["finding"],
    fates: [
      fate("finding.removed", counted("finding removed", "findings removed")),
      fate(
        (event) => event.kind === "finding.settled" && event.after.status === "accepted",
        counted("finding left as it is", "findings left as they are"),
      ),
      fate("finding.settled", counted("finding resolved", "findings resolved"), { icon: "check" }),
      fate("finding.reopened", counted("finding opened again", "findings opened again"), { icon: "stop" }),
      fate(
        (event) => event.kind === "finding.recorded" || isNewlyShown(event),
        counted("finding shared", "findings shared"),
        { icon: "stop" },
      ),
      fate("finding.edited", counted("finding edited", "findings edited")),
    ],
  },
  {
    nouns: ["hotspot"],
    fates: [
      fate("hotspot.measured", counted("hotspot measured again", "hotspots measured again"), {
        icon: "check",
        title: (event) =>
          `${label(event)} (${hoursText(event.before.minutes_before)} a week before, ${hoursText(event.after.minutes_after)} now)`,
      }),
      fate("hotspot.fixed", counted("hotspot fixed", "hotspots fixed"), { icon: "check" }),
      fate("hotspot.accepted", counted("hotspot left as it is", "hotspots left as they are")),
      fate(
        "hotspot.marked",
        counted("hotspot that costs your team time", "hotspots that cost your team time"),
        {
          icon: "stop",
          title: (event) => `${label(event)} (${hoursText(event.after.minutes_before)} a week)`,
        },
      ),
      fate("hotspot.unmarked", counted("finding no hotspot any more", "findings no hotspots any more")),
      fate("hotspot.edited", counted("hotspot edited", "hotspots edited")),
    ],
  },
  {
    nouns: ["test"],
    keyOf: (_, index) => String(index),
    fates: [
      fate("test.added", counted("protecting test added", "protecting tests added"), {
        icon: "check",
        title: (event) => String(event.after.test ?? label(event)),
      }),
      fate("test.removed", counted("protecting test taken away", "protecting tests taken away"), {
        title: (event) => String(event.before.test ?? label(event)),
      }),
    ],
  },
  {
    nouns: ["decision"],
    fates: [
      fate("decision.superseded", counted("decision replaced", "decisions replaced"), {
        title: (event) => (event.after.by ? `${label(event)}, now ${event.after.by}` : label(event)),
      }),
      fate("decision.recorded", counted("decision recorded", "decisions recorded")),
      fate(isNewlyShown, counted("decision shared", "decisions shared")),
      fate("decision.settled", counted("decision settled", "decisions settled"), {
        title: (event) => (event.after.status ? `${label(event)} (${event.after.status})` : label(event)),
      }),
      fate("decision.revisited", counted("decision looked at again", "decisions looked at again")),
      fate("decision.edited", counted("decision edited", "decisions edited")),
    ],
  },
  {
    nouns: ["standard"],
    // A check is of a deliverable, and many of them are made of one standard.
    keyOf: (event) => String(event.after.deliverable_id ?? event.subjectId ?? ""),
    fates: [
      fate("standard.agreed", counted("standard agreed", "standards agreed")),
      fate("standard.withdrawn", counted("standard withdrawn", "standards withdrawn")),
      fate("standard.edited", counted("standard edited", "standards edited")),
      fate(
        "standard.checked",
        counted("deliverable held against the standards", "deliverables held against the standards"),
        { icon: "check", title: (event) => String(event.after.deliverable ?? label(event)) },
      ),
    ],
  },
  {
    nouns: ["measure"],
    fates: [
      fate("measure.removed", counted("measure removed", "measures removed")),
      fate("measure.taken", counted("measure taken", "measures taken"), {
        title: (event) =>
          event.after.value === null || event.after.value === undefined
            ? label(event)
            : `${label(event)}, ${event.after.value} ${event.after.unit ?? ""}`.trimEnd(),
      }),
      fate(
        (event) => event.kind === "measure.added" || isNewlyShown(event),
        counted("measure added", "measures added"),
      ),
      fate("measure.edited", counted("measure edited", "measures edited")),
    ],
  },
  {
    nouns: ["artefact"],
    fates: [
      fate(
        "artefact.accepted",
        counted("part of the hand-over accepted", "parts of the hand-over accepted"),
        {
          icon: "check",
          title: artefactTitle,
        },
      ),
      fate("artefact.missing", counted("part of the hand-over missing", "parts of the hand-over missing"), {
        icon: "stop",
        title: artefactTitle,
      }),
      fate(
        "artefact.verified",
        counted("part of the hand-over verified", "parts of the hand-over verified"),
        {
          icon: "check",
          title: artefactTitle,
        },
      ),
      fate("artefact.edited", counted("part of the hand-over edited", "parts of the hand-over edited"), {
        title: artefactTitle,
      }),
    ],
  },
  {
    nouns: ["evidence"],
    fates: [
      fate("evidence.added", (count) => `New evidence for ${things(count)}`),
      fate("evidence.removed", (count) => `Evidence taken away from ${things(count)}`),
    ],
  },
  {
    nouns: ["comment"],
    fates: [
      fate("comment.removed", counted("comment removed", "comments removed"), { title: onWhat }),
      fate("comment.written", counted("comment", "comments"), { title: onWhat }),
    ],
  },
  {
    nouns: ["milestone"],
    keyOf: (_, index) => String(index),
    fates: [fate("milestone.recorded", counted("entry in the history", "entries in the history"))],
  },
];
