import type { PhaseKind } from "~/domain/phase";
import { checkStandard, meetAllStandards } from "../standard-checks.server";
import { listUnmetStandards } from "../standard-inheritance.server";
import { agreeStandard } from "../standards.server";
import type { Plan, Scene } from "./phase-plan.server";
import { seededRandom } from "./seeded-random";
import { ERROR_SHAPE, STANDARDS, type StandardText } from "./standard-content";

const AGREED_ON_DAY = 3;

/**
 * What happens to the standards on one day of a phase: they are agreed early in Stabilise, and checked in Extend for
 * what is done. Chance has a thread of its own here, so that the rest of the story stays as it was.
 */
export async function tellStandards(scene: Scene, kind: PhaseKind, plan: Plan, day: number): Promise<void> {
  if (kind === "stabilise" && day === AGREED_ON_DAY) await agree(scene);
  if (kind === "extend") await check(scene, plan);
}

function chosen(scene: Scene): StandardText[] {
  const random = seededRandom(`${scene.place.slug} standards`);
  const ranked = STANDARDS.map((standard) => ({ standard, rank: random() })).sort((a, b) => a.rank - b.rank);
  const count = 2 + Math.floor(random() * 3);
  return [ERROR_SHAPE, ...ranked.slice(0, count).map(({ standard }) => standard)];
}

async function agree(scene: Scene): Promise<void> {
  for (const { title, area, rule } of chosen(scene)) {
    await agreeStandard(scene.db, scene.clock.actAtOnce(scene.lead), scene.code, {
      title,
      area,
      rule,
      agreedOn: scene.clock.today,
      agreedBy: `${scene.lead.name} and ${scene.contact.name}`,
    });
  }
}

async function check(scene: Scene, plan: Plan): Promise<void> {
  const done = plan.items.filter((item) => item.status === "done");
  if (done.length === 0) return;
  const unmet = await listUnmetStandards(scene.db, scene.engagementId);
  for (const item of done) {
    const open = unmet.filter((one) => one.deliverableId === item.id);
    if (open.length === 0) continue;
    const random = seededRandom(`${scene.place.slug} ${item.title}`);
    const excepted = random() < 0.08 ? open.find((one) => exceptionOf(one.standardTitle)) : undefined;
    if (excepted) {
      await checkStandard(scene.db, scene.clock.actAtOnce(scene.lead), scene.code, {
        standardId: excepted.standardId,
        deliverableId: item.id,
        state: "exempt",
        reason: exceptionOf(excepted.standardTitle) ?? "",
      });
    }
    await meetAllStandards(scene.db, scene.clock.actAtOnce(item.owner), scene.code, item.id);
  }
}

const exceptionOf = (title: string): string | undefined =>
  STANDARDS.find((standard) => standard.title === title)?.exception;
