import type { Kysely, Selectable } from "kysely";
import { dateInZone, STANDARD_CALENDAR, type WorkingCalendar } from "~/domain/calendar";
import { conflict, invalid } from "~/domain/refusal";
import { BACKEND_TEMPLATE, BACKEND_TEMPLATE_NAME } from "~/domain/template";
import { type Act, newId } from "./act";
import { lockSchema } from "./dialect";
import { recordFirmEvent } from "./firm-events.server";
import { prepared } from "./prepared.server";
import type { DB, FirmTable } from "./schema";

export interface Firm {
  name: string;
  timeZone: string;
  /** ISO 4217. */
  currency: string;
  /** Days off, 0 = Sunday. */
  weekend: number[];
  version: number;
}

const readFirm = prepared<object, Selectable<FirmTable>>((db) => db.selectFrom("firm").selectAll());

function firmFrom(row: Selectable<FirmTable>): Firm {
  return {
    name: row.name,
    timeZone: row.time_zone,
    currency: row.currency,
    weekend: JSON.parse(row.weekend) as number[],
    version: row.version,
  };
}

/** The firm, or undefined while it has not been founded. */
export async function findFirm(db: Kysely<DB>): Promise<Firm | undefined> {
  const [row] = await readFirm(db, {});
  return row && firmFrom(row);
}

/** Today's date where the firm works; UTC until it is founded. */
export async function firmToday(db: Kysely<DB>, at: number): Promise<string> {
  const [row] = await readFirm(db, {});
  return dateInZone(at, row?.time_zone ?? "UTC");
}

interface CachedCalendar {
  version: number;
  calendar: WorkingCalendar;
}

const calendars = new WeakMap<object, CachedCalendar>();

/** The firm's weekend and holidays, read again only after they changed. */
export async function workingCalendar(db: Kysely<DB>): Promise<WorkingCalendar> {
  const [row] = await readFirm(db, {});
  return row ? calendarOf(db, row) : STANDARD_CALENDAR;
}

/** The firm with its working calendar, for a screen that shows both. */
export async function firmWithCalendar(
  db: Kysely<DB>,
): Promise<{ firm: Firm | undefined; calendar: WorkingCalendar }> {
  const [row] = await readFirm(db, {});
  if (!row) return { firm: undefined, calendar: STANDARD_CALENDAR };
  return { firm: firmFrom(row), calendar: await calendarOf(db, row) };
}

async function calendarOf(db: Kysely<DB>, firm: Selectable<FirmTable>): Promise<WorkingCalendar> {
  // What was read inside a transaction that may still fail is remembered for that transaction alone.
  const { adapter } = db.getExecutor();
  const cached = calendars.get(db) ?? calendars.get(adapter);
  if (cached?.version === firm.calendar_version) return cached.calendar;
  const holidays = await db.selectFrom("holiday").select("on_date").execute();
  const calendar = {
    weekend: JSON.parse(firm.weekend) as number[],
    holidays: new Set(holidays.map((holiday) => holiday.on_date)),
  };
  calendars.set(db.isTransaction ? db : adapter, { version: firm.calendar_version, calendar });
  return calendar;
}

async function moveCalendarOn(trx: Kysely<DB>): Promise<void> {
  await trx
    .updateTable("firm")
    .set((eb) => ({ calendar_version: eb("calendar_version", "+", 1) }))
    .execute();
}

export interface Founding {
  name: string;
  timeZone: string;
  currency: string;
}

/**
 * Founds the firm with its built-in template, once.
 * @throws Refusal `conflict` when it exists already
 */
export async function foundFirm(trx: Kysely<DB>, act: Act, founding: Founding): Promise<void> {
  await lockSchema(trx);
  if (await findFirm(trx)) throw conflict("The firm is set up already. Sign in instead.");
  await trx
    .insertInto("firm")
    .values({
      id: "firm",
      name: founding.name,
      time_zone: founding.timeZone,
      currency: founding.currency,
      weekend: "[0,6]",
      created_at: act.at,
    })
    .execute();
  await trx.insertInto("counter").values({ name: "engagement", value: 0 }).execute();
  await trx
    .insertInto("template")
    .values({
      id: newId(),
      name: BACKEND_TEMPLATE_NAME,
      body: JSON.stringify(BACKEND_TEMPLATE),
      is_builtin: 1,
      archived_at: null,
      created_at: act.at,
    })
    .execute();
  await recordFirmEvent(trx, act, { kind: "firm.founded", label: founding.name });
}

export interface FirmSettings extends Founding {
  version: number;
}

/** Changes name, time zone and currency. @throws Refusal `conflict` when somebody else did meanwhile */
export async function saveFirm(db: Kysely<DB>, act: Act, settings: FirmSettings): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const firm = await findFirm(trx);
    const { numUpdatedRows } = await trx
      .updateTable("firm")
      .set((eb) => ({
        name: settings.name,
        time_zone: settings.timeZone,
        currency: settings.currency,
        version: eb("version", "+", 1),
      }))
      .where("version", "=", settings.version)
      .executeTakeFirst();
    if (!firm || numUpdatedRows === 0n) {
      throw conflict("Somebody else changed the settings meanwhile. Look at theirs, then save again.", {
        name: firm?.name ?? "",
        time_zone: firm?.timeZone ?? "",
        currency: firm?.currency ?? "",
      });
    }
    await recordFirmEvent(trx, act, {
      kind: "settings.changed",
      before: { name: firm.name, time_zone: firm.timeZone, currency: firm.currency },
      after: { name: settings.name, time_zone: settings.timeZone, currency: settings.currency },
    });
  });
}

/** Sets the days off of every week, 0 = Sunday. @throws Refusal `invalid` when no working day is left */
export async function saveWeekend(db: Kysely<DB>, act: Act, weekend: readonly number[]): Promise<void> {
  const days = [...new Set(weekend)].filter((day) => day >= 0 && day <= 6).sort();
  if (days.length > 6) throw invalid("weekend", "Leave at least one day of the week to work on.");
  await db.transaction().execute(async (trx) => {
    const firm = await findFirm(trx);
    await trx
      .updateTable("firm")
      .set({ weekend: JSON.stringify(days) })
      .execute();
    await moveCalendarOn(trx);
    await recordFirmEvent(trx, act, {
      kind: "settings.weekend_changed",
      before: { weekend: firm?.weekend.join(",") ?? null },
      after: { weekend: days.join(",") },
    });
  });
}

export interface Holiday {
  onDate: string;
  name: string;
}

export async function listHolidays(db: Kysely<DB>): Promise<Holiday[]> {
  const rows = await db.selectFrom("holiday").selectAll().orderBy("on_date").limit(5000).execute();
  return rows.map((row) => ({ onDate: row.on_date, name: row.name }));
}

/** Adds holidays, leaving those that are there already. Answers how many were new. */
export async function addHolidays(db: Kysely<DB>, act: Act, holidays: readonly Holiday[]): Promise<number> {
  if (holidays.length === 0) return 0;
  return db.transaction().execute(async (trx) => {
    let added = 0;
    for (const holiday of holidays) {
      const result = await trx
        .insertInto("holiday")
        .values({ on_date: holiday.onDate, name: holiday.name })
        .onConflict((conflicting) => conflicting.column("on_date").doNothing())
        .executeTakeFirst();
      added += Number(result.numInsertedOrUpdatedRows ?? 0n);
    }
    if (added > 0) await moveCalendarOn(trx);
    await recordFirmEvent(trx, act, {
      kind: "settings.holidays_added",
      label: holidays.length === 1 ? (holidays[0]?.name ?? null) : null,
      after: { added, first_on: holidays[0]?.onDate ?? null },
    });
    return added;
  });
}

/** Takes a holiday off the list. */
export async function removeHoliday(db: Kysely<DB>, act: Act, onDate: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const removed = await trx
      .deleteFrom("holiday")
      .where("on_date", "=", onDate)
      .returningAll()
      .executeTakeFirst();
    if (!removed) return;
    await moveCalendarOn(trx);
    await recordFirmEvent(trx, act, {
      kind: "settings.holiday_removed",
      label: removed.name,
      before: { on: removed.on_date },
    });
  });
}
