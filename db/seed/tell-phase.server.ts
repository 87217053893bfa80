import { addWorkingDays, type CalendarDate, workingDayOnOrBefore } from "~/domain/calendar";
import { type DeliverableStatus, isOpen } from "~/domain/deliverable";
import type { PhaseKind } from "~/domain/phase";
import { handClock } from "../clock.server";
import { addEvidence } from "../evidence.server";
import { shareForecast } from "../forecast-sharing.server";
import { declineGate, requestGate, signGate, waiveGate, withdrawGate } from "../gates.server";
import { pauseEngagement, resumeEngagement } from "../pauses.server";
import { startPhase } from "../phases.server";
import { movePromisedDate, undoMove } from "../promises.server";
import { setStatus } from "../status.server";
import { evidenceOf } from "./evidence-content";
import { addWork, type Item, type Plan, readPlan, type Scene, shareOut } from "./phase-plan.server";
import type { AdditionText, GateStep, PhaseStory } from "./story";
import { isToldByAsk, tellAsks } from "./tell-asks.server";
import { tellEstimate } from "./tell-audit.server";
import { tellDecisions } from "./tell-decisions.server";
import { tellFiles } from "./tell-files.server";
import { finishFindings, tellFindings } from "./tell-findings.server";
import { acceptRegister, verifyRegister } from "./tell-handover.server";
import { tellReview } from "./tell-reviews.server";
import { tellStandards } from "./tell-standards.server";
import { tellAcknowledgement, tellUpdate } from "./tell-updates.server";

/** Where the lead shows the client the expected dates, once Read has told enough. */
const FORECAST_SHOWN: ReadonlySet<string> = new Set([
  "booking-api",
  "ledger-stabilisation",
  "event-ingestion",
]);

const signed = (story: PhaseStory, length: number, isShort: boolean): GateStep[] => {
  const steps: GateStep[] = [];
  const declined = story.declined ?? [];
  for (const [index, decline] of declined.entries()) {
    const day = length - 1 - 3 * (declined.length - index);
    steps.push({ day, act: "request" }, { day: day + 1, act: "decline", ...decline });
  }
  if (story.waived) return [...steps, { day: length, act: "waive", reason: story.waived }];
  return [...steps, { day: isShort ? length : length - 1, act: "request" }, { day: length, act: "sign" }];
};

/** How long a phase lasts in the end: as planned, with what was added to it. Working days. */
export function lengthTold(story: PhaseStory, plannedDays: number): number {
  const slipped = (story.slips ?? []).reduce((sum, slip) => sum + (slip.isTakenBack ? 0 : slip.days), 0);
  return plannedDays + slipped + (story.pause?.days ?? 0);
}

/** Tells one phase day by day, until its gate is passed or until today. Answers the day on which it was passed. */
export async function tellPhase(
  scene: Scene,
  kind: PhaseKind,
  story: PhaseStory,
  startOn: CalendarDate,
  plannedDays: number,
  added: Readonly<Partial<Record<PhaseKind, readonly AdditionText[]>>>,
): Promise<CalendarDate | null> {
  const { clock, db, code } = scene;
  const length = lengthTold(story, plannedDays);
  const steps = story.gate ?? signed(story, length, plannedDays <= 4);
  clock.begin(startOn);
  await startPhase(db, clock.act(scene.lead), code, { kind, startOn });
  if (kind === "stabilise" && FORECAST_SHOWN.has(scene.place.slug))
    await shareForecast(db, clock.act(scene.lead), code, true);
  await addWork(scene, kind, added);
  const plan = await readPlan(scene, kind);
  await shareOut(scene, plan);
  for (let day = 1; ; day += 1) {
    const on = addWorkingDays(startOn, day - 1, scene.calendar);
    if (on >= scene.untilOn) {
      requireTold(scene, kind, story, day - 1);
      return null;
    }
    if (day > length + 40) throw new Error(`${code}: ${kind} never ends`);
    clock.begin(on);
    await tellClock(scene, kind, story, plan, day);
    const isPaused = story.pause && isWithin(story.pause, day);
    if (!isPaused) {
      await tellAsks(scene, kind, day);
      await tellFindings(scene, kind, day, length);
      await work(scene, kind, story, plan, { on, day });
      await tellFiles(scene, kind, plan, day);
      await tellStandards(scene, kind, plan, day);
      await tellDecisions(scene, kind, plan, day);
    }
    if (!isPaused) await tellUpdate(scene, kind, day);
    await tellAcknowledgement(scene);
    await tellReview(scene);
    for (const step of steps) {
      if (step.day !== day) continue;
      await takeStep(scene, kind, story, plan, step);
      if (step.act !== "sign" && step.act !== "waive") continue;
      await tellEstimate(scene, kind);
      requireTold(scene, kind, story, day);
      return on;
    }
  }
}

const isWithin = (span: { day: number; days: number | null }, day: number): boolean =>
  day >= span.day && (span.days === null || day < span.day + span.days);

/** A story says nothing about days that never come. */
function requireTold(scene: Scene, kind: PhaseKind, story: PhaseStory, lastDay: number): void {
  const told = [
    ...(story.slips ?? []),
    ...(story.waits ?? []),
    ...(story.blocks ?? []),
    ...(story.gate ?? []),
  ];
  const ends = (story.waits ?? []).map((wait) => ({ day: wait.day + (wait.days ?? 0) }));
  const late = [...told, ...ends].find(({ day }) => day > lastDay || day < 1);
  if (late) throw new Error(`${scene.code}: ${kind} lasts ${lastDay} days, not ${late.day}`);
}

/** Pauses, whose ball it is, and dates that move. */
async function tellClock(
  scene: Scene,
  kind: PhaseKind,
  story: PhaseStory,
  plan: Plan,
  day: number,
): Promise<void> {
  const { clock, code, db, lead } = scene;
  const { pause } = story;
  const later = (days: number) => addWorkingDays(plan.finishOn, days, scene.calendar);
  const refresh = async () => Object.assign(plan, await readPlan(scene, kind, plan));
  if (pause?.day === day) await pauseEngagement(db, clock.act(lead), code, pause.reason);
  if (pause?.days && pause.day + pause.days === day) {
    const shift = {
      toOn: later(pause.days),
      cause: pause.cause ?? "client",
      sentence: pause.sentence ?? `The pause lasted ${pause.days} working days.`,
    };
    await resumeEngagement(db, clock.act(lead), code, { shift });
    await refresh();
  }
  for (const wait of story.waits ?? []) {
    if (wait.days !== null && wait.day + wait.days === day) {
      await handClock(db, clock.act(lead), code, { holder: "us", why: wait.back ?? "We can go on." });
    }
    if (wait.day === day && !(wait.holder === "client" && isToldByAsk(scene, kind, day))) {
      await handClock(db, clock.act(lead), code, { holder: wait.holder, why: wait.why });
    }
  }
  for (const slip of story.slips ?? []) {
    if (slip.day !== day) continue;
    const { cause, sentence } = slip;
    const move = { kind, edge: "finish" as const, toOn: later(slip.days), cause, sentence, seq: null };
    const moveId = await movePromisedDate(db, clock.act(lead), code, move);
    if (slip.isTakenBack) await undoMove(db, clock.actAtOnce(lead), code, moveId);
    await refresh();
  }
}

async function work(
  scene: Scene,
  kind: PhaseKind,
  story: PhaseStory,
  plan: Plan,
  { on, day }: { on: CalendarDate; day: number },
): Promise<void> {
  const soon = addWorkingDays(on, 2, scene.calendar);
  const isCurrent = addWorkingDays(on, 12, scene.calendar) >= scene.untilOn;
  for (const block of story.blocks ?? []) {
    const item = requireItem(scene, plan, block.title);
    if (block.days !== null && block.day + block.days === day) await put(scene, item, "doing", null);
    if (block.day !== day) continue;
    await put(scene, item, "blocked", block.reason);
  }
  for (const item of plan.items) {
    if (!isOpen(item.status) || item.status === "blocked") continue;
    const doneOn = addWorkingDays(item.dueOn, item.offset, scene.calendar);
    if (doneOn <= on && !isHeldUp(story, item.title, day)) await settle(scene, kind, story, item);
    else if (isCurrent && item.status === "todo" && item.dueOn <= soon && scene.place.random() < 0.4) {
      await put(scene, item, "doing", null);
    }
  }
}

/** Whether something still stands in its way: it is stuck until today, or will be blocked first. */
function isHeldUp(story: PhaseStory, title: string, day: number): boolean {
  const blocksToCome = (story.blocks ?? []).filter((block) => block.day > day);
  return [...(story.stuck ?? []), ...blocksToCome.map((block) => block.title)].includes(title);
}

function requireItem(scene: Scene, plan: Plan, title: string): Item {
  const item = plan.items.find((candidate) => candidate.title === title);
  if (!item) throw new Error(`${scene.code} has no “${title}” in this phase`);
  return item;
}

async function put(
  scene: Scene,
  item: Item,
  to: DeliverableStatus,
  reason: string | null,
  evidence: Parameters<typeof setStatus>[3]["evidence"] = null,
): Promise<void> {
  const act = scene.clock.act(item.owner);
  await setStatus(scene.db, act, scene.code, { id: item.id, to, from: item.status, reason, evidence });
  item.status = to;
  if (evidence) item.hasEvidence = true;
}

async function settle(scene: Scene, kind: PhaseKind, story: PhaseStory, item: Item): Promise<void> {
  const comment = story.leaves?.[item.title];
  if (comment) return put(scene, item, "not_applicable", comment);
  const isShown = item.isVisible && scene.place.random() < 0.6;
  const needsSome = item.requiresEvidence && !item.hasEvidence;
  await put(scene, item, "done", null, needsSome ? evidenceOf(item.title, isShown, scene.place) : null);
  const isWorthShowing = kind === "stabilise" || kind === "extend";
  if (!needsSome && isWorthShowing && scene.place.random() < 0.18) {
    await addEvidence(
      scene.db,
      scene.clock.act(item.owner),
      scene.code,
      { of: "deliverable", id: item.id },
      evidenceOf("", isShown, scene.place),
    );
  }
}

async function takeStep(
  scene: Scene,
  kind: PhaseKind,
  story: PhaseStory,
  plan: Plan,
  step: GateStep,
): Promise<void> {
  const { clock, code, contact, db, lead } = scene;
  if (step.act === "request") {
    for (const item of plan.items) if (isOpen(item.status)) await settle(scene, kind, story, item);
    await finishFindings(scene, kind);
    await tellStandards(scene, kind, plan, Number.POSITIVE_INFINITY);
    if (kind === "document") await verifyRegister(scene);
    return requestGate(db, clock.act(lead), code, kind);
  }
  if (step.act === "withdraw") return withdrawGate(db, clock.act(lead), code, kind);
  if (step.act === "waive") {
    await finishFindings(scene, kind);
    return waiveGate(db, clock.act(scene.manager), code, { kind, reason: step.reason });
  }
  const request = await db
    .selectFrom("gate")
    .select(["id", "document_hash"])
    .where("phase_id", "=", plan.phaseId)
    .where("outcome", "is", null)
    .executeTakeFirstOrThrow();
  if (step.act === "sign") {
    const act = clock.act(contact);
    await signGate(db, act, code, {
      kind,
      requestId: request.id,
      fingerprint: request.document_hash,
      name: contact.name,
      proof: { sessionStartedAt: act.at, code: null },
    });
    if (kind === "document") await acceptRegister(scene);
    return;
  }
  if (step.act !== "decline") return;
  await declineGate(db, clock.act(contact), code, { kind, requestId: request.id, reason: step.reason });
  for (const title of step.reopens) {
    const item = requireItem(scene, plan, title);
    await put(scene, item, "doing", null);
    item.dueOn = workingDayOnOrBefore(addWorkingDays(clock.today, 2, scene.calendar), scene.calendar);
    item.offset = 0;
  }
}
