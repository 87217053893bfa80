import { type Kysely, sql } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import type { Holder } from "~/domain/clock";
import type { Actor } from "~/domain/permissions";
import type { PhaseKind } from "~/domain/phase";
import { type PortalHeading, portalHeading } from "~/domain/portal";
import { CLIENT_STAGES, type Stage } from "~/domain/stage";
import type { DB } from "./schema";
import { visibleTo } from "./scope.server";

export interface PortalLine {
  code: string;
  company: string;
  stage: Stage;
  heading: PortalHeading;
  promisedFinishOn: CalendarDate | null;
  isPaused: boolean;
  holder: Holder;
  /** The gate that waits to be signed. */
  gateToSign: PhaseKind | null;
}

export const SHOWN_PORTALS = 100;

/**
 * The engagements that somebody may see on the portal, each with its one-line answer: first those with a gate to sign,
 * then those that wait for the client, then what is under way, then what is handed over. At most the first hundred.
 */
export async function listPortals(db: Kysely<DB>, actor: Actor, today: CalendarDate): Promise<PortalLine[]> {
  const rows = await db
    .selectFrom("engagement")
    .innerJoin("company", "company.id", "engagement.company_id")
    .leftJoin("phase as first", (join) =>
      join.onRef("first.engagement_id", "=", "engagement.id").on("first.position", "=", 1),
    )
    .select([
      "engagement.code",
      "engagement.title",
      "engagement.stage",
      "engagement.phase",
      "engagement.phase_status",
      "engagement.phase_start_on",
      "engagement.promised_finish_on",
      "engagement.gate",
      "engagement.holder",
      "engagement.is_paused",
      "company.name as company",
      "first.planned_start_on as first_start_on",
    ])
    .where("engagement.stage", "in", CLIENT_STAGES)
    .where(visibleTo(actor))
    .orderBy(
      sql`case when engagement.stage = 'handed_over' then 3
               when engagement.phase_status = 'in_review' then 0
               when engagement.holder = 'client' and engagement.is_paused = 0 then 1
               else 2 end`,
    )
    .orderBy("engagement.number", "desc")
    .limit(SHOWN_PORTALS + 1)
    .execute();
  return rows.map((row) => ({
    code: row.code,
    company: row.company,
    stage: row.stage,
    heading: portalHeading({
      title: row.title,
      stage: row.stage,
      isPaused: row.is_paused === 1,
      phase:
        row.phase && row.phase_status && row.phase_status !== "done" && row.phase_start_on
          ? { kind: row.phase, status: row.phase_status, plannedStartOn: row.phase_start_on }
          : null,
      firstStartOn: row.first_start_on,
      promisedFinishOn: row.promised_finish_on,
      todayOn: today,
    }),
    promisedFinishOn: row.promised_finish_on,
    isPaused: row.is_paused === 1,
    holder: row.holder,
    gateToSign: row.stage === "active" && row.phase_status === "in_review" ? row.phase : null,
  }));
}
