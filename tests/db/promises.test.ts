import type { Act } from "db/act";
import { readDates } from "db/dates.server";
import { readLedger } from "db/ledger.server";
import { startPhase } from "db/phases.server";
import { movePromisedDate, type PromisedMove, previewMove, undoMove } from "db/promises.server";
import type { DB } from "db/schema";
import fc from "fast-check";
import type { Kysely } from "kysely";
import { describeEachDatabase } from "tests/support/databases";
import { AT, actBy, anEngagement, aPerson, founded, TODAY } from "tests/support/factories";
import { expect, it } from "vitest";
import { addWorkingDays, STANDARD_CALENDAR, workingDaysFrom } from "~/domain/calendar";
import { PHASE_KINDS } from "~/domain/phase";
import { SLIP_CAUSES, standingPromises } from "~/domain/promise";
import { Refusal } from "~/domain/refusal";

const later = (on: string, days: number) => addWorkingDays(on, days, STANDARD_CALENDAR);

async function planOf(db: Kysely<DB>, code: string) {
  return db
    .selectFrom("phase")
    .innerJoin("engagement", "engagement.id", "phase.engagement_id")
    .select(["kind", "planned_start_on", "planned_finish_on", "first_finish_on"])
    .where("engagement.code", "=", code)
    .orderBy("position")
    .execute();
}

async function finishOf(db: Kysely<DB>, code: string, kind: (typeof PHASE_KINDS)[number]): Promise<string> {
  const phase = (await planOf(db, code)).find((row) => row.kind === kind);
  return phase?.planned_finish_on ?? "";
}

const slip = (toOn: string): PromisedMove => ({
  kind: "stabilise",
  edge: "finish",
  toOn,
  cause: "client",
  sentence: "Staging access came later.",
  seq: null,
});

/** A move of a phase's finish by so many working days. */
async function move(db: Kysely<DB>, act: Act, code: string, days: number): Promise<string> {
  const toOn = later(await finishOf(db, code, "stabilise"), days);
  return movePromisedDate(db, act, code, slip(toOn));
}

describeEachDatabase("the promise ledger", (open) => {
  it("moves what it previewed, carries due dates along, and writes every moved date down", async () => {
    const { db } = await founded(open);
    const { code, lead } = await anEngagement(db);
    const toOn = later(await finishOf(db, code, "stabilise"), 4);
    const before = await planOf(db, code);
    const preview = await previewMove(db, actBy(lead), code, slip(toOn));
    expect(await planOf(db, code)).toEqual(before);
    expect(preview.changes.map((change) => `${change.kind} ${change.edge} ${change.workingDays}`)).toEqual([
      "stabilise finish 4",
      "extend start 4",
      "extend finish 4",
      "document start 4",
      "document finish 4",
    ]);
    await movePromisedDate(db, actBy(lead), code, { ...slip(toOn), seq: preview.seq });
    const { moves, summary } = await readLedger(db, lead, code, "see_pipeline");
    expect(moves).toHaveLength(2);
    expect(moves[0]?.rows.map(({ toOn: on }) => on)).toEqual(preview.changes.map((change) => change.toOn));
    expect(moves[0]).toMatchObject({
      cause: "client",
      sentence: "Staging access came later.",
      madeBy: lead.name,
    });
    expect(summary).toMatchObject({ slip: 4, moves: 1, byCause: [{ cause: "client", workingDays: 4 }] });
    const due = await db
      .selectFrom("deliverable")
      .select(["id", "due_on"])
      .where(
        "id",
        "in",
        preview.carried.map((carried) => carried.deliverableId),
      )
      .execute();
    expect(due).toHaveLength(preview.carried.length);
    expect(preview.carried.length).toBeGreaterThan(10);
    for (const row of due) {
      expect(row.due_on).toBe(preview.carried.find((carried) => carried.deliverableId === row.id)?.toOn);
    }
  });

  it("reads the same for our people and for the client, and not at all for anybody else", async () => {
    const { db } = await founded(open);
    const { code, lead, client } = await anEngagement(db);
    const other = await anEngagement(db);
    await move(db, actBy(lead), code, 2);
    const ours = await readLedger(db, lead, code, "see_pipeline");
    expect(await readLedger(db, client, code, "see_portal")).toEqual(ours);
    await expect(readLedger(db, other.lead, code, "see_pipeline")).rejects.toThrow(Refusal);
    await expect(readLedger(db, other.client, code, "see_portal")).rejects.toThrow(Refusal);
    await expect(readLedger(db, client, code, "see_pipeline")).rejects.toMatchObject({ kind: "forbidden" });
  });

  it("refuses a move without a sentence and one whose plan has changed since it was looked at", async () => {
    const { db } = await founded(open);
    const { code, lead } = await anEngagement(db);
    const toOn = later(await finishOf(db, code, "stabilise"), 3);
    await expect(
      movePromisedDate(db, actBy(lead), code, { ...slip(toOn), sentence: "" }),
    ).rejects.toMatchObject({
      field: "sentence",
    });
    const { seq } = await previewMove(db, actBy(lead), code, slip(toOn));
    await move(db, actBy(lead), code, 1);
    await expect(movePromisedDate(db, actBy(lead), code, { ...slip(toOn), seq })).rejects.toMatchObject({
      kind: "conflict",
    });
    expect((await readLedger(db, lead, code, "see_pipeline")).moves).toHaveLength(2);
  });

  it("lets one of many simultaneous moves from the same preview win", async () => {
    const { db } = await founded(open);
    const { code, lead } = await anEngagement(db);
    const finishOn = await finishOf(db, code, "stabilise");
    const { seq } = await previewMove(db, actBy(lead), code, slip(later(finishOn, 1)));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, (_, index) =>
        movePromisedDate(db, actBy(lead), code, { ...slip(later(finishOn, index + 1)), seq }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
    expect((await readLedger(db, lead, code, "see_pipeline")).summary?.moves).toBe(1);
  });

  it("moves once for the same form sent again and again", async () => {
    const { db } = await founded(open);
    const { code, lead } = await anEngagement(db);
    const toOn = later(await finishOf(db, code, "stabilise"), 2);
    const act = { ...actBy(lead), idempotencyKey: "one-form" };
    const ids = await Promise.all(
      Array.from({ length: 50 }, () => movePromisedDate(db, act, code, slip(toOn))),
    );
    expect(new Set(ids).size).toBe(1);
    expect((await readLedger(db, lead, code, "see_pipeline")).summary?.moves).toBe(1);
  });

  it("takes a move back within ten seconds, by whom it was made, and keeps the row with its mark", async () => {
    const { db } = await founded(open);
    const { code, lead } = await anEngagement(db);
    const manager = await aPerson(db, "manager");
    const before = await planOf(db, code);
    const dueBefore = await db.selectFrom("deliverable").select(["id", "due_on"]).orderBy("id").execute();
    const moveId = await move(db, actBy(lead), code, 5);
    await expect(undoMove(db, actBy(manager), code, moveId)).rejects.toMatchObject({ kind: "not_found" });
    await undoMove(db, actBy(lead, TODAY, AT + 9000), code, moveId);
    await undoMove(db, actBy(lead, TODAY, AT + 9500), code, moveId);
    expect(await planOf(db, code)).toEqual(before);
    expect(await db.selectFrom("deliverable").select(["id", "due_on"]).orderBy("id").execute()).toEqual(
      dueBefore,
    );
    const { moves, summary } = await readLedger(db, lead, code, "see_pipeline");
    expect(moves.map((one) => one.isUndone)).toEqual([true, false]);
    expect(summary).toMatchObject({ slip: 0, moves: 0, byCause: [] });
  });

  it("takes nothing back later than that, nor what has moved on since", async () => {
    const { db } = await founded(open);
    const { code, lead } = await anEngagement(db);
    const first = await move(db, actBy(lead), code, 1);
    await expect(undoMove(db, actBy(lead, TODAY, AT + 60_000), code, first)).rejects.toMatchObject({
      field: "move_id",
    });
    await move(db, actBy(lead, TODAY, AT + 1000), code, 1);
    await expect(undoMove(db, actBy(lead, TODAY, AT + 2000), code, first)).rejects.toMatchObject({
      kind: "conflict",
    });
  });

  it("adds up to the plan whatever was moved", async () => {
    const { db } = await founded(open);
    const oneMove = fc.record({
      kind: fc.constantFrom(...PHASE_KINDS),
      edge: fc.constantFrom("start" as const, "finish" as const),
      days: fc.integer({ min: -6, max: 12 }),
      cause: fc.constantFrom(...SLIP_CAUSES),
      isUndone: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(oneMove, { minLength: 1, maxLength: 5 }), async (wanted) => {
        const { code, lead } = await anEngagement(db);
        await startPhase(db, actBy(lead), code, { kind: "read", startOn: TODAY });
        let at = AT;
        for (const { kind, edge, days, cause, isUndone } of wanted) {
          at += 1000;
          const phase = (await planOf(db, code)).find((row) => row.kind === kind);
          const from = edge === "start" ? phase?.planned_start_on : phase?.planned_finish_on;
          const asked = { kind, edge, toOn: later(from ?? "", days), cause, sentence: "Why", seq: null };
          try {
            const moveId = await movePromisedDate(db, actBy(lead, TODAY, at), code, asked);
            if (isUndone) await undoMove(db, actBy(lead, TODAY, at + 500), code, moveId);
          } catch (error) {
            if (!(error instanceof Refusal) || error.kind !== "invalid") throw error;
          }
        }
        const { moves, summary } = await readLedger(db, lead, code, "see_pipeline");
        const rows = [...moves]
          .reverse()
          .flatMap(({ cause, isUndone, rows: moved }) => moved.map((row) => ({ ...row, cause, isUndone })));
        const standing = standingPromises(rows);
        const plan = await planOf(db, code);
        for (const phase of plan) {
          expect(standing.get(`${phase.kind}.start`)).toBe(phase.planned_start_on);
          expect(standing.get(`${phase.kind}.finish`)).toBe(phase.planned_finish_on);
        }
        const last = plan.at(-1);
        expect(summary?.slip).toBe(
          workingDaysFrom(last?.first_finish_on ?? "", last?.planned_finish_on ?? "", STANDARD_CALENDAR),
        );
        const dates = await readDates(db, lead, code);
        expect(dates.phases.at(-1)?.slip).toBe(summary?.slip);
      }),
      { numRuns: 12 },
    );
  });
});
