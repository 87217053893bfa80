import { shortDate } from "./calendar";
import { HOLDER_LABEL, type Holder } from "./clock";
import { DELIVERABLE_STATUS_LABEL, type DeliverableStatus } from "./deliverable";
import { PHASE_LABEL, type PhaseKind } from "./phase";
import { CAUSE_LABEL, type PromiseCause, slipText } from "./promise";
import { STAGE_LABEL, type Stage } from "./stage";

/** Everything that can happen to an engagement. */
export const EVENT_KINDS = [
  "engagement.created",
  "engagement.imported",
  "engagement.edited",
  "engagement.profile_edited",
  "engagement.stage_moved",
  "engagement.team_changed",
  "engagement.paused",
  "engagement.resumed",
  "promise.made",
  "promise.moved",
  "promise.undone",
  "phase.started",
  "phase.dates_confirmed",
  "deliverable.added",
  "deliverable.edited",
  "deliverable.status_changed",
  "deliverable.reordered",
  "deliverable.removed",
  "evidence.added",
  "evidence.removed",
  "gate.requested",
  "gate.withdrawn",
  "gate.signed",
  "gate.declined",
  "gate.waived",
  "clock.handed",
  "update.published",
  "milestone.recorded",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export type Visibility = "client" | "internal";
export type Facts = Readonly<Record<string, string | number | null>>;

export interface EngagementEvent {
  kind: EventKind;
  /** What it happened to, in words: a deliverable's title, a person's name. */
  label: string | null;
  before: Facts;
  after: Facts;
}

/** Whose eyes a sentence is for. Clients never read our reasons, comments, or who is on the team. */
export type Audience = "internal" | "client";

const phaseName = (facts: Facts): string => PHASE_LABEL[facts.phase as PhaseKind] ?? "A phase";
const quoted = (text: string | null): string => `“${text ?? ""}”`;
const dateText = (on: unknown, today: string): string =>
  typeof on === "string" ? shortDate(on, today) : "no date";
const because = (facts: Facts): string => (facts.reason ? `: ${facts.reason}` : "");

/**
 * The event as a sentence without its subject, to stand after the actor's name: `marked “Rate limits” done`. What only
 * we may know is left out for the client.
 */
export function describeEvent(event: EngagementEvent, audience: Audience, today: string): string {
  const { after, before, label } = event;
  const internal = audience === "internal";
  switch (event.kind) {
    case "engagement.created":
      return "opened the engagement";
    case "engagement.imported":
      return `imported the engagement${internal && after.source ? ` from ${after.source}` : ""}`;
    case "engagement.edited":
      return `changed ${changedFields(before, after)}`;
    case "engagement.profile_edited":
      return `changed the technical profile: ${changedFields(before, after)}`;
    case "engagement.stage_moved":
      if (after.stage === "handed_over") return "handed the engagement over";
      if (!internal) return after.stage === "active" ? "started the engagement" : "closed the engagement";
      return `moved it from ${STAGE_LABEL[before.stage as Stage]} to ${STAGE_LABEL[after.stage as Stage]}${because(after)}`;
    case "engagement.team_changed":
      return `changed the team: ${changedFields(before, after)}`;
    case "engagement.paused":
      return `paused the engagement${because(after)}`;
    case "engagement.resumed":
      return "resumed the engagement";
    case "promise.made":
      return `promised the finish for ${dateText(after.finish_on, today)}`;
    case "promise.moved": {
      const slip = slipText(Number(after.working_days));
      const cause = CAUSE_LABEL[after.cause as PromiseCause]?.toLowerCase() ?? "";
      return `moved the ${phaseName(after)} ${after.edge} from ${dateText(before.on, today)} to ${dateText(after.on, today)} (${slip}, ${cause})${because(after)}`;
    }
    case "promise.undone":
      return `took back the move of the ${phaseName(after)} ${after.edge}: it is ${dateText(after.on, today)} again`;
    case "phase.started":
      return `started ${phaseName(after)} on ${dateText(after.on, today)}`;
    case "phase.dates_confirmed":
      return `confirmed the dates of ${phaseName(after)}: ${dateText(after.start_on, today)} to ${after.finish_on ? dateText(after.finish_on, today) : "now"}`;
    case "deliverable.added":
      return `added ${quoted(label)} to ${phaseName(after)}`;
    case "deliverable.edited":
      return internal
        ? `edited ${quoted(label)}: ${changedFields(before, after)}`
        : `edited ${quoted(label)}`;
    case "deliverable.status_changed": {
      const status = after.status as DeliverableStatus;
      const word = status === "doing" ? "in progress" : DELIVERABLE_STATUS_LABEL[status].toLowerCase();
      return `marked ${quoted(label)} ${word}${internal ? because(after) : ""}`;
    }
    case "deliverable.reordered":
      return `reordered the deliverables of ${phaseName(after)}`;
    case "deliverable.removed":
      return `removed ${quoted(label)} from ${phaseName(before)}`;
    case "evidence.added":
      return `added evidence to ${quoted(label)}`;
    case "evidence.removed":
      return `removed evidence from ${quoted(label)}`;
    case "gate.requested":
      return `asked for the ${phaseName(after)} gate to be signed`;
    case "gate.withdrawn":
      return `took the ${phaseName(after)} gate back`;
    case "gate.signed":
      return `signed the ${phaseName(after)} gate`;
    case "gate.declined":
      return `declined the ${phaseName(after)} gate${because(after)}`;
    case "gate.waived":
      return `waived the ${phaseName(after)} gate${because(after)}`;
    case "clock.handed":
      return `handed the ball to ${holderName(after.holder as Holder, audience)}${because(after)}`;
    case "update.published":
      return `published the update of ${dateText(after.on, today)}`;
    case "milestone.recorded":
      return `recorded ${quoted(label)}`;
  }
}

function holderName(holder: Holder, audience: Audience): string {
  if (holder === "us") return "our team";
  if (holder === "client" && audience === "client") return "you";
  return `the ${HOLDER_LABEL[holder].toLowerCase()}`;
}

const FIELD_LABEL: Record<string, string> = {
  due_on: "due date",
  owner: "owner",
  is_visible: "client visibility",
  requires_evidence: "whether evidence is required",
  title: "title",
  notes: "notes",
  lead: "lead",
  members: "members",
  value: "value",
  win_probability: "win probability",
  starts_on: "start date",
  weeks: "length in weeks",
};

function changedFields(before: Facts, after: Facts): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => before[key] !== after[key])
    .map((key) => FIELD_LABEL[key] ?? key.replaceAll("_", " "));
  if (names.length === 0) return "nothing";
  if (names.length === 1) return `the ${names[0]}`;
  return `the ${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** The picture that stands before an event in a feed. */
export type EventIcon = "check" | "gate" | "move" | "start" | "clock" | "note" | "stop";

export function eventIcon(event: Pick<EngagementEvent, "kind" | "after">): EventIcon {
  const [noun] = event.kind.split(".");
  if (event.kind === "deliverable.status_changed") {
    return event.after.status === "done" ? "check" : event.after.status === "blocked" ? "stop" : "note";
  }
  if (noun === "gate") return "gate";
  if (noun === "promise") return "move";
  if (noun === "phase") return "start";
  if (noun === "clock" || event.kind === "engagement.paused" || event.kind === "engagement.resumed")
    return "clock";
  return "note";
}
