import { addAbsence } from "db/absences.server";
import { newId } from "db/act";
import { allocate } from "db/allocations.server";
import { askInReview } from "db/reviews.server";
import type { DB } from "db/schema";
import type { Kysely } from "kysely";
import type { Actor } from "~/domain/permissions";
import { actBy, type Scene, TODAY } from "./factories";

/** Fills what is planned, looked at and told inside the firm about a live engagement, with a mark in every field. */
export async function planInternally(
  db: Kysely<DB>,
  { code, lead }: Scene,
  engagementId: string,
  manager: Actor,
  ours: (field: string) => string,
): Promise<void> {
  await askInReview(db, actBy(manager), code, ours("review-question"));
  await allocate(db, actBy(lead), code, {
    personId: lead.id,
    fromOn: TODAY,
    untilOn: TODAY,
    sharePercent: 50,
  });
  await addAbsence(db, actBy(manager), {
    personId: lead.id,
    fromOn: TODAY,
    untilOn: TODAY,
    note: ours("absence-note"),
  });
  // What comes before the agreement is written down as it stands afterwards: it can no longer be changed.
  await db
    .insertInto("audit")
    .values({
      id: newId(),
      engagement_id: engagementId,
      starts_on: TODAY,
      finishes_on: TODAY,
      summary: ours("audit-summary"),
      conditions: ours("audit-conditions"),
      auditor_id: lead.id,
      recommendation: "go_with_conditions",
      concluded_on: TODAY,
      concluded_by_name: ours("audit-by"),
      created_at: 0,
    })
    .execute();
  await db
    .insertInto("enquiry")
    .values({
      id: newId(),
      engagement_id: engagementId,
      company_name: ours("enquiry-company"),
      person_name: ours("enquiry-person"),
      email: `${ours("enquiry-mail")}@example.test`,
      symptoms: "[]",
      message: ours("enquiry-message"),
      received_at: 0,
    })
    .execute();
  await db
    .insertInto("milestone_forecast")
    .values({
      id: newId(),
      engagement_id: engagementId,
      title: ours("milestone-title"),
      told_on: TODAY,
      note: ours("milestone-note"),
      expected_on: TODAY,
      health: "at_risk",
      progress_percent: 40,
    })
    .execute();
}
