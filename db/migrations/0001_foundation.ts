import { type Kysely, type SchemaModule, sql } from "kysely";
import type { DB } from "../schema";

/** Every table of the foundation. Column meanings stand in `db/schema.ts`. */
export async function up(db: Kysely<DB>): Promise<void> {
  const { schema } = db;
  await createFirm(schema);
  await createHoliday(schema);
  await createCounter(schema);
  await createPerson(schema);
  await createCompany(schema);
  await createContact(schema);
  await createSession(schema);
  await createMailLink(schema);
  await createAttempt(schema);
  await createMail(schema);
  await createTemplate(schema);
  await createEngagement(schema);
  await createEngagementMember(schema);
  await createPhase(schema);
  await createPromise(schema);
  await createDeliverable(schema);
  await createEvidence(schema);
  await createGate(schema);
  await createPause(schema);
  await createClockInterval(schema);
  await createUpdate(schema);
  await createMilestone(schema);
  await createEvent(schema);
  await createFirmEvent(schema);
  await createPortalVisit(schema);
  await createIdempotency(schema);
  await createImport(schema);
  await createImportMapping(schema);
}

async function createFirm(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("firm")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("time_zone", "text", (column) => column.notNull())
    .addColumn("currency", "text", (column) => column.notNull())
    .addColumn("weekend", "text", (column) => column.notNull())
    .addColumn("calendar_version", "integer", (column) => column.notNull().defaultTo(1))
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull().defaultTo(1))
    .execute();
}

async function createHoliday(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("holiday")
    .addColumn("on_date", "text", (column) => column.primaryKey().notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .execute();
}

async function createCounter(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("counter")
    .addColumn("name", "text", (column) => column.primaryKey().notNull())
    .addColumn("value", "integer", (column) => column.notNull())
    .execute();
}

async function createPerson(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("person")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("email", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("password_hash", "text")
    .addColumn("disabled_at", "bigint")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull().defaultTo(1))
    .addUniqueConstraint("person_email_unique", ["email"])
    .addCheckConstraint("person_role_known", sql`role in ('admin', 'manager', 'lead', 'member', 'client')`)
    .execute();
}

async function createCompany(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("company")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull().defaultTo(1))
    .addUniqueConstraint("company_name_unique", ["name"])
    .execute();
}

async function createContact(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("contact")
    .addColumn("company_id", "text", (column) => column.notNull())
    .addColumn("person_id", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("contact_pk", ["company_id", "person_id"])
    .addForeignKeyConstraint("contact_company_id_fk", ["company_id"], "company", ["id"])
    .addForeignKeyConstraint("contact_person_id_fk", ["person_id"], "person", ["id"])
    .execute();
  await schema.createIndex("contact_person_id").on("contact").column("person_id").execute();
}

async function createSession(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("session")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("last_seen_at", "bigint", (column) => column.notNull())
    .addColumn("user_agent", "text", (column) => column.notNull())
    .addColumn("source", "text", (column) => column.notNull())
    .addForeignKeyConstraint("session_person_id_fk", ["person_id"], "person", ["id"])
    .execute();
  await schema.createIndex("session_expires_at").on("session").column("expires_at").execute();
  await schema.createIndex("session_person_id").on("session").column("person_id").execute();
}

async function createMailLink(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("mail_link")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("purpose", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .addColumn("used_at", "bigint")
    .addForeignKeyConstraint("mail_link_person_id_fk", ["person_id"], "person", ["id"])
    .execute();
  await schema.createIndex("mail_link_person_id").on("mail_link").column("person_id").execute();
}

async function createAttempt(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("attempt")
    .addColumn("key", "text", (column) => column.primaryKey().notNull())
    .addColumn("count", "integer", (column) => column.notNull())
    .addColumn("resets_at", "bigint", (column) => column.notNull())
    .execute();
}

async function createMail(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("mail")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("to_address", "text", (column) => column.notNull())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("text", "text", (column) => column.notNull())
    .addColumn("html", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("sent_at", "bigint")
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("next_attempt_at", "bigint")
    .addColumn("last_error", "text")
    .execute();
  await schema.createIndex("mail_created_at").on("mail").column("created_at").execute();
  await schema.createIndex("mail_next_attempt_at").on("mail").column("next_attempt_at").execute();
}

async function createTemplate(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("template")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("is_builtin", "integer", (column) => column.notNull().check(sql`is_builtin in (0, 1)`))
    .addColumn("archived_at", "bigint")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull().defaultTo(1))
    .execute();
}

async function createEngagement(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("engagement")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("code", "text", (column) => column.notNull())
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("summary", "text", (column) => column.notNull())
    .addColumn("service", "text", (column) => column.notNull())
    .addColumn("origin", "text", (column) => column.notNull())
    .addColumn("stage", "text", (column) => column.notNull())
    .addColumn("company_id", "text", (column) => column.notNull())
    .addColumn("lead_id", "text")
    .addColumn("manager_id", "text")
    .addColumn("template_name", "text", (column) => column.notNull())
    .addColumn("starts_on", "text")
    .addColumn("weeks", "integer")
    .addColumn("weeks_reason", "text")
    .addColumn("value_minor", "bigint")
    .addColumn("currency", "text", (column) => column.notNull())
    .addColumn("win_probability", "integer")
    .addColumn("lost_reason", "text")
    .addColumn("profile", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("source", "text")
    .addColumn("source_ref", "text")
    .addColumn("source_hash", "text")
    .addColumn("seq", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("last_hash", "text", (column) => column.notNull().defaultTo(""))
    .addColumn("phase", "text")
    .addColumn("phase_status", "text")
    .addColumn("phase_start_on", "text")
    .addColumn("phase_finish_on", "text")
    .addColumn("promised_finish_on", "text")
    .addColumn("gate", "text", (column) => column.notNull().defaultTo("none"))
    .addColumn("gate_requested_on", "text")
    .addColumn("declines", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("progress_bp", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("open_count", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("late_count", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("blocked_count", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("next_due_on", "text")
    .addColumn("holder", "text", (column) => column.notNull().defaultTo("us"))
    .addColumn("holder_since_on", "text")
    .addColumn("is_paused", "integer", (column) =>
      column.notNull().defaultTo(0).check(sql`is_paused in (0, 1)`),
    )
    .addColumn("health", "text")
    .addColumn("need", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("standing_on", "text")
    .addUniqueConstraint("engagement_number_unique", ["number"])
    .addUniqueConstraint("engagement_code_unique", ["code"])
    .addUniqueConstraint("engagement_source_source_ref_unique", ["source", "source_ref"])
    .addForeignKeyConstraint("engagement_company_id_fk", ["company_id"], "company", ["id"])
    .addForeignKeyConstraint("engagement_lead_id_fk", ["lead_id"], "person", ["id"])
    .addForeignKeyConstraint("engagement_manager_id_fk", ["manager_id"], "person", ["id"])
    .addCheckConstraint(
      "engagement_stage_known",
      sql`stage in ('lead', 'audit', 'proposal', 'active', 'handed_over', 'lost')`,
    )
    .execute();
  await schema
    .createIndex("engagement_stage_need_number")
    .on("engagement")
    .columns(["stage", "need", "number"])
    .execute();
  await schema.createIndex("engagement_company_id").on("engagement").column("company_id").execute();
  await schema.createIndex("engagement_lead_id").on("engagement").column("lead_id").execute();
  await schema.createIndex("engagement_manager_id").on("engagement").column("manager_id").execute();
  await schema.createIndex("engagement_standing_on").on("engagement").column("standing_on").execute();
}

async function createEngagementMember(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("engagement_member")
    .addColumn("engagement_id", "text", (column) => column.notNull())
    .addColumn("person_id", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("engagement_member_pk", ["engagement_id", "person_id"])
    .addForeignKeyConstraint("engagement_member_engagement_id_fk", ["engagement_id"], "engagement", ["id"])
    .addForeignKeyConstraint("engagement_member_person_id_fk", ["person_id"], "person", ["id"])
    .execute();
  await schema
    .createIndex("engagement_member_person_id")
    .on("engagement_member")
    .column("person_id")
    .execute();
}

async function createPhase(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("phase")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("engagement_id", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("position", "integer", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("first_start_on", "text")
    .addColumn("first_finish_on", "text")
    .addColumn("planned_start_on", "text", (column) => column.notNull())
    .addColumn("planned_finish_on", "text", (column) => column.notNull())
    .addColumn("actual_start_on", "text")
    .addColumn("actual_finish_on", "text")
    .addColumn("working_days", "integer", (column) => column.notNull())
    .addColumn("gate", "text", (column) => column.notNull().defaultTo("none"))
    .addColumn("total_count", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("done_count", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("not_applicable_count", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("version", "integer", (column) => column.notNull().defaultTo(1))
    .addUniqueConstraint("phase_engagement_id_position_unique", ["engagement_id", "position"])
    .addUniqueConstraint("phase_engagement_id_kind_unique", ["engagement_id", "kind"])
    .addForeignKeyConstraint("phase_engagement_id_fk", ["engagement_id"], "engagement", ["id"])
    .addCheckConstraint("phase_status_known", sql`status in ('upcoming', 'in_progress', 'in_review', 'done')`)
    .execute();
}

async function createPromise(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("promise")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("engagement_id", "text", (column) => column.notNull())
    .addColumn("move_id", "text", (column) => column.notNull())
    .addColumn("position", "integer", (column) => column.notNull())
    .addColumn("phase_kind", "text", (column) => column.notNull())
    .addColumn("edge", "text", (column) => column.notNull())
    .addColumn("from_on", "text")
    .addColumn("to_on", "text", (column) => column.notNull())
    .addColumn("working_days", "integer", (column) => column.notNull())
    .addColumn("cause", "text", (column) => column.notNull())
    .addColumn("sentence", "text", (column) => column.notNull())
    .addColumn("made_by", "text")
    .addColumn("made_by_name", "text", (column) => column.notNull())
    .addColumn("made_at", "bigint", (column) => column.notNull())
    .addColumn("carried", "text")
    .addColumn("undone_at", "bigint")
    .addUniqueConstraint("promise_move_id_position_unique", ["move_id", "position"])
    .addForeignKeyConstraint("promise_engagement_id_fk", ["engagement_id"], "engagement", ["id"])
    .addForeignKeyConstraint("promise_made_by_fk", ["made_by"], "person", ["id"])
    .execute();
  await schema.createIndex("promise_engagement_id").on("promise").column("engagement_id").execute();
  await schema.createIndex("promise_made_by").on("promise").column("made_by").execute();
}

async function createDeliverable(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("deliverable")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("engagement_id", "text", (column) => column.notNull())
    .addColumn("phase_id", "text", (column) => column.notNull())
    .addColumn("position", "integer", (column) => column.notNull())
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("notes", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("reason", "text")
    .addColumn("owner_id", "text")
    .addColumn("due_on", "text")
    .addColumn("is_visible", "integer", (column) => column.notNull().check(sql`is_visible in (0, 1)`))
    .addColumn("requires_evidence", "integer", (column) =>
      column.notNull().check(sql`requires_evidence in (0, 1)`),
    )
    .addColumn("evidence_count", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("artefact", "text")
    .addColumn("done_at", "bigint")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("source_ref", "text")
    .addColumn("version", "integer", (column) => column.notNull().defaultTo(1))
    .addForeignKeyConstraint("deliverable_engagement_id_fk", ["engagement_id"], "engagement", ["id"])
    .addForeignKeyConstraint("deliverable_phase_id_fk", ["phase_id"], "phase", ["id"])
    .addForeignKeyConstraint("deliverable_owner_id_fk", ["owner_id"], "person", ["id"])
    .addCheckConstraint(
      "deliverable_status_known",
      sql`status in ('todo', 'doing', 'blocked', 'done', 'not_applicable')`,
    )
    .execute();
  await schema
    .createIndex("deliverable_phase_id_position")
    .on("deliverable")
    .columns(["phase_id", "position"])
    .execute();
  await schema.createIndex("deliverable_engagement_id").on("deliverable").column("engagement_id").execute();
  await schema.createIndex("deliverable_owner_id").on("deliverable").column("owner_id").execute();
}

async function createEvidence(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("evidence")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("engagement_id", "text", (column) => column.notNull())
    .addColumn("deliverable_id", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("url", "text")
    .addColumn("note", "text", (column) => column.notNull())
    .addColumn("is_visible", "integer", (column) => column.notNull().check(sql`is_visible in (0, 1)`))
    .addColumn("added_by", "text")
    .addColumn("added_by_name", "text", (column) => column.notNull())
    .addColumn("added_at", "bigint", (column) => column.notNull())
    .addForeignKeyConstraint("evidence_engagement_id_fk", ["engagement_id"], "engagement", ["id"])
    .addForeignKeyConstraint("evidence_deliverable_id_fk", ["deliverable_id"], "deliverable", ["id"])
    .addForeignKeyConstraint("evidence_added_by_fk", ["added_by"], "person", ["id"])
    .execute();
  await schema.createIndex("evidence_engagement_id").on("evidence").column("engagement_id").execute();
  await schema.createIndex("evidence_deliverable_id").on("evidence").column("deliverable_id").execute();
  await schema.createIndex("evidence_added_by").on("evidence").column("added_by").execute();
}

async function createGate(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("gate")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("engagement_id", "text", (column) => column.notNull())
    .addColumn("phase_id", "text", (column) => column.notNull())
    .addColumn("attempt", "integer", (column) => column.notNull())
    .addColumn("criteria", "text", (column) => column.notNull())
    .addColumn("requested_by", "text")
    .addColumn("requested_by_name", "text", (column) => column.notNull())
    .addColumn("requested_at", "bigint", (column) => column.notNull())
    .addColumn("requested_on", "text", (column) => column.notNull())
    .addColumn("outcome", "text")
    .addColumn("decided_by", "text")
    .addColumn("decided_name", "text")
    .addColumn("decided_at", "bigint")
    .addColumn("decided_on", "text")
    .addColumn("reason", "text")
    .addUniqueConstraint("gate_phase_id_attempt_unique", ["phase_id", "attempt"])
    .addForeignKeyConstraint("gate_engagement_id_fk", ["engagement_id"], "engagement", ["id"])
    .addForeignKeyConstraint("gate_phase_id_fk", ["phase_id"], "phase", ["id"])
    .addForeignKeyConstraint("gate_requested_by_fk", ["requested_by"], "person", ["id"])
    .addForeignKeyConstraint("gate_decided_by_fk", ["decided_by"], "person", ["id"])
    .execute();
  await schema.createIndex("gate_engagement_id").on("gate").column("engagement_id").execute();
  await schema.createIndex("gate_requested_by").on("gate").column("requested_by").execute();
  await schema.createIndex("gate_decided_by").on("gate").column("decided_by").execute();
  // One open request per phase, whoever asks at once.
  await schema
    .createIndex("gate_open")
    .on("gate")
    .column("phase_id")
    .unique()
    .where(sql<boolean>`outcome is null`)
    .execute();
}

async function createPause(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("pause")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("engagement_id", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("paused_by", "text")
    .addColumn("paused_at", "bigint", (column) => column.notNull())
    .addColumn("paused_on", "text", (column) => column.notNull())
    .addColumn("resumed_by", "text")
    .addColumn("resumed_at", "bigint")
    .addColumn("resumed_on", "text")
    .addForeignKeyConstraint("pause_engagement_id_fk", ["engagement_id"], "engagement", ["id"])
    .addForeignKeyConstraint("pause_paused_by_fk", ["paused_by"], "person", ["id"])
    .addForeignKeyConstraint("pause_resumed_by_fk", ["resumed_by"], "person", ["id"])
    .execute();
  await schema.createIndex("pause_engagement_id").on("pause").column("engagement_id").execute();
  await schema.createIndex("pause_paused_by").on("pause").column("paused_by").execute();
  await schema.createIndex("pause_resumed_by").on("pause").column("resumed_by").execute();
  await schema
    .createIndex("pause_open")
    .on("pause")
    .column("engagement_id")
    .unique()
    .where(sql<boolean>`resumed_at is null`)
    .execute();
}

async function createClockInterval(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("clock_interval")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("engagement_id", "text", (column) => column.notNull())
    .addColumn("holder", "text", (column) => column.notNull())
    .addColumn("why", "text", (column) => column.notNull())
    .addColumn("since_on", "text", (column) => column.notNull())
    .addColumn("until_on", "text")
    .addColumn("set_by", "text")
    .addColumn("set_at", "bigint", (column) => column.notNull())
    .addForeignKeyConstraint("clock_interval_engagement_id_fk", ["engagement_id"], "engagement", ["id"])
    .addForeignKeyConstraint("clock_interval_set_by_fk", ["set_by"], "person", ["id"])
    .execute();
  await schema
    .createIndex("clock_interval_engagement_id")
    .on("clock_interval")
    .column("engagement_id")
    .execute();
  await schema.createIndex("clock_interval_set_by").on("clock_interval").column("set_by").execute();
  await schema
    .createIndex("clock_interval_open")
    .on("clock_interval")
    .column("engagement_id")
    .unique()
    .where(sql<boolean>`until_on is null`)
    .execute();
}

async function createUpdate(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("update")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("engagement_id", "text", (column) => column.notNull())
    .addColumn("on_date", "text", (column) => column.notNull())
    .addColumn("health", "text")
    .addColumn("sentence", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("author_name", "text", (column) => column.notNull())
    .addColumn("published_at", "bigint")
    .addColumn("source_ref", "text")
    .addColumn("note", "text")
    .addForeignKeyConstraint("update_engagement_id_fk", ["engagement_id"], "engagement", ["id"])
    .execute();
  await schema
    .createIndex("update_engagement_id_on_date")
    .on("update")
    .columns(["engagement_id", "on_date"])
    .execute();
}

async function createMilestone(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("milestone")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("engagement_id", "text", (column) => column.notNull())
    .addColumn("position", "integer", (column) => column.notNull())
    .addColumn("happened_on", "text")
    .addColumn("title", "text", (column) => column.notNull())
    .addUniqueConstraint("milestone_engagement_id_position_unique", ["engagement_id", "position"])
    .addForeignKeyConstraint("milestone_engagement_id_fk", ["engagement_id"], "engagement", ["id"])
    .execute();
}

async function createEvent(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("event")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("engagement_id", "text", (column) => column.notNull())
    .addColumn("seq", "integer", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("on_date", "text", (column) => column.notNull())
    .addColumn("actor_id", "text")
    .addColumn("actor_name", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("subject_id", "text")
    .addColumn("label", "text")
    .addColumn("before", "text", (column) => column.notNull())
    .addColumn("after", "text", (column) => column.notNull())
    .addColumn("visibility", "text", (column) => column.notNull())
    .addColumn("previous_hash", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addUniqueConstraint("event_engagement_id_seq_unique", ["engagement_id", "seq"])
    .addForeignKeyConstraint("event_engagement_id_fk", ["engagement_id"], "engagement", ["id"])
    .addForeignKeyConstraint("event_actor_id_fk", ["actor_id"], "person", ["id"])
    .execute();
  await schema.createIndex("event_actor_id").on("event").column("actor_id").execute();
}

async function createFirmEvent(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("firm_event")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("actor_id", "text")
    .addColumn("actor_name", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("subject_id", "text")
    .addColumn("label", "text")
    .addColumn("before", "text", (column) => column.notNull())
    .addColumn("after", "text", (column) => column.notNull())
    .execute();
  await schema.createIndex("firm_event_at").on("firm_event").column("at").execute();
}

async function createPortalVisit(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("portal_visit")
    .addColumn("engagement_id", "text", (column) => column.notNull())
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("since_seq", "integer", (column) => column.notNull())
    .addColumn("since_at", "bigint")
    .addColumn("seen_seq", "integer", (column) => column.notNull())
    .addColumn("seen_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("portal_visit_pk", ["engagement_id", "person_id"])
    .addForeignKeyConstraint("portal_visit_engagement_id_fk", ["engagement_id"], "engagement", ["id"])
    .addForeignKeyConstraint("portal_visit_person_id_fk", ["person_id"], "person", ["id"])
    .execute();
  await schema.createIndex("portal_visit_person_id").on("portal_visit").column("person_id").execute();
}

async function createIdempotency(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("idempotency")
    .addColumn("actor_id", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("result", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("idempotency_pk", ["actor_id", "key"])
    .execute();
  await schema.createIndex("idempotency_created_at").on("idempotency").column("created_at").execute();
}

async function createImport(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("import")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("file_name", "text", (column) => column.notNull())
    .addColumn("content", "text", (column) => column.notNull())
    .addColumn("mapping", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("result", "text")
    .addColumn("created_by", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addForeignKeyConstraint("import_created_by_fk", ["created_by"], "person", ["id"])
    .execute();
  await schema.createIndex("import_created_by").on("import").column("created_by").execute();
}

async function createImportMapping(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("import_mapping")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("mapping", "text", (column) => column.notNull())
    .addColumn("created_by", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("import_mapping_name_unique", ["name"])
    .addForeignKeyConstraint("import_mapping_created_by_fk", ["created_by"], "person", ["id"])
    .execute();
  await schema.createIndex("import_mapping_created_by").on("import_mapping").column("created_by").execute();
}
