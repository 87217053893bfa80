import { type Kysely, type RawBuilder, type SchemaModule, sql } from "kysely";
import type { DB } from "../schema";
import {
  bit,
  index,
  instant,
  instantOrNull,
  ofEngagement,
  refers,
  text,
  textOrNull,
  version,
} from "./columns";

/**
 * Files and their evidence, the chain from finding to protecting test, standards, decisions, measures, asks, frozen
 * gates, weekly updates, comments, share links and the hand-over. Column meanings stand in `db/schema.ts`.
 */
export async function up(db: Kysely<DB>): Promise<void> {
  const { schema } = db;
  await createFile(schema);
  await createFinding(schema);
  await createHotspot(schema);
  await createProtectingTest(schema);
  await createStandard(schema);
  await createStandardCheck(schema);
  await createDecision(schema);
  await createDecisionLink(schema);
  await createMeasure(schema);
  await createAsk(schema);
  await createArtefact(schema);
  await renewEvidence(db);
  await createComment(schema);
  await createShareLink(schema);
  await createSignCode(schema);
  await createHandoverCheck(schema);
  await createClosing(schema);
  await extendGate(schema);
  await extendUpdate(schema);
}

/** True when exactly one of the columns holds something. */
function exactlyOne(...columns: string[]): RawBuilder<unknown> {
  const held = columns.map((column) => sql`case when ${sql.ref(column)} is null then 0 else 1 end`);
  return sql`${sql.join(held, sql` + `)} = 1`;
}

async function createFile(schema: SchemaModule): Promise<void> {
  let table = text(ofEngagement(schema, "file"), "sha256", "name", "type");
  table = table.addColumn("size", "integer", (column) => column.notNull());
  table = refers(table, "file", "added_by", "person", false);
  table = instant(text(table, "added_by_name"), "added_at");
  await table.execute();
  await index(schema, "file", "engagement_id", "sha256", "added_by");
}

async function createFinding(schema: SchemaModule): Promise<void> {
  let table = ofEngagement(schema, "finding").addColumn("number", "integer", (column) => column.notNull());
  table = text(table, "title", "severity", "area", "body", "place", "status", "resolution");
  table = bit(bit(table, "is_visible"), "is_untouched");
  table = textOrNull(table, "settled_on", "source_ref");
  table = refers(table, "finding", "created_by", "person", false);
  table = version(instant(text(table, "created_by_name"), "created_at"));
  await table
    .addUniqueConstraint("finding_engagement_id_number_unique", ["engagement_id", "number"])
    .addCheckConstraint("finding_severity_known", sql`severity in ('critical', 'high', 'medium', 'low')`)
    .addCheckConstraint("finding_status_known", sql`status in ('open', 'resolved', 'accepted')`)
    .execute();
  await index(schema, "finding", "created_by");
}

async function createHotspot(schema: SchemaModule): Promise<void> {
  let table = refers(ofEngagement(schema, "hotspot"), "hotspot", "finding_id", "finding");
  table = table
    .addColumn("minutes_before", "integer", (column) => column.notNull())
    .addColumn("minutes_after", "integer");
  table = text(table, "fix");
  table = textOrNull(table, "measured_on", "fixed_on", "accepted_reason", "accepted_by_name", "accepted_on");
  table = version(instant(table, "created_at"));
  await table.addUniqueConstraint("hotspot_finding_id_unique", ["finding_id"]).execute();
  await index(schema, "hotspot", "engagement_id");
}

async function createProtectingTest(schema: SchemaModule): Promise<void> {
  let table = refers(ofEngagement(schema, "protecting_test"), "protecting_test", "hotspot_id", "hotspot");
  table = text(table, "name", "kind", "place");
  table = refers(table, "protecting_test", "added_by", "person", false);
  await instant(text(table, "added_by_name"), "added_at").execute();
  await index(schema, "protecting_test", "engagement_id", "hotspot_id", "added_by");
}

async function createStandard(schema: SchemaModule): Promise<void> {
  let table = ofEngagement(schema, "standard").addColumn("number", "integer", (column) => column.notNull());
  table = text(table, "title", "area", "rule", "agreed_on", "agreed_by_name");
  table = textOrNull(table, "withdrawn_on", "withdrawn_reason");
  table = version(instant(table, "created_at"));
  await table
    .addUniqueConstraint("standard_engagement_id_number_unique", ["engagement_id", "number"])
    .execute();
}

async function createStandardCheck(schema: SchemaModule): Promise<void> {
  let table = refers(ofEngagement(schema, "standard_check"), "standard_check", "standard_id", "standard");
  table = refers(table, "standard_check", "deliverable_id", "deliverable");
  table = textOrNull(text(table, "state"), "reason");
  table = refers(table, "standard_check", "checked_by", "person", false);
  await instant(text(table, "checked_by_name"), "checked_at")
    .addUniqueConstraint("standard_check_standard_id_deliverable_id_unique", [
      "standard_id",
      "deliverable_id",
    ])
    .addCheckConstraint("standard_check_state_known", sql`state in ('met', 'exempt')`)
    .execute();
  await index(schema, "standard_check", "engagement_id", "deliverable_id", "checked_by");
}

async function createDecision(schema: SchemaModule): Promise<void> {
  let table = ofEngagement(schema, "decision").addColumn("number", "integer", (column) => column.notNull());
  table = text(table, "title", "status", "status_note", "context", "options", "decision", "consequences");
  table = text(table, "more", "present", "revisit_trigger");
  table = textOrNull(table, "decided_on", "revisit_on", "source_ref");
  table = refers(bit(table, "is_visible"), "decision", "superseded_by", "decision", false);
  table = refers(table, "decision", "created_by", "person", false);
  table = version(instant(text(table, "created_by_name"), "created_at"));
  await table
    .addUniqueConstraint("decision_engagement_id_number_unique", ["engagement_id", "number"])
    .addCheckConstraint(
      "decision_status_known",
      sql`status in ('proposed', 'accepted', 'rejected', 'deprecated', 'superseded')`,
    )
    .execute();
  await index(schema, "decision", "superseded_by", "created_by");
}

async function createDecisionLink(schema: SchemaModule): Promise<void> {
  let table = refers(ofEngagement(schema, "decision_link"), "decision_link", "decision_id", "decision");
  table = refers(table, "decision_link", "finding_id", "finding", false);
  table = refers(table, "decision_link", "deliverable_id", "deliverable", false);
  await textOrNull(table, "artefact")
    .addCheckConstraint("decision_link_one_target", exactlyOne("finding_id", "deliverable_id", "artefact"))
    .execute();
  await index(schema, "decision_link", "engagement_id", "decision_id", "finding_id", "deliverable_id");
}

async function createMeasure(schema: SchemaModule): Promise<void> {
  let table = ofEngagement(schema, "measure").addColumn("position", "integer", (column) => column.notNull());
  table = text(table, "title", "unit", "better");
  for (const edge of ["before", "after"]) {
    table = table.addColumn(`${edge}_value`, "double precision");
    table = textOrNull(table, `${edge}_on`, `${edge}_how`);
  }
  await version(instant(bit(table, "is_visible"), "created_at"))
    .addCheckConstraint("measure_better_known", sql`better in ('lower', 'higher')`)
    .execute();
  await index(schema, "measure", "engagement_id");
}

async function createAsk(schema: SchemaModule): Promise<void> {
  let table = ofEngagement(schema, "ask").addColumn("number", "integer", (column) => column.notNull());
  table = bit(text(table, "title", "body", "status"), "is_blocking");
  table = textOrNull(table, "due_on", "answer", "answered_on", "answered_by_name", "withdrawn_reason");
  table = instantOrNull(table, "answered_at");
  table = refers(table, "ask", "answered_by", "person", false);
  table = refers(table, "ask", "asked_by", "person", false);
  table = version(instant(text(table, "asked_by_name", "asked_on"), "asked_at"));
  await table
    .addUniqueConstraint("ask_engagement_id_number_unique", ["engagement_id", "number"])
    .addCheckConstraint("ask_status_known", sql`status in ('open', 'answered', 'withdrawn')`)
    .execute();
  await index(schema, "ask", "answered_by", "asked_by");
}

async function createArtefact(schema: SchemaModule): Promise<void> {
  let table = text(ofEngagement(schema, "artefact"), "kind", "place", "owner_after", "how_verified");
  table = textOrNull(table, "verified_on", "verified_by_name", "missing_reason", "accepted_name");
  table = refers(table, "artefact", "accepted_by", "person", false);
  await version(instantOrNull(table, "accepted_at"))
    .addUniqueConstraint("artefact_engagement_id_kind_unique", ["engagement_id", "kind"])
    .execute();
  await index(schema, "artefact", "accepted_by");
}

const EVIDENCE_OF = ["deliverable", "finding", "hotspot", "artefact", "ask"];

/** Evidence belonged to a deliverable only; now it proves one of several things, and may be a file. */
async function renewEvidence(db: Kysely<DB>): Promise<void> {
  const { schema } = db;
  for (const column of ["engagement_id", "deliverable_id", "added_by"]) {
    await schema.dropIndex(`evidence_${column}`).execute();
  }
  await schema.alterTable("evidence").renameTo("evidence_of_deliverable").execute();
  let table = ofEngagement(schema, "evidence");
  for (const of of EVIDENCE_OF) table = refers(table, "evidence", `${of}_id`, of, false);
  table = refers(textOrNull(text(table, "kind"), "url"), "evidence", "file_id", "file", false);
  table = refers(bit(text(table, "note"), "is_visible"), "evidence", "added_by", "person", false);
  await instant(text(table, "added_by_name"), "added_at")
    .addCheckConstraint("evidence_one_subject", exactlyOne(...EVIDENCE_OF.map((of) => `${of}_id`)))
    .addCheckConstraint("evidence_kind_known", sql`kind in ('link', 'note', 'file')`)
    .execute();
  await sql`insert into evidence
    (id, engagement_id, deliverable_id, kind, url, note, is_visible, added_by, added_by_name, added_at)
    select id, engagement_id, deliverable_id, kind, url, note, is_visible, added_by, added_by_name, added_at
    from evidence_of_deliverable`.execute(db);
  await schema.dropTable("evidence_of_deliverable").execute();
  const indexed = ["engagement_id", ...EVIDENCE_OF.map((of) => `${of}_id`), "file_id", "added_by"];
  await index(schema, "evidence", ...indexed);
}

async function createComment(schema: SchemaModule): Promise<void> {
  let table = textOrNull(text(ofEngagement(schema, "comment"), "about"), "subject_id");
  table = text(table, "visibility", "body", "mentions");
  table = refers(table, "comment", "written_by", "person", false);
  table = instantOrNull(instant(text(table, "written_by_name"), "written_at"), "removed_at");
  await table
    .addCheckConstraint("comment_visibility_known", sql`visibility in ('client', 'internal')`)
    .execute();
  await schema
    .createIndex("comment_engagement_id_about_subject_id")
    .on("comment")
    .columns(["engagement_id", "about", "subject_id"])
    .execute();
  await index(schema, "comment", "written_by");
}

async function createShareLink(schema: SchemaModule): Promise<void> {
  let table = refers(
    text(ofEngagement(schema, "share_link"), "label"),
    "share_link",
    "created_by",
    "person",
    false,
  );
  table = instant(instant(text(table, "created_by_name"), "created_at"), "expires_at");
  await instantOrNull(table, "revoked_at", "last_used_at").execute();
  await index(schema, "share_link", "engagement_id", "created_by");
}

async function createSignCode(schema: SchemaModule): Promise<void> {
  let table = refers(ofEngagement(schema, "sign_code"), "sign_code", "gate_id", "gate");
  table = text(refers(table, "sign_code", "person_id", "person"), "code_hash");
  table = instantOrNull(instant(instant(table, "created_at"), "expires_at"), "used_at");
  await table.execute();
  await index(schema, "sign_code", "engagement_id", "gate_id", "person_id");
}

async function createHandoverCheck(schema: SchemaModule): Promise<void> {
  let table = ofEngagement(schema, "handover_check").addColumn("day", "integer", (column) =>
    column.notNull().check(sql`day in (90, 180)`),
  );
  table = textOrNull(text(table, "due_on"), "done_on", "done_by_name", "result");
  await table
    .addUniqueConstraint("handover_check_engagement_id_day_unique", ["engagement_id", "day"])
    .execute();
}

async function createClosing(schema: SchemaModule): Promise<void> {
  let table = text(ofEngagement(schema, "closing"), "outcome", "retrospective", "closed_on");
  table = refers(table, "closing", "closed_by", "person", false);
  table = version(instant(text(table, "closed_by_name"), "closed_at"));
  await table.addUniqueConstraint("closing_engagement_id_unique", ["engagement_id"]).execute();
  await index(schema, "closing", "closed_by");
}

async function extendGate(schema: SchemaModule): Promise<void> {
  await schema.alterTable("gate").addColumn("document", "text").execute();
  await schema.alterTable("gate").addColumn("document_hash", "text").execute();
}

async function extendUpdate(schema: SchemaModule): Promise<void> {
  const add = (name: string, type: "text" | "bigint" | "integer") =>
    schema.alterTable("update").addColumn(name, type).execute();
  await add("internal_body", "text");
  await add("facts", "text");
  await add("from_seq", "integer");
  await add("to_seq", "integer");
  await add("acknowledged_by_name", "text");
  await add("acknowledged_at", "bigint");
  await schema
    .alterTable("update")
    .addColumn("version", "integer", (column) => column.notNull().defaultTo(1))
    .execute();
  await schema
    .alterTable("engagement")
    .addColumn("update_weekday", "integer", (column) => column.notNull().defaultTo(5))
    .execute();
}
