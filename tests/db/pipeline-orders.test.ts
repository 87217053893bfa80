import type { Database } from "db/connect.server";
import { PIPELINE_PAGE_ROWS, type PipelinePage, readPipelinePage } from "db/pipeline.server";
import { type Arrangement, pipelineCursor } from "db/pipeline-order.server";
import { saveTeam } from "db/team.server";
import { describeEachDatabase } from "tests/support/databases";
import { aCompany, actBy, anEngagement, aPerson, founded, TODAY } from "tests/support/factories";
import { expect, it } from "vitest";
import { HEALTHS } from "~/domain/attention";
import { NO_FILTER } from "~/domain/engagement-filter";
import type { Actor } from "~/domain/permissions";
import { PHASE_KINDS } from "~/domain/phase";
import { isDescending, PIPELINE_GROUPS, PIPELINE_SORTS } from "~/domain/pipeline-view";

const active = { ...NO_FILTER, stage: "active" as const };
const COUNT = 2 * PIPELINE_PAGE_ROWS + 30;

/** Rows in which every column has gaps and ties, with names that are awkward in an address. */
async function fill(database: Database): Promise<Actor> {
  const { db } = database;
  const manager = await aPerson(db, "manager");
  const { code } = await anEngagement(db);
  const row = await db
    .selectFrom("engagement")
    .selectAll()
    .where("code", "=", code)
    .executeTakeFirstOrThrow();
  const companies = [
    row.company_id,
    await aCompany(db, "Öre & Sons “Ltd”"),
    await aCompany(db, "acme ~ 100 %"),
  ];
  // Two leads of one name are two groups.
  const leads = [
    await aPerson(db, "lead", { name: "Mei Lin" }),
    await aPerson(db, "lead", { name: "Mei Lin" }),
    await aPerson(db, "lead", { name: "åsa" }),
  ];
  const some = <T>(values: readonly T[], index: number): T => values[index % values.length] as T;
  const day = (index: number) => `2026-${String(1 + (index % 12)).padStart(2, "0")}-15`;
  const rows = Array.from({ length: COUNT - 1 }, (_, index) => ({
    ...row,
    id: `copy-${index}`,
    number: 1000 + index,
    code: `ENG-${1000 + index}`,
    title: some(["Copy", "copy", "Éclair", "100 %", '“{"a":[1]}”', "zz"], index),
    need: index % 4,
    company_id: some(companies, index),
    lead_id: some([...leads.map((lead) => lead.id), null], index),
    starts_on: index % 5 === 0 ? null : day(index),
    promised_finish_on: index % 3 === 0 ? null : day(index * 7),
    p80_on: index % 4 === 0 ? null : day(index * 5),
    value_minor: index % 6 === 0 ? null : 1000 * (index % 9),
    phase: some([...PHASE_KINDS, null], index),
    health: some([...HEALTHS, null], index),
    is_paused: index % 11 === 0 ? (1 as const) : (0 as const),
  }));
  for (let from = 0; from < rows.length; from += 20) {
    await db
      .insertInto("engagement")
      .values(rows.slice(from, from + 20))
      .execute();
  }
  await db.updateTable("engagement").set({ standing_on: TODAY }).execute();
  return manager;
}

/** Every page of an arrangement, walked forward, and once more back from the last. */
async function walk(database: Database, actor: Actor, arrangement: Arrangement, withFacts = false) {
  const asked = { ...arrangement, withFacts };
  const read = (direction: "after" | "before", text: string | null) =>
    readPipelinePage(
      database.db,
      actor,
      active,
      text === null ? null : pipelineCursor(arrangement, direction, text),
      TODAY,
      asked,
    );
  const forward: PipelinePage[] = [await read("after", null)];
  for (let last = forward.at(-1); last?.next; last = forward.at(-1)) {
    forward.push(await read("after", last.next));
    if (forward.length > 10) throw new Error("The pages do not end.");
  }
  const back: PipelinePage[] = [];
  for (let first = forward.at(-1); first?.previous; first = back[0]) {
    back.unshift(await read("before", first.previous));
    if (back.length > 10) throw new Error("The pages do not begin.");
  }
  return { forward, back };
}

const codesOf = (pages: readonly PipelinePage[]) => pages.flatMap((page) => page.rows.map((row) => row.code));

describeEachDatabase("the orders of the pipeline", (open) => {
  it("page over every row exactly once, forward and back, whatever is grouped", async () => {
    const database = await founded(open);
    const manager = await fill(database);
    for (const group of [null, ...PIPELINE_GROUPS]) {
      for (const sort of PIPELINE_SORTS) {
        for (const isReversed of group === null || sort === "value" ? [false, true] : [false]) {
          const named = `${group} ${sort} ${isReversed}`;
          const { forward, back } = await walk(database, manager, { sort, isReversed, group });
          const codes = codesOf(forward);
          expect(codes, named).toHaveLength(COUNT);
          expect(new Set(codes).size, named).toBe(COUNT);
          expect(codesOf(back), named).toEqual(codesOf(forward.slice(0, -1)));
          expect([back[0]?.previous, back[0]?.rows.length], named).toEqual([null, PIPELINE_PAGE_ROWS]);
        }
      }
    }
  });

  it("put rows where their column says, what is not known last either way", async () => {
    const database = await founded(open);
    const manager = await fill(database);
    for (const isReversed of [false, true]) {
      for (const sort of ["value", "start", "promised"] as const) {
        const { forward } = await walk(database, manager, { sort, isReversed, group: null }, true);
        const keys = forward.flatMap(({ rows }) =>
          rows.map((row) =>
            sort === "promised"
              ? row.promisedOn
              : sort === "start"
                ? (row.facts?.startsOn ?? null)
                : (row.facts?.value?.valueMinor ?? null),
          ),
        );
        const known = keys.filter((key) => key !== null);
        expect(keys.slice(0, known.length)).toEqual(known);
        const upwards = [...known].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        expect(known).toEqual(isDescending(sort, isReversed) ? upwards.reverse() : upwards);
      }
    }
  });

  it("stand under heads that count every row of the group, and its value", async () => {
    const database = await founded(open);
    const { db } = database;
    const manager = await fill(database);
    for (const group of PIPELINE_GROUPS) {
      const { forward } = await walk(database, manager, { sort: "title", isReversed: false, group }, true);
      const heads = forward.flatMap((page) => page.groups);
      const begun = heads.filter((head) => !head.isContinued);
      expect(begun.reduce((sum, head) => sum + head.count, 0)).toBe(COUNT);
      const worth = begun.reduce((sum, head) => sum + (head.money[0]?.value ?? 0), 0);
      const { total } = await db
        .selectFrom("engagement")
        .select((eb) => eb.fn.sum<number>("value_minor").as("total"))
        .executeTakeFirstOrThrow();
      expect(worth).toBe(Number(total));
      for (const page of forward) expect(page.groups[0]?.at).toBe(0);
    }
    const byLead = await walk(database, manager, { sort: "need", isReversed: false, group: "lead" });
    const labels = byLead.forward.flatMap((page) => page.groups.filter((head) => !head.isContinued));
    expect(labels.filter((head) => head.label === "Mei Lin")).toHaveLength(2);
    expect(labels.at(-1)?.label).toBe("No lead");
    const byHealth = await walk(database, manager, { sort: "need", isReversed: false, group: "health" });
    expect(
      byHealth.forward
        .flatMap((page) => page.groups.filter((head) => !head.isContinued))
        .map((head) => head.label),
    ).toEqual(["Off track", "At risk", "On track", "Paused", "No work under way"]);
  });

  it("tell a lead and a member nothing of money that is not theirs, nor of engagements", async () => {
    const database = await founded(open);
    const { db } = database;
    const manager = await aPerson(db, "manager");
    const member = await aPerson(db, "member");
    const own = await anEngagement(db, { title: "Own" });
    const helped = await anEngagement(db, { title: "Helped" });
    const hidden = await anEngagement(db, { title: "Hidden" });
    await saveTeam(db, actBy(manager), own.code, { leadId: own.lead.id, memberIds: [member.id] });
    await saveTeam(db, actBy(manager), helped.code, {
      leadId: helped.lead.id,
      memberIds: [own.lead.id, member.id],
    });
    const values = { [own.code]: 1_000, [helped.code]: 9_000_000, [hidden.code]: 5_000 };
    for (const [code, value_minor] of Object.entries(values)) {
      await db.updateTable("engagement").set({ value_minor }).where("code", "=", code).execute();
    }
    const byValue = { sort: "value" as const, isReversed: false, group: "phase" as const, withFacts: true };
    const seen = async (actor: Actor) => {
      const page = await readPipelinePage(db, actor, active, null, TODAY, byValue);
      return {
        rows: page.rows.map((row) => [row.title, row.facts?.value?.valueMinor ?? null]),
        sums: page.groups.map((head) => [head.count, head.money[0]?.value ?? null]),
      };
    };
    expect(await seen(manager)).toEqual({
      rows: [
        ["Helped", 9_000_000],
        ["Hidden", 5_000],
        ["Own", 1_000],
      ],
      sums: [[3, 9_006_000]],
    });
    // The dearer one is last for whoever may not know that it is dearer.
    expect(await seen(own.lead)).toEqual({
      rows: [
        ["Own", 1_000],
        ["Helped", null],
      ],
      sums: [[2, 1_000]],
    });
    const forMember = await seen(member);
    expect(forMember.sums).toEqual([[2, null]]);
    expect(forMember.rows.map(([, value]) => value)).toEqual([null, null]);
  });

  it("refuse a cursor of another order or with nonsense in it", () => {
    const byTitle: Arrangement = { sort: "title", isReversed: false, group: null };
    const byValue: Arrangement = { ...byTitle, sort: "value" };
    expect(pipelineCursor(byTitle, "after", '[7,"copy"]')).toEqual({
      direction: "after",
      number: 7,
      key: "copy",
      group: null,
    });
    expect(pipelineCursor(byValue, "after", "[7,-1]")).toMatchObject({ key: -1 });
    for (const text of [
      "[7,3]",
      '[7,"a","b"]',
      '[7,"a\\u0000"]',
      `[7,"${"x".repeat(1001)}"]`,
      "[7.5,3]",
      "null",
    ]) {
      expect(pipelineCursor(byTitle, "after", text), text).toBeNull();
    }
    expect(pipelineCursor({ ...byTitle, group: "lead" }, "after", '[7,"a"]')).toBeNull();
    expect(pipelineCursor({ ...byTitle, group: "lead" }, "after", '[7,"a",3]')).toBeNull();
  });
});
