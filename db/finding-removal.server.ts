import type { Kysely } from "kysely";
import type { Facts } from "~/domain/event";
import { conflict } from "~/domain/refusal";
import type { Act } from "./act";
import { visibilityOf } from "./deliverables.server";
import { deleteEvidenceOf } from "./evidence.server";
import { requireFinding } from "./findings.server";
import { once } from "./once.server";
import type { DB } from "./schema";
import { lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

/**
 * Removes a finding that was written by mistake, with its evidence; the event keeps what it was. Its number is not
 * given again.
 * @throws Refusal `conflict` while anything rests on it: a hotspot, a decision, or how it was settled
 */
export async function removeFinding(db: Kysely<DB>, act: Act, code: string, id: string): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const row = await requireFinding(trx, engagement, id);
    if (row.status !== "open") {
      throw conflict("It is settled already. Open it again first, if it really was a mistake.");
    }
    const hotspot = await trx
      .selectFrom("hotspot")
      .select("id")
      .where("engagement_id", "=", engagement.id)
      .where("finding_id", "=", row.id)
      .executeTakeFirst();
    if (hotspot) throw conflict("It is a hotspot. Take that mark back first.");
    const decision = await trx
      .selectFrom("decision_link")
      .innerJoin("decision", "decision.id", "decision_link.decision_id")
      .select("decision.number")
      .where("decision_link.engagement_id", "=", engagement.id)
      .where("decision_link.finding_id", "=", row.id)
      .orderBy("decision.number")
      .executeTakeFirst();
    if (decision) throw conflict(`Decision ${decision.number} is about it. Untie them there first.`);
    const pieces = await deleteEvidenceOf(trx, engagement.id, { column: "finding_id", rowId: row.id });
    await trx
      .deleteFrom("finding")
      .where("engagement_id", "=", engagement.id)
      .where("id", "=", row.id)
      .execute();
    const before: Facts = {
      number: row.number,
      severity: row.severity,
      area: row.area,
      place: row.place,
      evidence: pieces,
    };
    await finishChange(trx, engagement, act, [
      {
        kind: "finding.removed",
        subjectId: row.id,
        label: row.title,
        before,
        visibility: visibilityOf(row.is_visible),
      },
    ]);
  });
}
