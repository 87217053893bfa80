import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import type { WorkingCalendar } from "~/domain/calendar";
import type { Facts } from "~/domain/event";
import type { ImportedEngagement } from "~/domain/import/engagement-row";
import type { ReadRows } from "~/domain/import/engagement-rows";
import { tellsOfHandOver } from "~/domain/import/milestones";
import { stageOf } from "~/domain/import/stage-words";
import { foldText } from "~/domain/import/text";
import { lengthWarning } from "~/domain/schedule";
import type { Stage } from "~/domain/stage";
import type { TemplateBody } from "~/domain/template";
import { type Act, newId } from "./act";
import type { NewEvent } from "./events.server";
import { recordFirmEvent } from "./firm-events.server";
import { insertPlan } from "./plan.server";
import type { DB } from "./schema";
import type { EngagementRow } from "./scope.server";
import { enterStage } from "./stages.server";

/** What every row needs to know, read once. */
export interface ImportTools {
  source: string;
  file: string;
  isOfList: ReadRows["isOfList"];
  template: { name: string; body: TemplateBody };
  calendar: WorkingCalendar;
  /** Company ids by folded name. */
  companies: Map<string, string>;
  /** Ids of people who may lead, by folded name and by address. */
  leads: ReadonlyMap<string, string>;
  isDryRun: boolean;
}

export interface KnownEngagement {
  id: string;
  code: string;
  hash: string | null;
  /** What the last import of it said. */
  facts: Facts;
}

export function hashOf(facts: Facts): string {
  return createHash("sha256")
    .update(JSON.stringify(Object.entries(facts).sort()))
    .digest("hex");
}

/** The id of a company by its name whatever its case and blanks; adds it, once, where there is none. */
export async function companyNamed(
  trx: Kysely<DB>,
  act: Act,
  name: string,
  companies: Map<string, string>,
): Promise<string> {
  const known = companies.get(foldText(name));
  if (known) return known;
  const id = newId();
  await trx.insertInto("company").values({ id, name, created_at: act.at }).execute();
  await recordFirmEvent(trx, act, { kind: "company.added", subjectId: id, label: name });
  companies.set(foldText(name), id);
  return id;
}

/** The stage that a row comes to on a day. */
export function stageFor(
  row: ImportedEngagement,
  tools: Pick<ImportTools, "isOfList">,
  today: string,
): Stage {
  return stageOf(row.standing ?? "lead", {
    isOfList: tools.isOfList,
    startsOn: row.startsOn ?? null,
    weeks: row.weeks ?? null,
    createdOn: row.createdOn ?? null,
    today,
    wasHandedOver: tellsOfHandOver(row.milestones ?? [], today),
  });
}

/** Whether it is an offer of which nobody can tell what came of it. */
export function isUndecided(row: ImportedEngagement, stage: Stage): boolean {
  return row.standing === "closed" && stage === "proposal";
}

/**
 * Keeps that an offer with an outcome stood as a proposal first: a list of offers tells of it by its last word alone,
 * and the chance of a proposal is learnt from it.
 */
export async function enterAsProposal(
  trx: Kysely<DB>,
  act: Act,
  engagementId: string,
  row: ImportedEngagement,
  tools: Pick<ImportTools, "isOfList">,
): Promise<void> {
  if (tools.isOfList !== "offers") return;
  if (row.standing !== "won" && row.standing !== "lost") return;
  await enterStage(trx, act, engagementId, "proposal", row.createdOn ?? act.today);
}

/** Why the length lies outside the usual range: the source has it so. */
export function weeksReason(row: ImportedEngagement): string | null {
  if (!row.weeks || !lengthWarning(row.weeks)) return null;
  return row.lengthText ? `Imported: “${row.lengthText.slice(0, 200)}”.` : "Imported with this length.";
}

/**
 * Lays the plan out where start and length are known and work is still to come; history gets none. Nothing is promised:
 * that takes a person. A phase that the source names is under way, those before it are done, as planned.
 */
export async function planImported(
  trx: Kysely<DB>,
  act: Act,
  engagementId: string,
  row: ImportedEngagement,
  stage: Stage,
  tools: ImportTools,
): Promise<void> {
  if (!row.startsOn || !row.weeks || stage === "handed_over" || stage === "lost") return;
  const plan = { startsOn: row.startsOn, weeks: row.weeks, body: tools.template.body };
  const phases = await insertPlan(trx, act, engagementId, plan, tools.calendar);
  const at = phases.findIndex((phase) => phase.kind === row.phase);
  for (const [index, phase] of phases.entries()) {
    if (at < 0 || index > at) break;
    await trx
      .updateTable("phase")
      .set({
        status: index < at ? "done" : "in_progress",
        actual_start_on: phase.plannedStartOn,
        actual_finish_on: index < at ? phase.plannedFinishOn : null,
      })
      .where("engagement_id", "=", engagementId)
      .where("kind", "=", phase.kind)
      .execute();
  }
}

/**
 * The engagement's row with the phase that its source names, which it keeps while it has no plan; one that has is in
 * the phase that its plan says.
 */
export function inPhase(engagement: EngagementRow, row: ImportedEngagement): EngagementRow {
  return row.phase ? { ...engagement, phase: row.phase, phase_status: "in_progress" } : engagement;
}

export async function insertMilestones(
  trx: Kysely<DB>,
  engagementId: string,
  row: ImportedEngagement,
): Promise<void> {
  const milestones = row.milestones ?? [];
  if (milestones.length === 0) return;
  await trx
    .insertInto("milestone")
    .values(
      milestones.map((milestone, index) => ({
        id: newId(),
        engagement_id: engagementId,
        position: index + 1,
        happened_on: milestone.happenedOn,
        title: milestone.title,
      })),
    )
    .execute();
}

export function milestoneEvents(row: ImportedEngagement): NewEvent[] {
  return (row.milestones ?? []).map((milestone) => ({
    kind: "milestone.recorded",
    label: milestone.title,
    after: { on: milestone.happenedOn },
    visibility: "internal",
  }));
}
