import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import type { DecisionRecord } from "~/domain/decision-record";
import type { RecordReference } from "~/domain/decision-status-words";
import type { DecisionFile } from "~/domain/import/decision-files";
import { type Outcome, type Totals, totalsOf } from "~/domain/import/outcome";
import { type Act, newId, personIdOf } from "./act";
import { type KeptRecord, listDecisionRecords } from "./decision-records.server";
import { nextDecisionNumber } from "./decision-rows.server";
import { visibilityOf } from "./deliverables.server";
import type { NewEvent } from "./events.server";
import { once } from "./once.server";
import type { DB } from "./schema";
import { type EngagementRow, lockEngagement, requireEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

export interface DecisionFileReport {
  file: string;
  /** The number that it has or gets; null for a file that was refused. */
  number: number | null;
  title: string;
  outcome: Outcome;
  notes: string[];
}

export interface DecisionImport {
  totals: Totals;
  files: DecisionFileReport[];
}

interface Planned {
  id: string;
  file: DecisionFile;
  record: DecisionRecord & { number: number };
  ref: string;
  supersededBy: string | null;
}

/**
 * Brings decision records into an engagement, each under its own number where that is free, or, on a dry run, answers
 * what would become of them. A file that is known already, by name and content, or whose decision stands here in the
 * same words, changes nothing; one whose decision is known with another text is refused, since texts are fixed.
 */
export async function importDecisions(
  db: Kysely<DB>,
  act: Act,
  code: string,
  files: readonly DecisionFile[],
  options: { isVisible: boolean; isDryRun: boolean },
): Promise<DecisionImport> {
  if (options.isDryRun) {
    const { engagement } = await requireEngagement(db, act.actor, code, "run_engagement");
    return (await plan(db, engagement, files)).result;
  }
  return once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const { planned, result } = await plan(trx, engagement, files);
    const isVisible = options.isVisible ? (1 as const) : (0 as const);
    const events: NewEvent[] = [];
    for (const { id, record, ref } of planned) {
      await trx
        .insertInto("decision")
        .values({
          id,
          engagement_id: engagement.id,
          number: record.number,
          title: record.title,
          status: record.status,
          status_note: record.statusNote,
          context: record.context,
          options: record.options,
          decision: record.decision,
          consequences: record.consequences,
          more: record.more,
          present: record.present,
          revisit_trigger: record.revisitTrigger,
          decided_on: record.decidedOn,
          revisit_on: record.revisitOn,
          superseded_by: null,
          is_visible: isVisible,
          source_ref: ref,
          created_by: personIdOf(act.actor),
          created_by_name: act.actor.name,
          created_at: act.at,
        })
        .execute();
      events.push({
        kind: "decision.recorded",
        subjectId: id,
        label: record.title,
        after: { number: record.number, status: record.status, imported: 1 },
        visibility: visibilityOf(isVisible),
      });
    }
    for (const { id, supersededBy } of planned) {
      if (!supersededBy) continue;
      await trx
        .updateTable("decision")
        .set({ superseded_by: supersededBy })
        .where("engagement_id", "=", engagement.id)
        .where("id", "=", id)
        .execute();
    }
    if (events.length > 0) await finishChange(trx, engagement, act, events);
    return result;
  });
}

/** What becomes of each file, given the decisions that the engagement has. */
async function plan(
  db: Kysely<DB>,
  engagement: EngagementRow,
  files: readonly DecisionFile[],
): Promise<{ planned: Planned[]; result: DecisionImport }> {
  const kept = await listDecisionRecords(db, engagement, false);
  const taken = new Set(kept.map((record) => record.number));
  let next = Math.max(
    await nextDecisionNumber(db, engagement.id),
    ...files.map((file) => (file.read?.record.number ?? 0) + 1),
  );
  const planned: Planned[] = [];
  const reports: DecisionFileReport[] = [];
  for (const file of files) {
    const report = (number: number | null, outcome: Outcome, notes: string[]) =>
      reports.push({ file: file.name, number, title: file.read?.record.title ?? "", outcome, notes });
    if (!file.read) {
      report(null, "refused", [file.fault]);
      continue;
    }
    const { record, notes } = file.read;
    const ref = refOf(file);
    const known = kept.find((one) => one.sourceRef === ref) ?? kept.find((one) => saysTheSame(one, record));
    if (known) {
      report(known.number, "unchanged", []);
      continue;
    }
    const older = kept.find((one) => one.sourceRef?.startsWith(`${file.name}@`));
    if (older) {
      report(older.number, "refused", [
        `Decision ${older.number} came from a file of this name, whose text was another. Texts of decisions are not rewritten: record a new one that takes its place.`,
      ]);
      continue;
    }
    const isFree = record.number !== null && record.number > 0 && !taken.has(record.number);
    const number = isFree && record.number !== null ? record.number : next;
    if (number === next) next += 1;
    taken.add(number);
    const all =
      record.number !== null && !isFree
        ? [...notes, `Number ${record.number} is taken: it becomes ${number}.`]
        : notes;
    planned.push({ id: newId(), file, record: { ...record, number }, ref, supersededBy: null });
    report(number, all.length > 0 ? "corrected" : "taken", all);
  }
  for (const one of planned) {
    const wanted = one.file.read?.supersededBy;
    if (!wanted || one.record.status !== "superseded") continue;
    one.supersededBy = findReferred(wanted, one, planned, kept);
    if (one.supersededBy) continue;
    const report = reports.find((candidate) => candidate.file === one.file.name);
    if (!report) continue;
    report.outcome = "corrected";
    report.notes.push("The decision that took its place is not among them; its own words are kept.");
  }
  return { planned, result: { totals: totalsOf(reports), files: reports } };
}

/** Name and content: the same file again is the same decision, whatever has been done with it here since. */
function refOf(file: DecisionFile): string {
  const hash = createHash("sha256").update(file.text).digest("hex").slice(0, 24);
  return `${file.name}@${hash}`;
}

const SAID = [
  "title",
  "status",
  "context",
  "options",
  "decision",
  "consequences",
  "present",
  "more",
  "decidedOn",
] as const;

function saysTheSame(kept: KeptRecord, record: DecisionRecord): boolean {
  return kept.number === record.number && SAID.every((key) => kept[key] === record[key]);
}

/** The decision that a record means: by file first, then by number; never itself. */
function findReferred(
  wanted: RecordReference,
  from: Planned,
  planned: readonly Planned[],
  kept: readonly KeptRecord[],
): string | null {
  const others = planned.filter((one) => one !== from);
  const baseOf = (name: string) => name.split("/").at(-1);
  const byFile = wanted.file ? others.find((one) => baseOf(one.file.name) === wanted.file) : undefined;
  const byNumber =
    wanted.number !== null ? others.find((one) => one.file.read?.record.number === wanted.number) : undefined;
  const before = kept.find((one) => one.number === wanted.number);
  return (byFile ?? byNumber ?? before)?.id ?? null;
}
