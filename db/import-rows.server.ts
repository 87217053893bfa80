import type { Kysely } from "kysely";
import type { Facts } from "~/domain/event";
import type { ImportedEngagement } from "~/domain/import/engagement-row";
import { changedFacts, factsOf } from "~/domain/import/facts";
import type { Note, RowReport } from "~/domain/import/outcome";
import { foldText } from "~/domain/import/text";
import type { Act } from "./act";
import { insertEngagement } from "./engagements.server";
import { updateImported } from "./import-update.server";
import {
  companyNamed,
  enterAsProposal,
  hashOf,
  type ImportTools,
  inPhase,
  insertMilestones,
  isUndecided,
  type KnownEngagement,
  milestoneEvents,
  planImported,
  stageFor,
  weeksReason,
} from "./imported-engagement.server";
import type { DB } from "./schema";
import { visibleTo } from "./scope.server";
import { finishChange } from "./standing.server";

/** Writes rows inside a transaction, or on a dry run says what would become of them; one report for each. */
export async function importRows(
  trx: Kysely<DB>,
  act: Act,
  group: readonly ImportedEngagement[],
  tools: ImportTools,
): Promise<RowReport[]> {
  const known = await findKnown(trx, act, group, tools.source);
  const rows: RowReport[] = [];
  for (const row of group) {
    const existing = known(row);
    const report = { file: tools.file, row: row.row, title: row.title, notes: [...row.notes] };
    if (!existing) {
      const { code, notes } = await insertImported(trx, act, row, tools);
      report.notes.push(...notes);
      rows.push({ ...report, outcome: report.notes.length > 0 ? "corrected" : "taken", code });
      continue;
    }
    const facts = factsOf(row);
    const changed = existing.hash === hashOf(facts) ? [] : changedFacts(facts, existing.facts);
    if (changed.length === 0) {
      rows.push({ ...report, notes: [], outcome: "unchanged", code: existing.code });
      continue;
    }
    report.notes.push(
      ...(await updateImported(trx, act, {
        known: existing,
        row,
        facts,
        changed,
        hash: hashOf(facts),
        tools,
      })),
    );
    rows.push({ ...report, outcome: report.notes.length > 0 ? "corrected" : "taken", code: existing.code });
  }
  return rows;
}

/**
 * The engagements that rows became before: by their key in the same source, or, when the file has been renamed, by the
 * same key with the same title and client.
 */
async function findKnown(
  trx: Kysely<DB>,
  act: Act,
  group: readonly ImportedEngagement[],
  source: string,
): Promise<(row: ImportedEngagement) => KnownEngagement | undefined> {
  const found = await trx
    .selectFrom("engagement")
    .innerJoin("company", "company.id", "engagement.company_id")
    .select([
      "engagement.id",
      "engagement.code",
      "engagement.title",
      "engagement.source",
      "engagement.source_ref",
      "engagement.source_hash",
      "company.name as client",
    ])
    .where(
      "engagement.source_ref",
      "in",
      group.map((row) => row.ref),
    )
    .where(visibleTo(act.actor))
    .orderBy("engagement.number")
    .execute();
  const facts = await lastFacts(
    trx,
    found.map(({ id }) => id),
  );
  return (row) => {
    const match =
      found.find((other) => other.source === source && other.source_ref === row.ref) ??
      found.find(
        (other) =>
          other.source_ref === row.ref &&
          foldText(other.title) === foldText(row.title) &&
          foldText(other.client) === foldText(row.client),
      );
    return (
      match && { id: match.id, code: match.code, hash: match.source_hash, facts: facts.get(match.id) ?? {} }
    );
  };
}

async function lastFacts(trx: Kysely<DB>, ids: readonly string[]): Promise<Map<string, Facts>> {
  if (ids.length === 0) return new Map();
  const events = await trx
    .selectFrom("event")
    .select(["engagement_id", "after"])
    .where("engagement_id", "in", ids)
    .where("kind", "=", "engagement.imported")
    .orderBy("engagement_id")
    .orderBy("seq")
    .execute();
  return new Map(events.map((event) => [event.engagement_id, JSON.parse(event.after) as Facts]));
}

async function insertImported(
  trx: Kysely<DB>,
  act: Act,
  row: ImportedEngagement,
  tools: ImportTools,
): Promise<{ code: string | null; notes: Note[] }> {
  const notes: Note[] = [];
  const stage = stageFor(row, tools, act.today);
  if (stage === "handed_over" && row.standing === "active") {
    notes.push({
      column: "milestones",
      text: "one of them tells of the hand-over, so it counts as handed over",
    });
  }
  const leadId = row.lead ? (tools.leads.get(foldText(row.lead)) ?? null) : null;
  if (row.lead && !leadId)
    notes.push({ column: "lead", text: `“${row.lead}” is nobody here who may lead; left without a lead` });
  if (tools.isDryRun) return { code: null, notes };
  const companyId = await companyNamed(trx, act, row.client, tools.companies);
  const facts = factsOf(row);
  const engagement = await insertEngagement(trx, act, {
    title: row.title,
    summary: row.summary ?? "",
    companyId,
    leadId,
    managerId: act.actor.id,
    startsOn: row.startsOn ?? null,
    weeks: row.weeks ?? null,
    weeksReason: weeksReason(row),
    templateName: tools.template.name,
    currency: row.currency,
    stage,
    valueMinor: row.valueMinor ?? null,
    lostReason: stage === "lost" ? (row.lostReason ?? null) : null,
    lostAs: row.lostAs,
    isUndecided: isUndecided(row, stage),
    source: { name: tools.source, ref: row.ref, hash: hashOf(facts) },
    ...(row.createdOn ? { createdAt: Date.parse(`${row.createdOn}T12:00:00Z`) } : {}),
  });
  await enterAsProposal(trx, act, engagement.id, row, tools);
  await insertMilestones(trx, engagement.id, row);
  await planImported(trx, act, engagement.id, row, stage, tools);
  await finishChange(
    trx,
    inPhase(engagement, row),
    act,
    [
      {
        kind: "engagement.imported",
        label: row.title,
        after: { source: tools.source, row: row.row, stage, ...facts },
        visibility: "internal",
      },
      ...milestoneEvents(row),
    ],
    row.winProbability == null ? {} : { win_probability: row.winProbability },
  );
  return { code: engagement.code, notes };
}
