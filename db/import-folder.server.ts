import type { Kysely } from "kysely";
import { daysBetween } from "~/domain/calendar";
import { isOpen } from "~/domain/deliverable";
import { CLIENT_NOT_NAMED } from "~/domain/import/engagement-row";
import type { ImportedFolder } from "~/domain/import/folder";
import { type ImportResult, type RowReport, totalsOf } from "~/domain/import/outcome";
import { foldText } from "~/domain/import/text";
import type { PhaseKind } from "~/domain/phase";
import { invalid } from "~/domain/refusal";
import { BACKEND_TEMPLATE_NAME } from "~/domain/template";
import type { Act } from "./act";
import { insertEngagement } from "./engagements.server";
import type { NewEvent } from "./events.server";
import { workingCalendar } from "./firm.server";
import { requireImporter } from "./import-engagements.server";
import { type Fates, ticketRef, writeDeliverables } from "./imported-deliverables.server";
import { companyNamed, hashOf } from "./imported-engagement.server";
import { writeUpdates } from "./imported-updates.server";
import { writeExpectations } from "./milestone-forecasts.server";
import { insertPlan } from "./plan.server";
import type { DB } from "./schema";
import { type EngagementRow, lockEngagement, visibleTo } from "./scope.server";
import { finishChange } from "./standing.server";
import { requireTemplateBody } from "./templates.server";

export interface FolderImport {
  folder: ImportedFolder;
  /** The client's name; null when nobody said it. */
  client: string | null;
  /** Instead of a title made from the folder's name. */
  title: string | null;
}

/** How long after the last word of it the work counts as history, in days. */
const HISTORY_DAYS = 365;
const SOURCE = "folder";

/**
 * Imports a folder as one engagement in one transaction: the deliverables of its contract in Document, its tickets in
 * Extend, its reports as published updates, the dates that were expected as they were told. Nothing is promised: the phases are laid over the days that the reports
 * tell of. The same folder once more changes nothing; a changed one brings what changed.
 */
export async function importFolder(
  db: Kysely<DB>,
  act: Act,
  input: FolderImport,
  isDryRun: boolean,
): Promise<ImportResult> {
  requireImporter(act);
  const { folder } = input;
  const tickets = folder.tickets.flatMap((list) => list.tickets);
  const { contract, reports, expectations } = folder;
  if (tickets.length + contract.length + reports.updates.length + expectations.length === 0) {
    throw invalid(
      "file",
      `${folder.name} holds no tickets, no reports, no expected dates and no table of deliverables. Name a file in it instead.`,
    );
  }
  const run = async (trx: Kysely<DB>): Promise<{ fates: Fates; code: string | null; isNew: boolean }> => {
    const known = await findFolder(trx, act, folder.name);
    if (!known && isDryRun) return { fates: new Map(), code: null, isNew: true };
    const { engagement, events } = known
      ? {
          engagement: isDryRun
            ? known
            : (await lockEngagement(trx, act.actor, known.code, "move_stage")).engagement,
          events: [],
        }
      : await openFolder(trx, act, input);
    const fates: Fates = new Map();
    const written: NewEvent[] = [...events];
    await writeDeliverables(trx, act, engagement, folder, fates, written, isDryRun);
    await writeUpdates(trx, act, engagement, folder, fates, written, isDryRun);
    await writeExpectations(trx, engagement, folder.expectations, fates, written, isDryRun);
    if (!isDryRun && written.length > 0) await finishInGroups(trx, act, engagement, written);
    return { fates, code: engagement.code, isNew: !known };
  };
  const { fates, code, isNew } = isDryRun ? await run(db) : await db.transaction().execute(run);
  const rows = reportRows(folder, fates, code);
  const unnamed = `No client was named: the engagement stands under “${CLIENT_NOT_NAMED}”.`;
  const remarks = isNew && input.client === null ? [...folder.remarks, unnamed] : folder.remarks;
  return { totals: totalsOf(rows), remarks, rows, finishedOn: act.today };
}

async function findFolder(trx: Kysely<DB>, act: Act, name: string): Promise<EngagementRow | undefined> {
  return trx
    .selectFrom("engagement")
    .selectAll("engagement")
    .where("engagement.source", "=", SOURCE)
    .where("engagement.source_ref", "=", foldText(name))
    .where(visibleTo(act.actor))
    .executeTakeFirst();
}

async function openFolder(
  trx: Kysely<DB>,
  act: Act,
  { folder, client, title }: FolderImport,
): Promise<{ engagement: EngagementRow; events: NewEvent[] }> {
  const told = folder.expectations.map(({ toldOn }) => toldOn).sort();
  const from = folder.reports.from ?? told[0] ?? null;
  const to = folder.reports.to ?? told.at(-1) ?? null;
  const tickets = folder.tickets.flatMap((list) => list.tickets);
  const lastWord = [to, told.at(-1)]
    .flatMap((on) => (on ? [on] : []))
    .sort()
    .at(-1);
  const isOld = lastWord !== undefined && daysBetween(lastWord, act.today) > HISTORY_DAYS;
  const isOver = isOld || (tickets.length > 0 && tickets.every((ticket) => !isOpen(ticket.status)));
  const firm = await trx.selectFrom("firm").select("currency").executeTakeFirstOrThrow();
  const companies = await trx.selectFrom("company").select(["id", "name"]).execute();
  const byName = new Map(companies.map(({ id, name }) => [foldText(name), id]));
  const companyId = await companyNamed(trx, act, client ?? CLIENT_NOT_NAMED, byName);
  const template = await requireTemplateBody(trx, null, BACKEND_TEMPLATE_NAME);
  const startsOn = from ?? act.today;
  const weeks = to ? Math.max(1, Math.round((daysBetween(startsOn, to) + 1) / 7)) : template.body.weeks;
  const span =
    from && to
      ? `The reports tell of ${from} to ${to}; the four phases are laid over these days, because the source does not know them.`
      : "";
  const standing = isOver ? "Nothing after that is recorded, so it counts as handed over." : "";
  const engagement = await insertEngagement(trx, act, {
    title: title ?? folder.title,
    summary: [`Imported from the folder ${folder.name}.`, span, isOld ? standing : ""]
      .filter(Boolean)
      .join(" "),
    companyId,
    leadId: null,
    managerId: act.actor.id,
    startsOn,
    weeks,
    weeksReason: "Imported: as long as its reports.",
    templateName: template.name,
    currency: firm.currency,
    stage: isOver ? "handed_over" : "active",
    source: { name: SOURCE, ref: foldText(folder.name), hash: hashOf({ name: folder.name }) },
    ...(from ? { createdAt: Date.parse(`${from}T12:00:00Z`) } : {}),
  });
  const body = {
    ...template.body,
    phases: template.body.phases.map((phase) => ({ ...phase, deliverables: [] })),
  };
  await insertPlan(trx, act, engagement.id, { startsOn, weeks, body }, await workingCalendar(trx));
  await startPhases(trx, engagement.id, isOver ? null : "extend");
  return {
    engagement,
    events: [
      {
        kind: "engagement.imported",
        label: engagement.title,
        after: {
          source: folder.name,
          stage: engagement.stage,
          deliverables: folder.contract.length,
          tickets: tickets.length,
          updates: folder.reports.updates.length,
          expectations: folder.expectations.length,
        },
        visibility: "internal",
      },
    ],
  };
}

/** Marks the phases before `until` as done and `until` as under way, on their planned days; all done when it is null. */
async function startPhases(trx: Kysely<DB>, engagementId: string, until: PhaseKind | null): Promise<void> {
  const phases = await trx
    .selectFrom("phase")
    .select(["id", "kind"])
    .where("engagement_id", "=", engagementId)
    .orderBy("position")
    .execute();
  const at = until === null ? phases.length : phases.findIndex((phase) => phase.kind === until);
  for (const [index, phase] of phases.entries()) {
    if (index > at) break;
    await trx
      .updateTable("phase")
      .set((eb) => ({
        status: index < at ? "done" : "in_progress",
        actual_start_on: eb.ref("planned_start_on"),
        actual_finish_on: index < at ? eb.ref("planned_finish_on") : null,
      }))
      .where("id", "=", phase.id)
      .execute();
  }
}

/** One statement takes only so many values. */
async function finishInGroups(
  trx: Kysely<DB>,
  act: Act,
  engagement: EngagementRow,
  events: readonly NewEvent[],
): Promise<void> {
  let current = engagement;
  for (let from = 0; from < events.length; from += 1000) {
    await finishChange(trx, current, act, events.slice(from, from + 1000));
    if (from + 1000 < events.length) {
      current = await trx
        .selectFrom("engagement")
        .selectAll()
        .where("id", "=", engagement.id)
        .where(visibleTo(act.actor))
        .executeTakeFirstOrThrow();
    }
  }
}

/** Every row of every file that counts, with what became of the thing that it tells of. */
function reportRows(folder: ImportedFolder, fates: Fates, code: string | null): RowReport[] {
  const fateOf = (ref: string) => fates.get(ref) ?? { outcome: "taken" as const, note: null };
  const report = (
    file: string,
    row: number,
    title: string,
    ref: string,
    notes: readonly { column: string | null; text: string }[],
  ): RowReport => {
    const { outcome, note } = fateOf(ref);
    const all =
      outcome === "unchanged" && note === null
        ? []
        : [...notes, ...(note ? [{ column: null, text: note }] : [])];
    const isCorrected = outcome === "taken" && all.length > 0;
    return { file, row, title, outcome: isCorrected ? "corrected" : outcome, notes: all, code };
  };
  const rows = [
    ...folder.contract.map((each) => report(each.file, each.row, each.title, each.ref, [])),
    ...folder.tickets.flatMap((list) =>
      list.tickets.flatMap((ticket) =>
        ticket.rows.map((row) =>
          report(
            list.file,
            row.row,
            ticket.title,
            ticketRef(ticket),
            row.note ? [{ column: "state", text: row.note }] : [],
          ),
        ),
      ),
    ),
    ...folder.reports.sources
      .filter(({ isRefused }) => !isRefused)
      .map((source) =>
        report(
          source.file,
          source.row,
          source.title,
          source.ref ?? "",
          source.note ? [{ column: source.column, text: source.note }] : [],
        ),
      ),
    ...folder.expectations.map((each) => report(each.file, each.row, each.title, each.ref, each.noticed)),
    ...folder.settled,
  ];
  return rows.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.row - b.row));
}
