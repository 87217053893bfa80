import { afterPoint, type EstimatePoint, RECOMMENDATION_LABEL, type Recommendation } from "./audit";
import { shortDate } from "./calendar";
import { HOLDER_LABEL, type Holder } from "./clock";
import {
  ARTEFACT_LABEL,
  type Artefact,
  DELIVERABLE_STATUS_LABEL,
  type DeliverableStatus,
} from "./deliverable";
import type { Audience, EngagementEvent, EventKind, Facts } from "./event";
import { PHASE_LABEL, type PhaseKind } from "./phase";
import { CAUSE_LABEL, CAUSE_LABEL_TO_CLIENT, type PromiseCause, slipText } from "./promise";
import { STAGE_LABEL, type Stage } from "./stage";

/** What a sentence is made from. */
interface Telling extends EngagementEvent {
  internal: boolean;
  today: string;
}

type Tell = string | ((event: Telling) => string);

const phaseName = (facts: Facts): string => PHASE_LABEL[facts.phase as PhaseKind] ?? "A phase";
const quoted = (text: string | null): string => `“${text ?? ""}”`;
const dateText = (on: unknown, today: string): string =>
  typeof on === "string" ? shortDate(on, today) : "no date";
const because = (facts: Facts): string => (facts.reason ? `: ${facts.reason}` : "");
const artefactName = (facts: Facts): string => quoted(ARTEFACT_LABEL[facts.artefact as Artefact] ?? "");
const updatesText = (count: unknown): string => (count === 1 ? "one update" : `${count} updates`);
/** A verb with the title of what it was done to; which fields changed is ours alone. */
const did =
  (verb: string): Tell =>
  ({ label }) =>
    `${verb} ${quoted(label)}`;
const edited: Tell = ({ label, internal, before, after }) =>
  internal ? `edited ${quoted(label)}: ${changedFields(before, after)}` : `edited ${quoted(label)}`;

const SENTENCES: Record<EventKind, Tell> = {
  "engagement.created": "opened the engagement",
  "engagement.imported": ({ internal, after }) =>
    `imported the engagement${internal && after.source ? ` from ${after.source}` : ""}`,
  "engagement.edited": ({ before, after }) => `changed ${changedFields(before, after)}`,
  "engagement.profile_edited": ({ before, after }) =>
    `changed the technical profile: ${changedFields(before, after)}`,
  "engagement.stage_moved": ({ internal, before, after }) => {
    if (after.stage === "handed_over") return "handed the engagement over";
    if (!internal) return after.stage === "active" ? "started the engagement" : "closed the engagement";
    return `moved it from ${STAGE_LABEL[before.stage as Stage]} to ${STAGE_LABEL[after.stage as Stage]}${because(after)}`;
  },
  "engagement.team_changed": ({ before, after }) => `changed the team: ${changedFields(before, after)}`,
  "engagement.paused": ({ after }) => `paused the engagement${because(after)}`,
  "engagement.resumed": "resumed the engagement",
  "engagement.closed": "wrote down how the engagement ended",
  "promise.made": ({ after, today }) => `promised the finish for ${dateText(after.finish_on, today)}`,
  "promise.moved": ({ before, after, internal, today }) => {
    const slip = slipText(Number(after.working_days));
    const labels = internal ? CAUSE_LABEL : CAUSE_LABEL_TO_CLIENT;
    const cause = labels[after.cause as PromiseCause]?.toLowerCase() ?? "";
    return `moved the ${phaseName(after)} ${after.edge} from ${dateText(before.on, today)} to ${dateText(after.on, today)} (${slip}, ${cause})${because(after)}`;
  },
  "promise.undone": ({ after, today }) =>
    `took back the move of the ${phaseName(after)} ${after.edge}: it is ${dateText(after.on, today)} again`,
  "phase.started": ({ after, today }) => `started ${phaseName(after)} on ${dateText(after.on, today)}`,
  "phase.dates_confirmed": ({ after, today }) =>
    `confirmed the dates of ${phaseName(after)}: ${dateText(after.start_on, today)} to ${after.finish_on ? dateText(after.finish_on, today) : "now"}`,
  "deliverable.added": ({ label, after }) => `added ${quoted(label)} to ${phaseName(after)}`,
  "deliverable.edited": edited,
  "deliverable.status_changed": ({ label, internal, after }) => {
    const status = after.status as DeliverableStatus;
    const word = status === "doing" ? "in progress" : DELIVERABLE_STATUS_LABEL[status].toLowerCase();
    return `marked ${quoted(label)} ${word}${internal ? because(after) : ""}`;
  },
  "deliverable.reordered": ({ after }) => `reordered the deliverables of ${phaseName(after)}`,
  "deliverable.removed": ({ label, before }) => `removed ${quoted(label)} from ${phaseName(before)}`,
  "evidence.added": ({ label, after }) =>
    `added ${after.kind === "file" ? "a file" : "evidence"} to ${quoted(label)}`,
  "evidence.removed": did("removed evidence from"),
  "gate.requested": ({ after }) => `asked for the ${phaseName(after)} gate to be signed`,
  "gate.withdrawn": ({ after }) => `took the ${phaseName(after)} gate back`,
  "gate.signed": ({ after }) => `signed the ${phaseName(after)} gate`,
  "gate.declined": ({ after }) => `declined the ${phaseName(after)} gate${because(after)}`,
  "gate.waived": ({ after }) => `waived the ${phaseName(after)} gate${because(after)}`,
  "clock.handed": ({ after, internal }) =>
    `handed the ball to ${holderName(after.holder as Holder, internal ? "internal" : "client")}${because(after)}`,
  "finding.recorded": did("wrote down the finding"),
  "finding.edited": edited,
  "finding.settled": ({ label, after }) =>
    `marked the finding ${quoted(label)} ${after.status === "accepted" ? "accepted" : "resolved"}${because(after)}`,
  "finding.reopened": did("opened again the finding"),
  "finding.removed": did("removed the finding"),
  "hotspot.marked": ({ label, after }) =>
    `marked ${quoted(label)} a hotspot that costs ${hoursText(after.minutes_before)} a week`,
  "hotspot.edited": edited,
  "hotspot.fixed": did("fixed the hotspot"),
  "hotspot.measured": ({ label, before, after }) =>
    `measured the hotspot ${quoted(label)} again: ${hoursText(before.minutes_before)} a week before, ${hoursText(after.minutes_after)} now`,
  "hotspot.accepted": ({ label, after }) =>
    `recorded that ${quoted(label)} is accepted as it is${because(after)}`,
  "hotspot.unmarked": did("took back the mark as a hotspot of"),
  "test.added": ({ label, after }) =>
    `protected ${quoted(label)} with the test ${quoted(String(after.test ?? ""))}`,
  "test.removed": ({ label, before }) =>
    `took the test ${quoted(String(before.test ?? ""))} from ${quoted(label)}`,
  "standard.agreed": did("agreed the standard"),
  "standard.edited": (event) => {
    const { unmet = 0, ...after } = event.after;
    const told = typeof edited === "string" ? edited : edited({ ...event, after });
    if (unmet === 0) return told;
    return `${told}; ${unmet === 1 ? "one check begins" : `${unmet} checks begin`} anew, because the rule is another`;
  },
  "standard.withdrawn": ({ label, after }) => `withdrew the standard ${quoted(label)}${because(after)}`,
  "standard.checked": ({ label, after }) => {
    const deliverable = quoted(String(after.deliverable ?? ""));
    if (after.state === "met") return `checked that ${deliverable} meets ${quoted(label)}`;
    if (after.state === "exempt") return `excepted ${deliverable} from ${quoted(label)}${because(after)}`;
    return `took back that ${deliverable} meets ${quoted(label)}`;
  },
  "decision.recorded": did("recorded the decision"),
  "decision.edited": edited,
  "decision.settled": ({ label, after }) =>
    `marked the decision ${quoted(label)} ${after.status ?? "settled"}`,
  "decision.superseded": ({ label, after }) =>
    `replaced the decision ${quoted(label)} by ${quoted(String(after.by ?? ""))}`,
  "decision.revisited": ({ label, after }) => `revisited the decision ${quoted(label)}${because(after)}`,
  "measure.added": did("added the measure"),
  "measure.edited": edited,
  "measure.removed": did("removed the measure"),
  "measure.taken": ({ label, after }) =>
    `measured ${quoted(label)} ${after.edge === "after" ? "again" : "before the work"}: ${after.value} ${after.unit ?? ""}`.trimEnd(),
  "ask.opened": ({ label, after, today }) =>
    `asked for ${quoted(label)}${after.due_on ? ` by ${dateText(after.due_on, today)}` : ""}`,
  "ask.edited": edited,
  "ask.answered": did("answered"),
  "ask.withdrawn": ({ label, after }) => `withdrew the ask ${quoted(label)}${because(after)}`,
  "artefact.edited": ({ after, before }) =>
    `edited the artefact ${artefactName(after.artefact ? after : before)}`,
  "artefact.verified": ({ after }) => `verified the artefact ${artefactName(after)}`,
  "artefact.missing": ({ after }) => `marked the artefact ${artefactName(after)} missing${because(after)}`,
  "artefact.accepted": ({ after }) => `accepted the artefact ${artefactName(after)}`,
  "comment.written": ({ label }) => (label ? `commented on ${quoted(label)}` : "commented"),
  "comment.removed": ({ label }) => (label ? `removed a comment on ${quoted(label)}` : "removed a comment"),
  "share.created": ({ after, today }) =>
    `shared the portal by a link until ${dateText(after.expires_on, today)}`,
  "share.revoked": "took back a link to the portal",
  "update.published": ({ after, today }) => `published the update of ${dateText(after.on, today)}`,
  "update.acknowledged": ({ after, today }) => `acknowledged the update of ${dateText(after.on, today)}`,
  "update.shown": ({ internal, after }) =>
    internal
      ? `showed the client ${updatesText(after.count)} from before`
      : `added ${updatesText(after.count)} from before`,
  "update.hidden": ({ after }) => `keeps ${updatesText(after.count)} from before to ourselves again`,
  "milestone.recorded": did("recorded"),
  "milestone.expected": ({ label, after, today }) =>
    `recorded that ${quoted(label)} is expected by ${dateText(after.on, today)}`,
  "forecast.shared": ({ internal }) =>
    internal ? "showed the client the expected dates" : "showed you when the work is expected to finish",
  "forecast.hidden": "keeps the expected dates to ourselves again",
  "audit.planned": ({ after, today }) => `planned the audit for ${dateText(after.on, today)}`,
  "audit.edited": "wrote on the audit",
  "audit.concluded": ({ after }) =>
    `concluded the audit: ${RECOMMENDATION_LABEL[after.recommendation as Recommendation]?.toLowerCase() ?? "no recommendation"}`,
  "estimate.recorded": ({ after: { weeks_low: low, weeks_high: high, made_after: point } }) => {
    if (!low || !high) return "recorded an estimate";
    return `estimated ${low === high ? low : `${low} to ${high}`} weeks ${afterPoint(point as EstimatePoint)}`.trimEnd();
  },
  "enquiry.received": ({ label }) => `received an enquiry from ${label ?? "somebody"}`,
  "allocation.set": ({ label, after, today }) =>
    `planned ${label ?? "somebody"} at ${after.share_percent} % from ${dateText(after.from_on, today)} to ${dateText(after.until_on, today)}`,
  "allocation.removed": ({ label, before, today }) =>
    `took ${label ?? "somebody"} off the plan from ${dateText(before.from_on, today)} to ${dateText(before.until_on, today)}`,
  "review.acknowledged": "saw it in the review of the week",
  "review.asked": ({ after }) => `asked in the review of the week: ${quoted(String(after.question ?? ""))}`,
  "handover.checked": ({ after }) => `looked back at the hand-over after ${after.day} days`,
};

/**
 * The event as a sentence without its subject, to stand after the actor's name: `marked “Rate limits” done`. What only
 * we may know is left out for the client.
 */
export function describeEvent(event: EngagementEvent, audience: Audience, today: string): string {
  const tell = SENTENCES[event.kind];
  return typeof tell === "string" ? tell : tell({ ...event, internal: audience === "internal", today });
}

function holderName(holder: Holder, audience: Audience): string {
  if (holder === "us") return "our team";
  if (holder === "client" && audience === "client") return "you";
  return `the ${HOLDER_LABEL[holder].toLowerCase()}`;
}

/** Minutes as hours with one place at most: `4.5 hours`. */
export function hoursText(minutes: unknown): string {
  const hours = Math.round(Number(minutes) / 6) / 10;
  return hours === 1 ? "1 hour" : `${hours} hours`;
}

const FIELD_LABEL: Record<string, string> = {
  due_on: "due date",
  owner: "owner",
  is_visible: "client visibility",
  is_blocking: "whether it stops us",
  requires_evidence: "whether evidence is required",
  title: "title",
  notes: "notes",
  lead: "lead",
  members: "members",
  value: "value",
  win_probability: "win probability",
  starts_on: "start date",
  weeks: "length in weeks",
  minutes_before: "hours a week",
};

function changedFields(before: Facts, after: Facts): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => before[key] !== after[key])
    .map((key) => FIELD_LABEL[key] ?? key.replaceAll("_", " "));
  if (names.length === 0) return "nothing";
  if (names.length === 1) return `the ${names[0]}`;
  return `the ${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
