import type { Kysely } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import { DEFAULT_PROFILE, type Origin, type TechnicalProfile } from "~/domain/engagement";
import { type Actor, may, type Role } from "~/domain/permissions";
import { seesMoneyOf } from "~/domain/pipeline";
import { isBeforeAgreement, type Stage } from "~/domain/stage";
import type { DB } from "./schema";
import { type EngagementRow, requireEngagement } from "./scope.server";

export interface EngagementProfile {
  code: string;
  /** The version that the forms are filled from. */
  seq: number;
  stage: Stage;
  /** Whether start and length can still be set: nothing of the plan is promised or begun. */
  areDatesOpen: boolean;
  relation: Role;
  summary: string;
  origin: Origin;
  profile: TechnicalProfile;
  templateName: string;
  terms: {
    title: string;
    startsOn: CalendarDate | null;
    weeks: number | null;
    weeksReason: string | null;
    /** Null for who may not see it. */
    money: { valueMinor: number | null; currency: string; winProbability: number | null } | null;
  };
  team: {
    leadId: string | null;
    leadName: string | null;
    managerId: string | null;
    managerName: string | null;
    members: { id: string; name: string }[];
  };
}

/** What an engagement is built on, what was agreed and who is on it. @throws Refusal `not_found` */
export async function readProfile(db: Kysely<DB>, actor: Actor, code: string): Promise<EngagementProfile> {
  const { engagement, relation } = await requireEngagement(db, actor, code, "see_pipeline");
  const members = await db
    .selectFrom("engagement_member")
    .innerJoin("person", "person.id", "engagement_member.person_id")
    .select(["person.id", "person.name"])
    .where("engagement_member.engagement_id", "=", engagement.id)
    .orderBy((eb) => eb.fn("lower", ["person.name"]))
    .limit(200)
    .execute();
  const { lead_id: leadId, manager_id: managerId } = engagement;
  const answerable = await db
    .selectFrom("person")
    .select(["id", "name"])
    .where("id", "in", [leadId ?? "", managerId ?? ""])
    .execute();
  const nameOf = (personId: string | null) => answerable.find(({ id }) => id === personId)?.name ?? null;
  const maySeeMoney =
    may(relation, "see_money") &&
    seesMoneyOf(actor, { leadId: engagement.lead_id, companyId: engagement.company_id });
  return {
    code: engagement.code,
    seq: engagement.seq,
    stage: engagement.stage,
    areDatesOpen: areDatesOpen(engagement),
    relation,
    summary: engagement.summary,
    origin: engagement.origin,
    profile: { ...DEFAULT_PROFILE, ...(JSON.parse(engagement.profile) as Partial<TechnicalProfile>) },
    templateName: engagement.template_name,
    terms: {
      title: engagement.title,
      startsOn: engagement.starts_on,
      weeks: engagement.weeks,
      weeksReason: engagement.weeks_reason,
      money: maySeeMoney
        ? {
            valueMinor: engagement.value_minor,
            currency: engagement.currency,
            winProbability: engagement.win_probability,
          }
        : null,
    },
    team: { leadId, leadName: nameOf(leadId), managerId, managerName: nameOf(managerId), members },
  };
}

function areDatesOpen(row: EngagementRow): boolean {
  if (row.stage !== "active") return isBeforeAgreement(row.stage);
  const isUntouched =
    row.phase_start_on === null || (row.phase === "read" && row.phase_status === "upcoming");
  return row.promised_finish_on === null && isUntouched;
}
