import type { Health } from "~/domain/attention";
import { addWorkingDays, weekday, workingDaysFrom } from "~/domain/calendar";
import type { Holder } from "~/domain/clock";
import { isPhaseKind, type PhaseKind, type PhaseStatus } from "~/domain/phase";
import type { UpdateFacts } from "~/domain/update";
import { nextDueAfter } from "~/domain/update-standing";
import { acknowledgeUpdate, draftUpdate, publishUpdate, setUpdateWeekday } from "../update-drafts.server";
import type { Scene } from "./phase-plan.server";
import { type Judgement, STEADY, UPDATE_HABITS, WEEKS, type WeekKind } from "./update-content";

/** Working days after which somebody who has gone quiet counts as silent, and some more. */
const QUIET_DAYS = 13;

/** The usual day of an update. */
const FRIDAY = 5;

const habitOf = (scene: Scene) => UPDATE_HABITS[scene.place.slug] ?? {};

/** Whether the story's last weeks go by without the update that is due today. */
function isLeftOut(scene: Scene): boolean {
  const daysLeft = workingDaysFrom(scene.clock.today, scene.untilOn, scene.calendar);
  const { isLate, isSilent } = habitOf(scene);
  return (isLate === true && daysLeft <= 4) || (isSilent === true && daysLeft <= QUIET_DAYS);
}

/** Whether no other update follows before the sample's day. */
function isLast({ clock, untilOn, calendar }: Scene): boolean {
  return nextDueAfter(FRIDAY, clock.today, calendar) >= untilOn;
}

/** Publishes the week's update on the day on which it is due, with the lead's judgement of how it stands. */
export async function tellUpdate(scene: Scene, kind: PhaseKind, day: number): Promise<void> {
  const { clock, code, db, lead } = scene;
  const { isLate } = habitOf(scene);
  if (isLate && kind === "read" && day === 1) {
    // Due two working days before the sample's own day, whichever that is, so that it is late and not yet silent.
    const due = weekday(addWorkingDays(scene.untilOn, -2, scene.calendar));
    await setUpdateWeekday(db, clock.act(lead), code, due);
  }
  if (isLeftOut(scene)) return;
  const act = clock.actAtOnce(lead);
  const id = await draftUpdate(db, act, code, { isAsked: false });
  if (!id) return;
  const row = await db
    .selectFrom("update")
    .select(["facts", "version"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const facts = JSON.parse(row.facts ?? "") as UpdateFacts;
  const { judgement, health } = await judge(scene, facts);
  await publishUpdate(db, clock.act(lead), code, id, {
    health,
    sentence: judgement.sentence,
    body: judgement.body,
    internalBody: judgement.internal ?? "",
    kept: facts.lines.map((line) => line.key),
    version: row.version,
  });
}

/** The manager reads what was published, but for the update that waits for them on the sample's day. */
export async function tellAcknowledgement(scene: Scene): Promise<void> {
  const { clock, code, db, manager } = scene;
  if (habitOf(scene).isUnread && isLast(scene)) return;
  const unread = await db
    .selectFrom("update")
    .select("id")
    .where("engagement_id", "=", scene.engagementId)
    .where("published_at", "is not", null)
    .where("acknowledged_at", "is", null)
    .execute();
  for (const { id } of unread) await acknowledgeUpdate(db, clock.act(manager), code, id);
}

async function judge(scene: Scene, facts: UpdateFacts): Promise<{ judgement: Judgement; health: Health }> {
  const engagement = await scene.db
    .selectFrom("engagement")
    .select(["phase", "phase_status", "holder", "health"])
    .where("id", "=", scene.engagementId)
    .executeTakeFirstOrThrow();
  const claimed = isLast(scene) ? habitOf(scene).claims : undefined;
  const kind = claimed ? "steady" : weekKind(facts, engagement);
  const phase = isPhaseKind(engagement.phase ?? "") ? (engagement.phase ?? "read") : "read";
  const choices = kind === "steady" ? STEADY[phase] : WEEKS[kind];
  const told = await scene.db
    .selectFrom("update")
    .select("sentence")
    .where("engagement_id", "=", scene.engagementId)
    .where("published_at", "is not", null)
    .execute();
  const isNew = (choice: Judgement) => !told.some((one) => one.sentence === choice.sentence);
  const judgement = choices.find(isNew) ?? STEADY[phase].find(isNew) ?? choices[0];
  if (!judgement) throw new Error(`Nothing is written for a week that is ${kind}`);
  return { judgement, health: claimed ?? engagement.health ?? "on_track" };
}

function weekKind(
  facts: UpdateFacts,
  engagement: { phase_status: PhaseStatus | null; holder: Holder; health: Health | null },
): WeekKind {
  const has = (section: string, text: string) =>
    facts.lines.some((line) => line.section === section && `${line.title}: ${line.rest}`.includes(text));
  if (has("waited", "Resumed")) return "paused";
  if (has("decided", "gate: declined")) return "declined";
  if (engagement.phase_status === "in_review") return "with_client";
  if (has("slipped", "+")) return "slipped";
  if (engagement.holder === "client") return "waiting";
  if (engagement.holder === "third_party") return "third_party";
  return engagement.health === "off_track" ? "late" : "steady";
}
