import type { Kysely } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import type { Actor } from "~/domain/permissions";
import { dayCounter } from "~/domain/report";
import type { ReportPeriod } from "~/domain/report-period";
import type { Database } from "./connect.server";
import { workingCalendar } from "./firm.server";
import { keptWhileUnchanged } from "./kept.server";
import type { DB } from "./schema";
import { visibleTo } from "./scope.server";

/** Engagements whose last phase ended in the period, which is when they were closed; `last` is that phase. */
export function closedIn(db: Kysely<DB>, actor: Actor, { fromOn, toOn }: ReportPeriod) {
  return db
    .selectFrom("engagement")
    .innerJoin("phase as last", (join) =>
      join.onRef("last.engagement_id", "=", "engagement.id").on("last.kind", "=", "document"),
    )
    .where("engagement.stage", "=", "handed_over")
    .where("last.actual_finish_on", ">=", fromOn)
    .where("last.actual_finish_on", "<=", toOn)
    .where(visibleTo(actor));
}

/**
 * A report of a period, kept until anything was written: who may see reports at all sees every engagement, so all of
 * them are answered alike.
 */
export function keptReport<T>(
  database: Database,
  name: string,
  { fromOn, toOn }: ReportPeriod,
  read: (db: Kysely<DB>) => Promise<T>,
): Promise<T> {
  return keptWhileUnchanged(database, `report ${name} ${fromOn} ${toOn}`, () => read(database.db));
}

/** When closed engagements were promised first and when they ended; those never promised are left out. */
export async function readKept(
  db: Kysely<DB>,
  actor: Actor,
  period: ReportPeriod,
): Promise<{ firstOn: CalendarDate; actualOn: CalendarDate; slip: number }[]> {
  const days = dayCounter(await workingCalendar(db));
  const rows = await closedIn(db, actor, period)
    .select(["last.first_finish_on", "last.actual_finish_on"])
    .where("last.first_finish_on", "is not", null)
    .execute();
  return rows.flatMap(({ first_finish_on: firstOn, actual_finish_on: actualOn }) =>
    firstOn && actualOn ? [{ firstOn, actualOn, slip: days.after(firstOn, actualOn) }] : [],
  );
}
