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
  "finding.recorded",
  "finding.edited",
  "finding.settled",
  "finding.reopened",
  "finding.removed",
  "hotspot.marked",
  "hotspot.edited",
  "hotspot.fixed",
  "hotspot.measured",
  "hotspot.accepted",
  "hotspot.unmarked",
  "test.added",
  "test.removed",
  "standard.agreed",
  "standard.edited",
  "standard.withdrawn",
  "standard.checked",
  "decision.recorded",
  "decision.edited",
  "decision.settled",
  "decision.superseded",
  "decision.revisited",
  "measure.added",
  "measure.edited",
  "measure.removed",
  "measure.taken",
  "ask.opened",
  "ask.edited",
  "ask.answered",
  "ask.withdrawn",
  "artefact.edited",
  "artefact.verified",
  "artefact.missing",
  "artefact.accepted",
  "comment.written",
  "comment.removed",
  "share.created",
  "share.revoked",
  "update.published",
  "update.acknowledged",
  "update.shown",
  "update.hidden",
  "milestone.recorded",
  "handover.checked",
  "engagement.closed",
  "forecast.shared",
  "forecast.hidden",
  "audit.planned",
  "audit.edited",
  "audit.concluded",
  "estimate.recorded",
  "enquiry.received",
  "allocation.set",
  "allocation.removed",
  "review.acknowledged",
  "review.asked",
  "milestone.expected",
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

/** The picture that stands before an event in a feed. */
export type EventIcon = "check" | "gate" | "move" | "start" | "clock" | "note" | "stop";

export function eventIcon(event: Pick<EngagementEvent, "kind" | "after">): EventIcon {
  const [noun] = event.kind.split(".");
  if (event.kind === "deliverable.status_changed") {
    return event.after.status === "done" ? "check" : event.after.status === "blocked" ? "stop" : "note";
  }
  if (noun === "hotspot" || noun === "finding") return event.kind === "hotspot.fixed" ? "check" : "stop";
  if (event.kind === "ask.answered" || event.kind === "artefact.verified") return "check";
  if (noun === "gate") return "gate";
  if (noun === "promise") return "move";
  if (noun === "phase") return "start";
  if (
    noun === "clock" ||
    noun === "ask" ||
    event.kind === "engagement.paused" ||
    event.kind === "engagement.resumed"
  )
    return "clock";
  return "note";
}
