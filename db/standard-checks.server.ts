import type { Kysely, Selectable } from "kysely";
import { may } from "~/domain/permissions";
import { conflict, forbidden, notFound } from "~/domain/refusal";
import { inherits, type StandardState } from "~/domain/standard";
import { type Act, newId, personIdOf } from "./act";
import type { NewEvent } from "./events.server";
import { once } from "./once.server";
import type { DB, DeliverableTable } from "./schema";
import { type EngagementRow, lockEngagement } from "./scope.server";
import { requireReason, requireStandard, requireStanding, type StandardRow } from "./standards.server";
import { finishChange } from "./standing.server";

type Inheriting = Pick<Selectable<DeliverableTable>, "id" | "title" | "status" | "is_visible">;

async function requireInheriting(
  trx: Kysely<DB>,
  engagement: EngagementRow,
  id: string,
): Promise<Inheriting> {
  const row = await trx
    .selectFrom("deliverable")
    .innerJoin("phase", "phase.id", "deliverable.phase_id")
    .select(["deliverable.id", "deliverable.title", "deliverable.status", "deliverable.is_visible"])
    .where("deliverable.engagement_id", "=", engagement.id)
    .where("deliverable.id", "=", id)
    .where("phase.kind", "=", "extend")
    .executeTakeFirst();
  if (!row) throw notFound("deliverable");
  if (!inherits(row)) throw conflict(`“${row.title}” does not apply, so it need not meet any standard.`);
  return row;
}

/**
 * Says that a deliverable of Extend meets a standard, that it is excepted with a reason which the client reads, or, with
 * null, takes either back. What is already so changes nothing.
 */
export async function checkStandard(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: { standardId: string; deliverableId: string; state: StandardState | null; reason?: string },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement, relation } = await lockEngagement(trx, act.actor, code, "work_checklist");
    const standard = await requireStandard(trx, engagement, input.standardId);
    requireStanding(standard);
    const deliverable = await requireInheriting(trx, engagement, input.deliverableId);
    const reason =
      input.state === "exempt"
        ? requireReason(input.reason ?? "", "Say why it is excepted; the client reads it.")
        : null;
    const was = await trx
      .selectFrom("standard_check")
      .select(["id", "state", "reason"])
      .where("engagement_id", "=", engagement.id)
      .where("standard_id", "=", standard.id)
      .where("deliverable_id", "=", deliverable.id)
      .executeTakeFirst();
    // That it is met, whoever did the work may say.
    const isException = input.state === "exempt" || was?.state === "exempt";
    if (isException && !may(relation, "run_engagement")) {
      throw forbidden("What is excepted from the standards is the lead's to decide.");
    }
    if ((was?.state ?? null) === input.state && (was?.reason ?? null) === reason) return;
    if (was) await trx.deleteFrom("standard_check").where("id", "=", was.id).execute();
    if (input.state) {
      await insertCheck(trx, act, engagement.id, standard.id, deliverable.id, { state: input.state, reason });
    }
    await finishChange(trx, engagement, act, [checkedEvent(standard, deliverable, input.state, reason)]);
  });
}

async function insertCheck(
  trx: Kysely<DB>,
  act: Act,
  engagementId: string,
  standardId: string,
  deliverableId: string,
  check: { state: StandardState; reason: string | null },
): Promise<void> {
  await trx
    .insertInto("standard_check")
    .values({
      id: newId(),
      engagement_id: engagementId,
      standard_id: standardId,
      deliverable_id: deliverableId,
      ...check,
      checked_by: personIdOf(act.actor),
      checked_by_name: act.actor.name,
      checked_at: act.at,
    })
    .execute();
}

function checkedEvent(
  standard: Pick<StandardRow, "id" | "title">,
  deliverable: Inheriting,
  state: StandardState | null,
  reason: string | null,
): NewEvent {
  return {
    kind: "standard.checked",
    subjectId: standard.id,
    label: standard.title,
    after: { deliverable: deliverable.title, deliverable_id: deliverable.id, state, reason },
    visibility: deliverable.is_visible ? "client" : "internal",
  };
}

/** Says that a deliverable meets every standard of which nobody has said anything yet. Answers how many those were. */
export async function meetAllStandards(
  db: Kysely<DB>,
  act: Act,
  code: string,
  deliverableId: string,
): Promise<number> {
  return once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "work_checklist");
    const deliverable = await requireInheriting(trx, engagement, deliverableId);
    const open = await trx
      .selectFrom("standard")
      .select(["id", "title"])
      .where("engagement_id", "=", engagement.id)
      .where("withdrawn_on", "is", null)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("standard_check")
              .select("standard_check.id")
              .whereRef("standard_check.standard_id", "=", "standard.id")
              .where("standard_check.deliverable_id", "=", deliverable.id),
          ),
        ),
      )
      .orderBy("number")
      .execute();
    if (open.length === 0) return 0;
    for (const { id } of open) {
      await insertCheck(trx, act, engagement.id, id, deliverable.id, { state: "met", reason: null });
    }
    const events = open.map((standard) => checkedEvent(standard, deliverable, "met", null));
    await finishChange(trx, engagement, act, events);
    return open.length;
  });
}
