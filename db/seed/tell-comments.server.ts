import type { Actor } from "~/domain/permissions";
import type { PhaseKind } from "~/domain/phase";
import type { CommentSubject } from "../comment-subjects.server";
import { writeComment } from "../comments.server";
import { type Speaker, TALKS, type Talk } from "./comments-content";
import type { Scene } from "./phase-plan.server";

/** Says on the scene's day what was said while a phase was under way, on parts that the client sees. */
export async function tellComments(scene: Scene, kind: PhaseKind): Promise<void> {
  for (const talk of TALKS[kind]) {
    const subject = await findSubject(scene, talk, kind);
    if (!subject) continue;
    for (const { by, visibility, body } of talk.remarks) {
      const act = scene.clock.act(speakerOf(scene, by));
      await writeComment(scene.db, act, scene.code, { subject, visibility, body: named(scene, body) });
    }
  }
}

function speakerOf(scene: Scene, speaker: Speaker): Actor {
  if (speaker === "colleague") return scene.workers.find((one) => one.id !== scene.lead.id) ?? scene.lead;
  return { lead: scene.lead, manager: scene.manager, contact: scene.contact }[speaker];
}

const named = (scene: Scene, body: string): string =>
  body.replace(/\{(lead|colleague|contact)\}/g, (_, speaker: Speaker) => speakerOf(scene, speaker).name);

async function findSubject(scene: Scene, { about }: Talk, kind: PhaseKind): Promise<CommentSubject | null> {
  if (about === "engagement") return { about, id: null };
  if (about === "gate") return { about, id: kind };
  const { db, engagementId } = scene;
  if (about === "deliverable") {
    const row = await db
      .selectFrom("deliverable")
      .innerJoin("phase", "phase.id", "deliverable.phase_id")
      .select("deliverable.id")
      .where("deliverable.engagement_id", "=", engagementId)
      .where("phase.kind", "=", kind)
      .where("deliverable.is_visible", "=", 1)
      .orderBy("deliverable.position")
      .executeTakeFirst();
    return row ? { about, id: row.id } : null;
  }
  const row = await db
    .selectFrom(about)
    .select("id")
    .where("engagement_id", "=", engagementId)
    .where("is_visible", "=", 1)
    .orderBy("number")
    .executeTakeFirst();
  return row ? { about, id: row.id } : null;
}
