import { addDays } from "~/domain/calendar";
import type { PhaseKind } from "~/domain/phase";
import { settleDecision, supersedeDecision } from "../decision-verdicts.server";
import { recordDecision } from "../decisions.server";
import { DECISIONS, type DecisionTale, OWN_DECISIONS } from "./decision-content";
import type { Plan, Scene } from "./phase-plan.server";
import { seededRandom } from "./seeded-random";

/** What is decided on one day of a phase, accepted or replaced. Chance has a thread of its own, as with standards. */
export async function tellDecisions(scene: Scene, kind: PhaseKind, plan: Plan, day: number): Promise<void> {
  for (const tale of chosen(scene)) {
    const { on, later, acceptedAfter } = tale;
    if (on.phase === kind && on.day === day) await decide(scene, plan, tale);
    if (acceptedAfter && on.phase === kind && on.day + acceptedAfter === day) await accept(scene, tale);
    if (later && later.on.phase === kind && later.on.day === day) await replace(scene, plan, tale, later);
  }
}

function chosen(scene: Scene): readonly DecisionTale[] {
  const random = seededRandom(`${scene.place.slug} decisions`);
  const own = OWN_DECISIONS[scene.place.slug] ?? [];
  const ranked = DECISIONS.map((tale) => ({ tale, rank: random() })).sort((a, b) => a.rank - b.rank);
  const count = Math.max(1, 2 + Math.floor(random() * 3) - own.length);
  return [...ranked.slice(0, count).map(({ tale }) => tale), ...own];
}

function written(scene: Scene, plan: Plan, tale: DecisionTale) {
  const [, colleague] = scene.workers;
  const present = [scene.lead.name, colleague?.name, tale.isOurs ? scene.manager.name : scene.contact.name];
  const about = plan.items.find((item) => item.isVisible && sharesWords(item.title, tale.title));
  return {
    title: tale.title,
    context: tale.context,
    options: tale.options,
    decision: tale.decision,
    consequences: tale.consequences,
    present: present.filter(Boolean).join(", "),
    more: "",
    decidedOn: scene.clock.today,
    revisitTrigger: tale.revisit?.when ?? "",
    revisitOn: tale.revisit ? addDays(scene.clock.today, tale.revisit.afterDays) : null,
    isVisible: !tale.isOurs,
    status: tale.acceptedAfter ? ("proposed" as const) : ("accepted" as const),
    links: {
      findingIds: [],
      deliverableIds: about ? [about.id] : [],
      artefacts: tale.artefact ? [tale.artefact] : [],
    },
  };
}

/** Whether two titles have a telling word in common. */
function sharesWords(one: string, other: string): boolean {
  const words = (text: string) => text.toLowerCase().match(/[a-z]{6,}/g) ?? [];
  const theirs = new Set(words(other));
  return words(one).some((word) => theirs.has(word));
}

async function decide(scene: Scene, plan: Plan, tale: DecisionTale): Promise<void> {
  const act = scene.clock.actAtOnce(scene.lead);
  await recordDecision(scene.db, act, scene.code, written(scene, plan, tale));
}

async function told(scene: Scene, tale: DecisionTale) {
  return scene.db
    .selectFrom("decision")
    .select(["id", "version"])
    .where("engagement_id", "=", scene.engagementId)
    .where("title", "=", tale.title)
    .executeTakeFirst();
}

async function accept(scene: Scene, tale: DecisionTale): Promise<void> {
  const row = await told(scene, tale);
  if (!row) return;
  await settleDecision(scene.db, scene.clock.actAtOnce(scene.lead), scene.code, row.id, {
    status: "accepted",
    decidedOn: scene.clock.today,
    version: row.version,
  });
}

async function replace(scene: Scene, plan: Plan, tale: DecisionTale, later: DecisionTale): Promise<void> {
  const row = await told(scene, tale);
  if (!row) return decide(scene, plan, later);
  await supersedeDecision(scene.db, scene.clock.actAtOnce(scene.lead), scene.code, row.id, {
    ...written(scene, plan, later),
    version: row.version,
  });
}
