import { type Kysely, sql } from "kysely";
import { addDays } from "~/domain/calendar";
import { DEFAULT_PROFILE } from "~/domain/engagement";
import { PHASE_KINDS } from "~/domain/phase";
import { type Act, newId } from "../act";
import { foundFirm } from "../firm.server";
import type { DB } from "../schema";
import { refreshStandings } from "../standing-refresh.server";

const DELIVERABLES_PER_PHASE = 6;
const EVENTS = 60;
const COMPANIES = 40;
const LEADS = 20;

export interface Scaled {
  managerId: string;
  clientId: string;
  leadId: string;
  /** A live engagement of the client's company. */
  code: string;
}

/**
 * Fills an empty database for measuring: so many live engagements of four phases, each with 24 deliverables and 60
 * events, 40 companies and 20 leads. Written in bulk, so the events' hashes are only shaped like hashes.
 */
export async function insertScaled(db: Kysely<DB>, act: Act, engagements: number): Promise<Scaled> {
  const manager = person("manager", 0);
  const client = person("client", 0);
  const leads = Array.from({ length: LEADS }, (_, index) => person("lead", index));
  const companies = Array.from({ length: COMPANIES }, (_, index) => ({
    id: newId(),
    name: `Company ${index}`,
    created_at: act.at,
  }));
  const [firstCompany, firstLead] = [companies[0], leads[0]];
  if (!firstCompany || !firstLead) throw new Error("There has to be a company and a lead.");
  await db.transaction().execute(async (trx) => {
    await foundFirm(trx, act, { name: "Measured", timeZone: "UTC", currency: "GBP" });
    await trx
      .insertInto("person")
      .values([manager, client, ...leads])
      .execute();
    await trx.insertInto("company").values(companies).execute();
    await trx.insertInto("contact").values({ company_id: firstCompany.id, person_id: client.id }).execute();
    for (let from = 0; from < engagements; from += 20) {
      const numbers = Array.from({ length: Math.min(20, engagements - from) }, (_, i) => from + i + 1);
      await trx
        .insertInto("engagement")
        .values(
          numbers.map((number) => ({
            id: newId(),
            number,
            code: `ENG-${String(number).padStart(4, "0")}`,
            title: `Engagement ${number}`,
            summary: "",
            service: "backend",
            origin: "existing" as const,
            stage: "active" as const,
            company_id: companies[number % COMPANIES]?.id ?? firstCompany.id,
            lead_id: leads[number % LEADS]?.id ?? firstLead.id,
            manager_id: manager.id,
            template_name: "Backend Development",
            starts_on: addDays(act.today, -(number % 60)),
            weeks: 9,
            weeks_reason: null,
            value_minor: 4_800_000 + number * 100,
            currency: "GBP",
            win_probability: null,
            lost_reason: null,
            profile: JSON.stringify(DEFAULT_PROFILE),
            created_at: act.at,
            source: null,
            source_ref: null,
            source_hash: null,
            seq: EVENTS,
            last_hash: "0".repeat(64),
            holder_since_on: act.today,
          })),
        )
        .execute();
    }
    await insertPhases(trx);
    await insertDeliverables(trx, act.at);
    await insertEvents(trx, act);
  });
  await refreshStandings(db, act.today);
  return {
    managerId: manager.id,
    clientId: client.id,
    leadId: leads[COMPANIES % LEADS]?.id ?? firstLead.id,
    code: `ENG-${String(COMPANIES).padStart(4, "0")}`,
  };

  function person(role: "manager" | "client" | "lead", index: number) {
    return {
      id: newId(),
      email: `${role}${index}@measured.example`,
      name: `${role} ${index}`,
      role,
      password_hash: null,
      disabled_at: null,
      created_at: act.at,
    };
  }
}

/** First and last calendar day of each phase, counted from the start of the engagement. */
const SPAN = { read: [0, 4], stabilise: [7, 27], extend: [28, 55], document: [56, 65] } as const;

/** Read is over, Stabilise is under way, the rest is to come. */
async function insertPhases(trx: Kysely<DB>): Promise<void> {
  const engagements = await trx.selectFrom("engagement").select(["id", "starts_on"]).execute();
  const rows = engagements.flatMap(({ id, starts_on }) =>
    PHASE_KINDS.map((kind, index) => {
      const [startOn, finishOn] = SPAN[kind].map((days) => addDays(starts_on ?? "", days)) as [
        string,
        string,
      ];
      return {
        id: `${id}-${index}`,
        engagement_id: id,
        kind,
        position: index + 1,
        status:
          index === 0 ? ("done" as const) : index === 1 ? ("in_progress" as const) : ("upcoming" as const),
        first_start_on: startOn,
        first_finish_on: finishOn,
        planned_start_on: startOn,
        planned_finish_on: finishOn,
        actual_start_on: index < 2 ? startOn : null,
        actual_finish_on: index < 1 ? finishOn : null,
        working_days: Math.round(((SPAN[kind][1] - SPAN[kind][0] + 1) * 5) / 7),
        gate: index === 0 ? ("signed" as const) : ("none" as const),
      };
    }),
  );
  for (let from = 0; from < rows.length; from += 60) {
    await trx
      .insertInto("phase")
      .values(rows.slice(from, from + 60))
      .execute();
  }
}

async function insertDeliverables(trx: Kysely<DB>, at: number): Promise<void> {
  await sql`
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${sql.lit(DELIVERABLES_PER_PHASE)})
    insert into deliverable (id, engagement_id, phase_id, position, title, notes, status, owner_id, due_on, is_visible,
      requires_evidence, created_at)
    select phase.id || '-' || i, engagement_id, phase.id, i, 'Deliverable ' || i || ' of ' || kind, '',
      case when phase.status = 'done' or (phase.status = 'in_progress' and i < 4) then 'done' else 'todo' end,
      null, planned_finish_on, case when i % 5 = 0 then 0 else 1 end, 0, ${sql.lit(at)}
    from phase cross join n`.execute(trx);
}

async function insertEvents(trx: Kysely<DB>, act: Act): Promise<void> {
  const hash = "0".repeat(64);
  await sql`
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${sql.lit(EVENTS)})
    insert into event (id, engagement_id, seq, at, on_date, actor_id, actor_name, kind, subject_id, label, "before",
      "after", visibility, previous_hash, hash)
    select engagement.id || '-' || i, engagement.id, i, ${sql.lit(act.at)} - (${sql.lit(EVENTS)} - i) * 3600000, ${act.today}, lead_id,
      'lead', 'deliverable.status_changed', null, 'Deliverable ' || i, '{"status":"todo"}',
      '{"status":"done","phase":"read"}', case when i % 4 = 0 then 'internal' else 'client' end, ${hash}, ${hash}
    from engagement cross join n`.execute(trx);
}

/** A deliverable to tick: the first of the phase that is under way. */
export async function findTickTarget(db: Kysely<DB>, code: string) {
  return db
    .selectFrom("deliverable")
    .innerJoin("phase", "phase.id", "deliverable.phase_id")
    .innerJoin("engagement", "engagement.id", "deliverable.engagement_id")
    .select(["engagement.id as engagementId", "phase.id as phaseId", "deliverable.id as deliverableId"])
    .where("engagement.code", "=", code)
    .where("phase.status", "=", "in_progress")
    .where("deliverable.position", "=", 1)
    .executeTakeFirstOrThrow();
}
