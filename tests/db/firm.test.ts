import type { Database } from "db/connect.server";
import { findFirm, firmToday, foundFirm, saveFirm } from "db/firm.server";
import { beforeAll, expect, it } from "vitest";
import { describeEachDatabase } from "../support/databases";
import { actBy, founded } from "../support/factories";

const FOUNDING = { name: "Another firm", timeZone: "UTC", currency: "EUR" };

describeEachDatabase("the firm", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });

  it("is founded once", async () => {
    const again = database.db.transaction().execute((trx) => foundFirm(trx, actBy(), FOUNDING));
    await expect(again).rejects.toMatchObject({ kind: "conflict" });
    expect((await findFirm(database.db))?.name).toBe("Harbour & Lane");
  });

  it("keeps name, time zone and currency, and who changed them", async () => {
    const firm = await findFirm(database.db);
    const changed = { name: "Harbour & Lane Ltd", timeZone: "Pacific/Auckland", currency: "NZD" };
    await saveFirm(database.db, actBy(), { ...changed, version: firm?.version ?? 0 });
    expect(await findFirm(database.db)).toMatchObject(changed);
    const event = await database.db
      .selectFrom("firm_event")
      .selectAll()
      .where("kind", "=", "settings.changed")
      .executeTakeFirstOrThrow();
    expect(JSON.parse(event.before)).toMatchObject({ currency: "GBP" });
    expect(JSON.parse(event.after)).toMatchObject({ currency: "NZD" });
  });

  it("shows the second of two what the first saved", async () => {
    const version = (await findFirm(database.db))?.version ?? 0;
    await saveFirm(database.db, actBy(), { ...FOUNDING, name: "The first", version });
    const second = saveFirm(database.db, actBy(), { ...FOUNDING, name: "The second", version });
    await expect(second).rejects.toMatchObject({ kind: "conflict", current: { name: "The first" } });
  });

  it("is a day ahead where its clocks are", async () => {
    const version = (await findFirm(database.db))?.version ?? 0;
    await saveFirm(database.db, actBy(), { ...FOUNDING, timeZone: "Pacific/Auckland", version });
    expect(await firmToday(database.db, Date.UTC(2026, 2, 2, 20))).toBe("2026-03-03");
  });
});
