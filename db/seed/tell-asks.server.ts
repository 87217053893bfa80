import { addWorkingDays } from "~/domain/calendar";
import { PHASE_KINDS, type PhaseKind } from "~/domain/phase";
import { answerAsk, openAsk, withdrawAsk } from "../asks.server";
import { ASKS, type AskStory, USUAL_ASKS } from "./ask-content";
import type { Scene } from "./phase-plan.server";
import { seededRandom } from "./seeded-random";

/** What is asked on an engagement: its own story, or what is asked everywhere. */
function asksOf(slug: string): readonly AskStory[] {
  const own = ASKS[slug];
  if (own && own.length > 1) return own;
  const random = seededRandom(`asks of ${slug}`);
  const usual = USUAL_ASKS.flatMap((choices) => choices[Math.floor(random() * choices.length)] ?? []);
  return [...(own ?? []), ...usual.filter((ask) => !own?.some((one) => one.phase === ask.phase))];
}

/** Whether the client's wait that begins on a day of a phase is told by an ask that hands them the ball. */
export function isToldByAsk(scene: Scene, kind: PhaseKind, day: number): boolean {
  return asksOf(scene.place.slug).some((ask) => ask.isBlocking && ask.phase === kind && ask.day === day);
}

/** Tells what was asked, answered and withdrawn on a day of a phase; what a short phase left open is settled later. */
export async function tellAsks(scene: Scene, kind: PhaseKind, day: number): Promise<void> {
  const { clock, code, db } = scene;
  const asks = asksOf(scene.place.slug);
  for (const ask of asks.filter((one) => one.phase === kind && one.day === day)) {
    const dueOn = ask.dueIn === undefined ? null : addWorkingDays(clock.today, ask.dueIn, scene.calendar);
    await openAsk(db, clock.act(scene.lead), code, {
      title: ask.title,
      body: ask.body ?? "",
      dueOn,
      isBlocking: ask.isBlocking ?? false,
    });
  }
  const isDue = ({ phase, day: askedOn, answeredAfter }: AskStory) =>
    answeredAfter !== null &&
    (phase === kind
      ? day >= askedOn + answeredAfter
      : PHASE_KINDS.indexOf(phase) < PHASE_KINDS.indexOf(kind));
  const due = asks.filter(isDue);
  if (due.length === 0) return;
  const open = await db
    .selectFrom("ask")
    .select(["id", "title"])
    .where("engagement_id", "=", scene.engagementId)
    .where("status", "=", "open")
    .execute();
  for (const { id, title } of open) {
    const ask = due.find((one) => one.title === title);
    if (ask?.withdrawn) await withdrawAsk(db, clock.act(scene.lead), code, id, ask.withdrawn);
    else if (ask) await answerAsk(db, clock.act(scene.contact), code, id, ask.answer ?? "");
  }
}
