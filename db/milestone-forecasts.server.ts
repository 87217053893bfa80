import type { Kysely, Selectable } from "kysely";
import type { ImportedExpectation } from "~/domain/import/expectations";
import { foldText } from "~/domain/import/text";
import { expectationsOf, type MovingExpectation } from "~/domain/moving-expectation";
import type { Actor } from "~/domain/permissions";
import { newId } from "./act";
import type { NewEvent } from "./events.server";
import { workingCalendar } from "./firm.server";
import { AT_ONCE, type Fates } from "./imported-deliverables.server";
import type { DB, MilestoneForecastTable } from "./schema";
import { type EngagementRow, requireEngagement } from "./scope.server";

type Row = Selectable<MilestoneForecastTable>;

const MOST = 5000;

async function listRows(db: Kysely<DB>, engagementId: string): Promise<Row[]> {
  return db
    .selectFrom("milestone_forecast")
    .selectAll()
    .where("engagement_id", "=", engagementId)
    .orderBy("told_on")
    .orderBy("title")
    .limit(MOST)
    .execute();
}

/**
 * Keeps the expected dates that a folder tells, each once per title and day; one that says something else now is
 * renewed. What became of each goes to `fates`, an event of each that changed to `events`.
 */
export async function writeExpectations(
  trx: Kysely<DB>,
  engagement: EngagementRow,
  expectations: readonly ImportedExpectation[],
  fates: Fates,
  events: NewEvent[],
  isDryRun: boolean,
): Promise<void> {
  if (expectations.length === 0) return;
  const known = new Map(
    (await listRows(trx, engagement.id)).map((row) => [`${foldText(row.title)} ${row.told_on}`, row]),
  );
  const added: Row[] = [];
  for (const { ref, title, toldOn, ...told } of expectations) {
    const columns = {
      expected_on: told.expectedOn,
      health: told.health,
      progress_percent: told.progressPercent,
      note: told.note,
    };
    const row = known.get(`${foldText(title)} ${toldOn}`);
    const fate = fateOf(row, columns);
    fates.set(ref, fate);
    if (fate.outcome === "unchanged") continue;
    const id = row?.id ?? newId();
    if (!row) added.push({ id, engagement_id: engagement.id, title, told_on: toldOn, ...columns });
    else if (!isDryRun) {
      await trx
        .updateTable("milestone_forecast")
        .set(columns)
        .where("engagement_id", "=", engagement.id)
        .where("id", "=", id)
        .execute();
    }
    events.push({
      kind: "milestone.expected",
      subjectId: id,
      label: title,
      before: row ? { on: row.expected_on, health: row.health } : {},
      after: { on: told.expectedOn, told_on: toldOn, health: told.health, percent: told.progressPercent },
      visibility: "internal",
    });
  }
  if (isDryRun) return;
  for (let from = 0; from < added.length; from += AT_ONCE) {
    await trx
      .insertInto("milestone_forecast")
      .values(added.slice(from, from + AT_ONCE))
      .execute();
  }
}

type Told = Pick<Row, "expected_on" | "health" | "progress_percent" | "note">;

function fateOf(row: Told | undefined, told: Told) {
  if (!row) return { outcome: "taken" as const, note: null };
  const isSame =
    row.expected_on === told.expected_on &&
    row.health === told.health &&
    row.progress_percent === told.progress_percent &&
    row.note === told.note;
  if (isSame) return { outcome: "unchanged" as const, note: null };
  const was = row.expected_on ?? "no date";
  return { outcome: "taken" as const, note: `it was kept with ${was} before; renewed` };
}

/** The expected dates of an engagement as they moved, for our own people. @throws Refusal `not_found` */
export async function readExpectationsOf(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
): Promise<MovingExpectation[]> {
  const { engagement } = await requireEngagement(db, actor, code, "see_pipeline");
  const rows = await listRows(db, engagement.id);
  return expectationsOf(
    rows.map((row) => ({
      title: row.title,
      toldOn: row.told_on,
      expectedOn: row.expected_on,
      health: row.health,
      progressPercent: row.progress_percent,
      note: row.note,
    })),
    await workingCalendar(db),
  );
}
