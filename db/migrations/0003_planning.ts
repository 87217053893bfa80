import { type Kysely, type SchemaModule, sql } from "kysely";
import { dateInZone } from "~/domain/calendar";
import type { DB } from "../schema";
import { bit, index, instant, ofEngagement, ownTable, refers, text, textOrNull, version } from "./columns";

/**
 * Expected dates kept beside the rows, the dates given at a phase's start, the way through the pipeline, audits and
 * estimates, enquiries, allocations and absences, reviews and saved views. Column meanings stand in `db/schema.ts`.
 */
export async function up(db: Kysely<DB>): Promise<void> {
  const { schema } = db;
  await extendEngagement(schema);
  await indexOrders(schema);
  await extendPhase(schema);
  await extendUpdate(db);
  await createGivenForecast(schema);
  await createStageEntry(schema);
  await createAudit(schema);
  await createEstimate(schema);
  await createEnquiry(schema);
  await createAllocation(schema);
  await createAbsence(schema);
  await createReview(schema);
  await createSavedView(schema);
  await createMilestoneForecast(schema);
  await tellStageEntries(db);
  await tellLastUpdates(db);
}

async function extendEngagement(schema: SchemaModule): Promise<void> {
  for (const name of ["lost_as", "p50_on", "p80_on", "p95_on", "forecast_on"]) {
    await schema.alterTable("engagement").addColumn(name, "text").execute();
  }
  for (const name of ["last_update_on", "updates_from_on", "ask_due_on"]) {
    await schema.alterTable("engagement").addColumn(name, "text").execute();
  }
  await schema
    .alterTable("engagement")
    .addColumn("is_lead_disabled", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await schema
    .alterTable("engagement")
    .addColumn("is_forecast_little", "integer", (column) => column.notNull().defaultTo(1))
    .execute();
  await schema
    .alterTable("engagement")
    .addColumn("is_forecast_shared", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await schema
    .alterTable("engagement")
    .addColumn("is_undecided", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await schema
    .alterTable("firm")
    .addColumn("is_enquiry_open", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await schema.alterTable("firm").addColumn("enquiry_key", "text").execute();
}

/** The orders of the pipeline's table by what seldom changes; a tick touches none of these columns. */
async function indexOrders(schema: SchemaModule): Promise<void> {
  const orders = {
    start: sql`coalesce(starts_on, '9999-12-31')`,
    title: sql`lower(title)`,
    value: sql`coalesce(value_minor, -1)`,
  };
  for (const [name, key] of Object.entries(orders)) {
    await schema
      .createIndex(`engagement_stage_${name}_number`)
      .on("engagement")
      .expression(sql`stage, (${key}), number`)
      .execute();
  }
}

async function extendPhase(schema: SchemaModule): Promise<void> {
  for (const name of ["p50_on", "p80_on", "p95_on"]) {
    await schema.alterTable("phase").addColumn(name, "text").execute();
  }
}

/** What was written here is for the client too; what an import brought stays ours. */
async function extendUpdate(db: Kysely<DB>): Promise<void> {
  await db.schema
    .alterTable("update")
    .addColumn("is_visible", "integer", (column) =>
      column.notNull().defaultTo(0).check(sql`is_visible in (0, 1)`),
    )
    .execute();
  await db.updateTable("update").set({ is_visible: 1 }).where("facts", "is not", null).execute();
}

async function createGivenForecast(schema: SchemaModule): Promise<void> {
  const table = text(
    ofEngagement(schema, "given_forecast"),
    "phase_kind",
    "given_on",
    "p50_on",
    "p80_on",
    "p95_on",
    "finish_p50_on",
    "finish_p80_on",
    "finish_p95_on",
  );
  await table
    .addColumn("past_count", "integer", (column) => column.notNull())
    .addUniqueConstraint("given_forecast_engagement_id_phase_kind_unique", ["engagement_id", "phase_kind"])
    .execute();
}

async function createStageEntry(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("stage_entry")
    .addColumn("engagement_id", "text", (column) => column.notNull())
    .addColumn("stage", "text", (column) => column.notNull())
    .addColumn("entered_on", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("stage_entry_pk", ["engagement_id", "stage"])
    .addForeignKeyConstraint("stage_entry_engagement_id_fk", ["engagement_id"], "engagement", ["id"])
    .execute();
}

async function createAudit(schema: SchemaModule): Promise<void> {
  let table = text(ofEngagement(schema, "audit"), "starts_on", "finishes_on", "summary", "conditions");
  table = refers(table, "audit", "auditor_id", "person", false);
  table = textOrNull(table, "recommendation", "concluded_on", "concluded_by_name");
  table = version(instant(table, "created_at"));
  await table
    .addUniqueConstraint("audit_engagement_id_unique", ["engagement_id"])
    .addCheckConstraint(
      "audit_recommendation_known",
      sql`recommendation in ('go', 'go_with_conditions', 'no')`,
    )
    .execute();
  await index(schema, "audit", "auditor_id");
}

async function createEstimate(schema: SchemaModule): Promise<void> {
  let table = text(ofEngagement(schema, "estimate"), "made_after", "made_on", "sentence")
    .addColumn("weeks_low", "integer", (column) => column.notNull())
    .addColumn("weeks_high", "integer", (column) => column.notNull());
  table = textOrNull(table, "promised_finish_on");
  table = refers(table, "estimate", "made_by", "person", false);
  table = instant(text(table, "made_by_name"), "made_at");
  await table
    .addCheckConstraint("estimate_made_after_known", sql`made_after in ('audit', 'read', 'stabilise')`)
    .addCheckConstraint("estimate_weeks_in_order", sql`weeks_low between 1 and weeks_high`)
    .execute();
  await index(schema, "estimate", "engagement_id", "made_by");
}

async function createEnquiry(schema: SchemaModule): Promise<void> {
  const table = text(
    ofEngagement(schema, "enquiry"),
    "company_name",
    "person_name",
    "email",
    "symptoms",
    "message",
  );
  await instant(table, "received_at").execute();
  await index(schema, "enquiry", "engagement_id");
}

async function createAllocation(schema: SchemaModule): Promise<void> {
  let table = refers(ofEngagement(schema, "allocation"), "allocation", "person_id", "person");
  table = text(table, "from_on", "until_on").addColumn("share_percent", "integer", (column) =>
    column.notNull().check(sql`share_percent between 1 and 100`),
  );
  await version(instant(table, "created_at"))
    .addCheckConstraint("allocation_dates_in_order", sql`from_on <= until_on`)
    .execute();
  await index(schema, "allocation", "engagement_id");
  // Capacity asks for what reaches into some weeks, of people who may have been here for years.
  await schema
    .createIndex("allocation_person_id_until_on")
    .on("allocation")
    .columns(["person_id", "until_on"])
    .execute();
}

async function createAbsence(schema: SchemaModule): Promise<void> {
  await ownTable(schema, "absence")
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("from_on", "text", (column) => column.notNull())
    .addColumn("until_on", "text", (column) => column.notNull())
    .addColumn("note", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addForeignKeyConstraint("absence_person_id_fk", ["person_id"], "person", ["id"])
    .addCheckConstraint("absence_dates_in_order", sql`from_on <= until_on`)
    .execute();
  await index(schema, "absence", "person_id");
}

async function createReview(schema: SchemaModule): Promise<void> {
  let table = text(ofEngagement(schema, "review"), "week_on", "outcome", "question");
  table = refers(table, "review", "reviewed_by", "person", false);
  table = instant(text(table, "reviewed_by_name"), "reviewed_at");
  await table
    .addUniqueConstraint("review_engagement_id_week_on_unique", ["engagement_id", "week_on"])
    .addCheckConstraint("review_outcome_known", sql`outcome in ('acknowledged', 'asked')`)
    .execute();
  await index(schema, "review", "reviewed_by", "week_on");
}

async function createSavedView(schema: SchemaModule): Promise<void> {
  const table = ownTable(schema, "saved_view")
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("query", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addForeignKeyConstraint("saved_view_person_id_fk", ["person_id"], "person", ["id"])
    .addUniqueConstraint("saved_view_person_id_name_unique", ["person_id", "name"]);
  await bit(table, "is_shared").execute();
}

async function createMilestoneForecast(schema: SchemaModule): Promise<void> {
  let table = text(ofEngagement(schema, "milestone_forecast"), "title", "told_on", "note");
  table = textOrNull(table, "expected_on", "health");
  await table
    .addColumn("progress_percent", "integer")
    .addUniqueConstraint("milestone_forecast_engagement_id_title_told_on_unique", [
      "engagement_id",
      "title",
      "told_on",
    ])
    .execute();
}

/** The stages that an engagement is known to have stood in: those that its events tell of, and where it stands. */
async function tellStageEntries(db: Kysely<DB>): Promise<void> {
  const moves = await db
    .selectFrom("event")
    .select(["engagement_id", "on_date", "before", "after"])
    .where("kind", "in", ["engagement.created", "engagement.imported", "engagement.stage_moved"])
    .orderBy("engagement_id")
    .orderBy("seq")
    .execute();
  const engagements = await db.selectFrom("engagement").select(["id", "stage", "created_at"]).execute();
  const seen = new Map<string, { engagement_id: string; stage: string; entered_on: string }>();
  const enter = (id: string, stage: unknown, on: string) => {
    const key = `${id} ${stage}`;
    if (typeof stage === "string" && !seen.has(key))
      seen.set(key, { engagement_id: id, stage, entered_on: on });
  };
  for (const { engagement_id: id, on_date, before, after } of moves) {
    enter(id, (JSON.parse(before) as { stage?: unknown }).stage, on_date);
    enter(id, (JSON.parse(after) as { stage?: unknown }).stage, on_date);
  }
  for (const { id, stage, created_at } of engagements) {
    enter(id, stage, new Date(created_at).toISOString().slice(0, 10));
  }
  const rows = [...seen.values()];
  for (let at = 0; at < rows.length; at += 200) {
    await sql`insert into stage_entry (engagement_id, stage, entered_on) values ${sql.join(
      rows.slice(at, at + 200).map((row) => sql`(${row.engagement_id}, ${row.stage}, ${row.entered_on})`),
    )}`.execute(db);
  }
}

/** The day of the last update of each engagement; what else is kept beside the live ones is reckoned when it is read. */
async function tellLastUpdates(db: Kysely<DB>): Promise<void> {
  const firm = await db.selectFrom("firm").select("time_zone").executeTakeFirst();
  const last = await db
    .selectFrom("update")
    .select((eb) => ["engagement_id", eb.fn.max("published_at").as("at")])
    .where("published_at", "is not", null)
    .groupBy("engagement_id")
    .execute();
  for (const { engagement_id: id, at } of last) {
    await db
      .updateTable("engagement")
      .set({ last_update_on: dateInZone(Number(at), firm?.time_zone ?? "UTC") })
      .where("id", "=", id)
      .execute();
  }
  await db.updateTable("engagement").set({ standing_on: null }).where("stage", "=", "active").execute();
}
