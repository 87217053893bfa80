import type { Kysely } from "kysely";
import { DEFAULT_PROFILE, engagementCode, type Origin, type TechnicalProfile } from "~/domain/engagement";
import type { Facts } from "~/domain/event";
import { conflict, invalid } from "~/domain/refusal";
import { lengthWarning } from "~/domain/schedule";
import { type LostAs, type Stage, whyStageCannotMove } from "~/domain/stage";
import { type Act, newId } from "./act";
import { requireUnchanged } from "./change.server";
import { stopClock, switchClock } from "./clock.server";
import { companyNamed } from "./companies.server";
import { isUniqueViolation } from "./dialect";
import { workingCalendar } from "./firm.server";
import { once } from "./once.server";
import { insertPlan, makeFirstPromises } from "./plan.server";
import type { DB } from "./schema";
import { type EngagementRow, lockEngagement } from "./scope.server";
import { enterStage } from "./stages.server";
import { finishChange } from "./standing.server";
import { requireAbleToLead, takenOnBy } from "./team.server";
import { requireTemplateBody } from "./templates.server";

export interface NewEngagement {
  title: string;
  companyId: string;
  /** The client by name instead of `companyId`, added with the engagement where there is none of that name. */
  companyName?: string | undefined;
  leadId: string | null;
  startsOn: string;
  weeks: number;
  weeksReason: string | null;
  templateId: string;
  /** `active` promises the dates to the client at once; `lead` plans without promising. */
  stage: "lead" | "active";
  /** Most work begins on a code base that exists, and so does this one unless it says otherwise. */
  origin?: Origin;
}

/**
 * Opens an engagement from a template and answers its code.
 * @throws Refusal `invalid` on a field that does not fit
 */
export async function createEngagement(db: Kysely<DB>, act: Act, input: NewEngagement): Promise<string> {
  try {
    return await openEngagement(db, act, input);
  } catch (error) {
    // Somebody else has just added the same new client; it is found now.
    if (input.companyName && isUniqueViolation(error)) return openEngagement(db, act, input);
    throw error;
  }
}

async function openEngagement(db: Kysely<DB>, act: Act, input: NewEngagement): Promise<string> {
  return once(db, act, async (trx) => {
    if (lengthWarning(input.weeks) && !input.weeksReason) {
      throw invalid("weeks_reason", lengthWarning(input.weeks) ?? "");
    }
    const firm = await trx.selectFrom("firm").select("currency").executeTakeFirstOrThrow();
    const companyId = input.companyName
      ? await companyNamed(trx, act, input.companyName)
      : await requireListedCompany(trx, input.companyId);
    if (input.leadId) await requireAbleToLead(trx, input.leadId);
    if (input.stage === "active" && !input.leadId) {
      throw invalid("lead_id", "Choose a lead before the work starts.");
    }
    const template = await requireTemplateBody(trx, input.templateId);
    const engagement = await insertEngagement(trx, act, {
      title: input.title,
      companyId,
      leadId: input.leadId,
      managerId: act.actor.role === "manager" || act.actor.role === "admin" ? act.actor.id : null,
      startsOn: input.startsOn,
      weeks: input.weeks,
      weeksReason: input.weeksReason,
      templateName: template.name,
      currency: firm.currency,
      stage: input.stage,
      origin: input.origin,
    });
    const calendar = await workingCalendar(trx);
    await insertPlan(
      trx,
      act,
      engagement.id,
      { startsOn: input.startsOn, weeks: input.weeks, body: template.body },
      calendar,
    );
    const isActive = input.stage === "active";
    const finishOn = isActive
      ? await makeFirstPromises(trx, act, engagement.id, "Promised when the engagement was agreed.")
      : null;
    const clock = isActive
      ? await switchClock(trx, act, engagement.id, "us", "We have what we need to work.")
      : {};
    const visibility = isActive ? "client" : "internal";
    await finishChange(
      trx,
      engagement,
      act,
      [
        { kind: "engagement.created", label: input.title, after: { stage: input.stage }, visibility },
        ...(finishOn
          ? [{ kind: "promise.made" as const, after: { finish_on: finishOn }, visibility: "client" as const }]
          : []),
      ],
      clock,
    );
    return engagement.code;
  });
}

async function requireListedCompany(trx: Kysely<DB>, id: string): Promise<string> {
  const company = await trx.selectFrom("company").select("id").where("id", "=", id).executeTakeFirst();
  if (!company) throw invalid("company_id", "Choose a client from the list.");
  return company.id;
}

export interface EngagementInsert {
  title: string;
  summary?: string;
  companyId: string;
  leadId: string | null;
  managerId: string | null;
  startsOn: string | null;
  weeks: number | null;
  weeksReason: string | null;
  templateName: string;
  currency: string;
  stage: Stage;
  origin?: Origin;
  valueMinor?: number | null;
  lostReason?: string | null;
  lostAs?: LostAs | null;
  isUndecided?: boolean;
  source?: { name: string; ref: string; hash: string };
  /** An instant in the past for what is recorded later than it happened. */
  createdAt?: number;
}

/** Inserts the row with the next code. The caller plans, and ends with `finishChange`. */
export async function insertEngagement(
  trx: Kysely<DB>,
  act: Act,
  input: EngagementInsert,
): Promise<EngagementRow> {
  const { value: number } = await trx
    .updateTable("counter")
    .set((eb) => ({ value: eb("value", "+", 1) }))
    .where("name", "=", "engagement")
    .returning("value")
    .executeTakeFirstOrThrow();
  const engagement = await trx
    .insertInto("engagement")
    .values({
      id: newId(),
      number,
      code: engagementCode(number),
      title: input.title,
      summary: input.summary ?? "",
      service: "backend",
      origin: input.origin ?? "existing",
      stage: input.stage,
      company_id: input.companyId,
      lead_id: input.leadId,
      manager_id: input.managerId === "operator" ? null : input.managerId,
      template_name: input.templateName,
      starts_on: input.startsOn,
      weeks: input.weeks,
      weeks_reason: input.weeksReason,
      value_minor: input.valueMinor ?? null,
      currency: input.currency,
      win_probability: null,
      lost_reason: input.lostReason ?? null,
      lost_as: input.stage === "lost" ? (input.lostAs ?? "lost") : null,
      is_undecided: input.isUndecided ? 1 : 0,
      profile: JSON.stringify(DEFAULT_PROFILE),
      created_at: input.createdAt ?? act.at,
      source: input.source?.name ?? null,
      source_ref: input.source?.ref ?? null,
      source_hash: input.source?.hash ?? null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await enterStage(trx, act, engagement.id, input.stage);
  return engagement;
}

/** Changes the technical profile. `seq` is the version that the form was filled from. */
export async function saveProfile(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: { profile: TechnicalProfile; origin: Origin; summary: string; seq: number },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const was = { ...DEFAULT_PROFILE, ...(JSON.parse(engagement.profile) as Partial<TechnicalProfile>) };
    const before: Record<string, string> = { ...was, origin: engagement.origin, summary: engagement.summary };
    const after: Record<string, string> = { ...input.profile, origin: input.origin, summary: input.summary };
    const changed = Object.keys(after).filter((key) => before[key] !== after[key]);
    if (changed.length === 0) return;
    await requireUnchanged(trx, engagement, input.seq, "engagement.profile_edited", before);
    await trx
      .updateTable("engagement")
      .set({ profile: JSON.stringify(input.profile), origin: input.origin, summary: input.summary })
      .where("id", "=", engagement.id)
      .execute();
    const pick = (facts: Record<string, string>): Facts =>
      Object.fromEntries(changed.map((key) => [key, facts[key] ?? null]));
    await finishChange(trx, engagement, act, [
      { kind: "engagement.profile_edited", before: pick(before), after: pick(after), visibility: "internal" },
    ]);
  });
}

/**
 * Moves an engagement to another stage. Becoming active promises the planned dates.
 * @throws Refusal `invalid` when the move lacks something, `conflict` when it was moved meanwhile
 */
export async function moveStage(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: { from: Stage; to: Stage; reason: string | null; lostAs?: LostAs | null },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "move_stage");
    if (engagement.stage === input.to) return;
    if (engagement.stage !== input.from) {
      throw conflict("Somebody else moved this engagement meanwhile.", { stage: engagement.stage });
    }
    const phases = await trx
      .selectFrom("phase")
      .select(["status", "first_finish_on"])
      .where("engagement_id", "=", engagement.id)
      .execute();
    const refusal = whyStageCannotMove({
      from: engagement.stage,
      to: input.to,
      reason: input.reason,
      hasLead: engagement.lead_id !== null,
      hasPlan: phases.length > 0,
      everyPhaseDone: phases.length > 0 && phases.every((phase) => phase.status === "done"),
    });
    if (refusal) throw invalid(refusal.field, refusal.message);
    const isPromised = phases.some((phase) => phase.first_finish_on !== null);
    const finishOn =
      input.to === "active" && !isPromised
        ? await makeFirstPromises(trx, act, engagement.id, "Promised when the engagement was agreed.")
        : null;
    const clock =
      input.to === "active"
        ? await switchClock(trx, act, engagement.id, "us", "We have what we need to work.")
        : {};
    if (engagement.stage === "active") await stopClock(trx, act, engagement.id);
    await enterStage(trx, act, engagement.id, input.to);
    const isKnownToClient =
      input.to === "active" || input.to === "handed_over" || engagement.stage === "active";
    await finishChange(
      trx,
      engagement,
      act,
      [
        {
          kind: "engagement.stage_moved",
          before: { stage: engagement.stage },
          after: { stage: input.to, reason: input.reason },
          visibility: isKnownToClient ? "client" : "internal",
        },
        ...(finishOn
          ? [{ kind: "promise.made" as const, after: { finish_on: finishOn }, visibility: "client" as const }]
          : []),
      ],
      {
        stage: input.to,
        lost_reason: input.to === "lost" ? input.reason : null,
        lost_as: input.to === "lost" ? (input.lostAs ?? "lost") : null,
        is_undecided: 0,
        ...clock,
        ...takenOnBy(act, engagement),
      },
    );
  });
}
