import type { Database } from "db/connect.server";
import { createEngagement } from "db/engagements.server";
import { addHolidays, listHolidays, removeHoliday, saveWeekend, workingCalendar } from "db/firm.server";
import { beforeEach, expect, it } from "vitest";
import { isWorkingDay } from "~/domain/calendar";
import { describeEachDatabase } from "../support/databases";
import { aCompany, actBy, builtinTemplateId, founded, TODAY } from "../support/factories";

const CHRISTMAS = { onDate: "2026-12-25", name: "Christmas Day" };
const MAY_DAY = { onDate: "2026-05-01", name: "May Day" };

describeEachDatabase("the firm's calendar", (open) => {
  let database: Database;
  beforeEach(async () => {
    database = await founded(open);
  });

  const works = async (on: string) => isWorkingDay(on, await workingCalendar(database.db));
  const eventCount = async () => (await database.db.selectFrom("firm_event").select("id").execute()).length;

  it("does not work on a holiday from the moment that it is added until it is removed", async () => {
    expect(await works(CHRISTMAS.onDate)).toBe(true);
    await addHolidays(database.db, actBy(), [CHRISTMAS]);
    expect(await works(CHRISTMAS.onDate)).toBe(false);
    await removeHoliday(database.db, actBy(), CHRISTMAS.onDate);
    expect(await works(CHRISTMAS.onDate)).toBe(true);
  });

  it("changes the days off of every week at once", async () => {
    expect(await works("2026-03-06")).toBe(true);
    await saveWeekend(database.db, actBy(), [5, 6]);
    expect(await works("2026-03-06")).toBe(false);
    expect(await works("2026-03-08")).toBe(true);
  });

  it("leaves one day to work on", async () => {
    const every = saveWeekend(database.db, actBy(), [0, 1, 2, 3, 4, 5, 6]);
    await expect(every).rejects.toMatchObject({ kind: "invalid", field: "weekend" });
  });

  it("adds nothing the second time, and keeps the name that was there", async () => {
    expect(await addHolidays(database.db, actBy(), [MAY_DAY, CHRISTMAS])).toBe(2);
    expect(await addHolidays(database.db, actBy(), [{ ...MAY_DAY, name: "Labour Day" }, CHRISTMAS])).toBe(0);
    expect(await listHolidays(database.db)).toEqual([MAY_DAY, CHRISTMAS]);
  });

  it("writes down who changed it", async () => {
    const before = await eventCount();
    await addHolidays(database.db, actBy(), [MAY_DAY]);
    await saveWeekend(database.db, actBy(), [0]);
    await removeHoliday(database.db, actBy(), MAY_DAY.onDate);
    await removeHoliday(database.db, actBy(), MAY_DAY.onDate);
    expect(await eventCount()).toBe(before + 3);
  });

  it("is what new plans reckon with, while dates that stand stay", async () => {
    const plan = async () => {
      const code = await createEngagement(database.db, actBy(), {
        title: "Booking API",
        companyId: await aCompany(database.db),
        leadId: null,
        startsOn: TODAY,
        weeks: 6,
        weeksReason: null,
        templateId: await builtinTemplateId(database.db),
        stage: "lead",
      });
      return () =>
        database.db
          .selectFrom("engagement")
          .select("phase_finish_on")
          .where("code", "=", code)
          .executeTakeFirstOrThrow();
    };
    const before = await plan();
    const was = await before();
    await addHolidays(database.db, actBy(), [{ onDate: "2026-03-03", name: "Away day" }]);
    const after = await plan();
    expect(await before()).toEqual(was);
    expect((await after()).phase_finish_on).not.toBe(was.phase_finish_on);
  });
});
