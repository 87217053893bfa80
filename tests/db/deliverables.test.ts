import { createHash } from "node:crypto";
import { addDeliverable, removeDeliverable, reorderDeliverable } from "db/checklist.server";
import type { Database } from "db/connect.server";
import { readDeliverablePage } from "db/deliverable-page.server";
import { type DeliverableFields, editDeliverable } from "db/deliverables.server";
import { addEvidence, evidenceFrom, removeEvidence } from "db/evidence.server";
import { standingOf } from "db/standing-row.server";
import { setStatus } from "db/status.server";
import { saveTeam } from "db/team.server";
import fc from "fast-check";
import {
  aDeliverable,
  deliverablesOf,
  expectIntactChain,
  findDeliverable,
  findEngagement,
  refusalOf,
} from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { actBy, anEngagement, aPerson, founded, TODAY } from "tests/support/factories";
import { beforeAll, describe, expect, it } from "vitest";
import { needOf, reasonsFor } from "~/domain/attention";
import { addDays, STANDARD_CALENDAR } from "~/domain/calendar";
import { DELIVERABLE_STATUSES, type DeliverableStatus, isOpen } from "~/domain/deliverable";
import { PHASE_KINDS, type PhaseKind } from "~/domain/phase";
import { engagementProgress } from "~/domain/progress";

const press = (
  to: DeliverableStatus,
  more: { from?: DeliverableStatus; reason?: string; evidence?: string } = {},
) => ({
  to,
  from: more.from ?? null,
  reason: more.reason ?? null,
  evidence: evidenceFrom(more.evidence ?? ""),
});

function fieldsOf(row: Awaited<ReturnType<typeof findDeliverable>>): DeliverableFields & { version: number } {
  return {
    title: row.title,
    notes: row.notes,
    ownerId: row.owner_id,
    dueOn: row.due_on,
    isVisible: row.is_visible === 1,
    requiresEvidence: row.requires_evidence === 1,
    version: row.version,
  };
}

const NEW: DeliverableFields = {
  title: "Cache headers agreed",
  notes: "",
  ownerId: null,
  dueOn: null,
  isVisible: true,
  requiresEvidence: false,
};

describeEachDatabase("deliverables", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });

  describe("statuses", () => {
    it("are refused without the reason that blocked and not applicable need", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const row = await aDeliverable(db, code);
      for (const to of ["blocked", "not_applicable"] as const) {
        const refusal = await refusalOf(setStatus(db, actBy(lead), code, { id: row.id, ...press(to) }));
        expect(refusal).toMatchObject({ kind: "invalid", field: "reason" });
      }
      expect((await findDeliverable(db, row.id)).status).toBe("todo");
    });

    it("keep their reason until the work goes on", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const { id } = await aDeliverable(db, code);
      await setStatus(db, actBy(lead), code, {
        id,
        ...press("blocked", { reason: "No access to the logs" }),
      });
      expect(await findDeliverable(db, id)).toMatchObject({
        status: "blocked",
        reason: "No access to the logs",
      });
      await setStatus(db, actBy(lead), code, { id, ...press("doing") });
      expect(await findDeliverable(db, id)).toMatchObject({ status: "doing", reason: null, done_at: null });
    });

    it("need evidence before done where it is required, and take it with the tick", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const { id } = await aDeliverable(db, code, { needsEvidence: true });
      const refusal = await refusalOf(setStatus(db, actBy(lead), code, { id, ...press("done") }));
      expect(refusal).toMatchObject({ kind: "invalid", field: "evidence" });
      await setStatus(db, actBy(lead), code, {
        id,
        ...press("done", { evidence: "https://example.test/findings" }),
      });
      expect(await findDeliverable(db, id)).toMatchObject({ status: "done", evidence_count: 1 });
      const pieces = await db.selectFrom("evidence").selectAll().where("deliverable_id", "=", id).execute();
      expect(pieces).toMatchObject([{ kind: "link", url: "https://example.test/findings", is_visible: 0 }]);
    });

    it("that are so already change nothing and write no event", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const { id } = await aDeliverable(db, code);
      await setStatus(db, actBy(lead), code, { id, ...press("done") });
      const { seq } = await findEngagement(db, code);
      await setStatus(db, actBy(lead), code, { id, ...press("done", { from: "todo" }) });
      expect((await findEngagement(db, code)).seq).toBe(seq);
    });

    it("pressed on something that another person changed are refused with what it is now", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const manager = await aPerson(db, "manager");
      const { id } = await aDeliverable(db, code);
      await setStatus(db, actBy(manager), code, { id, ...press("blocked", { reason: "Keys are missing" }) });
      const refusal = await refusalOf(
        setStatus(db, actBy(lead), code, { id, ...press("done", { from: "todo" }) }),
      );
      expect(refusal).toMatchObject({
        kind: "conflict",
        current: { status: "blocked", reason: "Keys are missing" },
      });
      expect((await findDeliverable(db, id)).status).toBe("blocked");
    });

    it("pressed two ways at once have one winner, and the others are refused with what it is now", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const { id } = await aDeliverable(db, code);
      const { seq } = await findEngagement(db, code);
      const ways = Array.from(
        { length: 10 },
        (_, index) => (["done", "doing"] as const)[index % 2] ?? "done",
      );
      const outcomes = await Promise.all(
        ways.map((to) =>
          setStatus(db, actBy(lead), code, { id, ...press(to, { from: "todo" }) }).then(
            () => ({ to }),
            (error) => error,
          ),
        ),
      );
      const { status } = await findDeliverable(db, id);
      for (const [index, outcome] of outcomes.entries()) {
        const isWinner = ways[index] === status;
        expect(outcome).toMatchObject(isWinner ? { to: status } : { kind: "conflict", current: { status } });
      }
      expect((await findEngagement(db, code)).seq).toBe(seq + 1);
      await expectTrueCounters(code);
      await expectIntactChain(db, code);
    });

    it("keep all of twenty ticks at once, each with its event", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const rows = (await Promise.all(PHASE_KINDS.map((kind) => deliverablesOf(db, code, kind))))
        .flat()
        .filter((row) => row.requires_evidence === 0)
        .slice(0, 20);
      expect(rows).toHaveLength(20);
      const { seq } = await findEngagement(db, code);
      await Promise.all(
        rows.map((row) =>
          setStatus(db, actBy(lead), code, { id: row.id, ...press("done", { from: "todo" }) }),
        ),
      );
      const after = await Promise.all(rows.map((row) => findDeliverable(db, row.id)));
      expect(after.every((row) => row.status === "done")).toBe(true);
      expect((await findEngagement(db, code)).seq).toBe(seq + 20);
      await expectIntactChain(db, code);
    });
  });

  describe("editing", () => {
    it("from one version by fifty at once has one winner, and the rest are shown the newer value", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const row = await aDeliverable(db, code);
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          editDeliverable(db, actBy(lead), code, row.id, {
            ...fieldsOf(row),
            title: `Version ${index}`,
          }).then(
            () => `Version ${index}`,
            (error) => error,
          ),
        ),
      );
      const winners = outcomes.filter((outcome) => typeof outcome === "string");
      expect(winners).toHaveLength(1);
      expect((await findDeliverable(db, row.id)).title).toBe(winners[0]);
      for (const lost of outcomes.filter((outcome) => typeof outcome !== "string")) {
        expect(lost).toMatchObject({ kind: "conflict", current: { title: winners[0] } });
      }
    });

    it("refuses a due date after the promised finish of the phase, but keeps one that lies there already", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const row = await aDeliverable(db, code);
      const late = editDeliverable(db, actBy(lead), code, row.id, { ...fieldsOf(row), dueOn: "2027-01-04" });
      expect(await refusalOf(late)).toMatchObject({ kind: "invalid", field: "due_on" });
      await db.updateTable("deliverable").set({ due_on: "2027-01-04" }).where("id", "=", row.id).execute();
      const moved = await findDeliverable(db, row.id);
      await editDeliverable(db, actBy(lead), code, row.id, { ...fieldsOf(moved), title: "Renamed" });
      expect(await findDeliverable(db, row.id)).toMatchObject({ title: "Renamed", due_on: "2027-01-04" });
    });

    it("takes only our own people as owners", async () => {
      const { db } = database;
      const { code, lead, client } = await anEngagement(db);
      const row = await aDeliverable(db, code);
      const given = editDeliverable(db, actBy(lead), code, row.id, { ...fieldsOf(row), ownerId: client.id });
      expect(await refusalOf(given)).toMatchObject({ kind: "invalid", field: "owner_id" });
    });

    it("that changes only what is internal stays out of the client's sight", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const rows = await deliverablesOf(db, code, "read");
      const row = rows.find((one) => one.is_visible === 1);
      if (!row) throw new Error("The template shows nothing.");
      await editDeliverable(db, actBy(lead), code, row.id, { ...fieldsOf(row), notes: "Ask Dana first" });
      await editDeliverable(db, actBy(lead), code, row.id, {
        ...fieldsOf(await findDeliverable(db, row.id)),
        title: "Renamed for all",
      });
      const events = await db
        .selectFrom("event")
        .select("visibility")
        .where("subject_id", "=", row.id)
        .where("kind", "=", "deliverable.edited")
        .orderBy("seq")
        .execute();
      expect(events.map((event) => event.visibility)).toEqual(["internal", "client"]);
    });
  });

  describe("adding, ordering and removing", () => {
    it("a hundred equal posts with one key make one deliverable", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const before = (await deliverablesOf(db, code, "read")).length;
      const act = { ...actBy(lead), idempotencyKey: "add-once" };
      const ids = await Promise.all(
        Array.from({ length: 100 }, () => addDeliverable(db, act, code, "read", NEW)),
      );
      expect(new Set(ids).size).toBe(1);
      const rows = await deliverablesOf(db, code, "read");
      expect(rows).toHaveLength(before + 1);
      expect(rows.at(-1)).toMatchObject({ id: ids[0], title: NEW.title, status: "todo" });
    });

    it("keeps the order that was made, at every place", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const ids = (await deliverablesOf(db, code, "stabilise")).map((row) => row.id);
      const [first, second, third] = ids as [string, string, string];
      await reorderDeliverable(db, actBy(lead), code, { id: third, beforeId: first });
      await reorderDeliverable(db, actBy(lead), code, { id: first, beforeId: null });
      const after = (await deliverablesOf(db, code, "stabilise")).map((row) => row.id);
      expect(after).toEqual([third, second, ...ids.slice(3), first]);
    });

    it("offers each a step up and a step down from its own page, but none beyond the ends", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const ids = (await deliverablesOf(db, code, "read")).map((row) => row.id);
      const place = async (id: string) => (await readDeliverablePage(db, lead, code, id, TODAY)).place;
      const [first, second, third] = ids as [string, string, string];
      expect(await place(first)).toMatchObject({ position: 1, up: null, down: { beforeId: third } });
      expect(await place(second)).toMatchObject({ position: 2, up: { beforeId: first } });
      expect(await place(ids.at(-1) ?? "")).toMatchObject({ position: ids.length, down: null });
      const other = await anEngagement(db);
      const foreign = readDeliverablePage(db, other.lead, other.code, first, TODAY);
      expect(await refusalOf(foreign)).toMatchObject({ kind: "not_found" });
    });

    it("does not put a deliverable in front of one of another phase", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const [mine] = await deliverablesOf(db, code, "read");
      const [other] = await deliverablesOf(db, code, "extend");
      const moved = reorderDeliverable(db, actBy(lead), code, {
        id: mine?.id ?? "",
        beforeId: other?.id ?? "",
      });
      expect(await refusalOf(moved)).toMatchObject({ kind: "not_found" });
    });

    it("removes what is open with its evidence, and keeps what is settled", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const row = await aDeliverable(db, code);
      await addEvidence(
        db,
        actBy(lead),
        code,
        { of: "deliverable", id: row.id },
        {
          kind: "note",
          url: null,
          note: "Seen",
          isVisible: false,
        },
      );
      await setStatus(db, actBy(lead), code, { id: row.id, ...press("done") });
      expect(await refusalOf(removeDeliverable(db, actBy(lead), code, row.id))).toMatchObject({
        kind: "invalid",
      });
      await setStatus(db, actBy(lead), code, { id: row.id, ...press("todo") });
      await removeDeliverable(db, actBy(lead), code, row.id);
      expect(
        await db.selectFrom("evidence").select("id").where("deliverable_id", "=", row.id).execute(),
      ).toEqual([]);
      expect((await deliverablesOf(db, code, "read")).some((one) => one.id === row.id)).toBe(false);
    });
  });

  describe("evidence", () => {
    it("keeps the last piece of what is done because of it", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const { id } = await aDeliverable(db, code, { needsEvidence: true });
      await setStatus(db, actBy(lead), code, { id, ...press("done", { evidence: "Twelve findings" }) });
      const { id: evidenceId } = await db
        .selectFrom("evidence")
        .select("id")
        .where("deliverable_id", "=", id)
        .executeTakeFirstOrThrow();
      const removal = removeEvidence(db, actBy(lead), code, { of: "deliverable", id }, evidenceId);
      expect(await refusalOf(removal)).toMatchObject({ kind: "invalid", field: "evidence" });
      await setStatus(db, actBy(lead), code, { id, ...press("doing") });
      await removeEvidence(db, actBy(lead), code, { of: "deliverable", id }, evidenceId);
      expect((await findDeliverable(db, id)).evidence_count).toBe(0);
    });

    it.each(["javascript:alert(1)", "data:text/html,x", "//example.test", "not an address"])(
      "refuses the link %s",
      async (url) => {
        const { db } = database;
        const { code, lead } = await anEngagement(db);
        const { id } = await aDeliverable(db, code);
        const added = addEvidence(
          db,
          actBy(lead),
          code,
          { of: "deliverable", id },
          {
            kind: "link",
            url,
            note: "",
            isVisible: true,
          },
        );
        expect(await refusalOf(added)).toMatchObject({ kind: "invalid", field: "url" });
      },
    );
  });

  describe("who may", () => {
    it("nobody outside the engagement finds it, and its client may not change it", async () => {
      const { db } = database;
      const { code, client } = await anEngagement(db);
      const other = await anEngagement(db);
      const { id } = await aDeliverable(db, code);
      const tick = (actor: Parameters<typeof actBy>[0]) =>
        refusalOf(setStatus(db, actBy(actor), code, { id, ...press("done") }));
      expect(await tick(other.client)).toMatchObject({ kind: "not_found" });
      expect(await tick(other.lead)).toMatchObject({ kind: "not_found" });
      expect(await tick(await aPerson(db, "member"))).toMatchObject({ kind: "not_found" });
      expect(await tick(client)).toMatchObject({ kind: "forbidden" });
      expect((await findDeliverable(db, id)).status).toBe("todo");
    });

    it("a deliverable is not reached through another engagement", async () => {
      const { db } = database;
      const mine = await anEngagement(db);
      const other = await anEngagement(db);
      const row = await aDeliverable(db, other.code);
      const act = actBy(mine.lead);
      const attempts = [
        () => setStatus(db, act, mine.code, { id: row.id, ...press("done") }),
        () => editDeliverable(db, act, mine.code, row.id, { ...fieldsOf(row), title: "Mine now" }),
        () =>
          addEvidence(
            db,
            act,
            mine.code,
            { of: "deliverable", id: row.id },
            { kind: "note", url: null, note: "x", isVisible: true },
          ),
        () => removeDeliverable(db, act, mine.code, row.id),
        () => reorderDeliverable(db, act, mine.code, { id: row.id, beforeId: null }),
      ];
      for (const attempt of attempts) expect(await refusalOf(attempt())).toMatchObject({ kind: "not_found" });
      expect(await findDeliverable(db, row.id)).toMatchObject({ title: row.title, status: "todo" });
    });

    it("a member of the team works on the checklist but removes nothing", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const member = await aPerson(db, "member");
      await saveTeam(db, actBy(lead), code, { leadId: lead.id, memberIds: [member.id] });
      const { id } = await aDeliverable(db, code);
      await setStatus(db, actBy(member), code, { id, ...press("doing") });
      expect((await findDeliverable(db, id)).status).toBe("doing");
      expect(await refusalOf(removeDeliverable(db, actBy(member), code, id))).toMatchObject({
        kind: "forbidden",
      });
    });
  });

  it("counters beside the rows always equal the one definition of progress", async () => {
    const { db } = database;
    const step = fc.record({
      act: fc.constantFrom("status", "status", "status", "add", "remove"),
      kind: fc.constantFrom(...PHASE_KINDS),
      at: fc.nat(50),
      to: fc.constantFrom(...DELIVERABLE_STATUSES),
    });
    const daysOn = fc.constantFrom(0, 9, 40);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), daysOn, async (steps, days) => {
        const { code, lead } = await anEngagement(db);
        const act = actBy(lead, addDays(TODAY, days));
        for (const { act: what, kind, at, to } of steps) {
          const rows = await deliverablesOf(db, code, kind);
          const row = rows[at % rows.length];
          if (what === "add" || !row) await addDeliverable(db, act, code, kind, NEW);
          else if (what === "status") {
            await setStatus(db, act, code, {
              id: row.id,
              ...press(to, { reason: "So it is", evidence: "Seen" }),
            });
          } else if (!["done", "not_applicable"].includes(row.status)) {
            await removeDeliverable(db, act, code, row.id);
          }
        }
        await expectTrueCounters(code);
      }),
      { numRuns: 12, seed: seedOf("counters") },
    );
  });

  async function expectTrueCounters(code: string): Promise<void> {
    const { db } = database;
    const engagement = await findEngagement(db, code);
    const phases = await db
      .selectFrom("phase")
      .selectAll()
      .where("engagement_id", "=", engagement.id)
      .orderBy("position")
      .execute();
    const counted = [];
    const left = [];
    for (const phase of phases) {
      const rows = await deliverablesOf(db, code, phase.kind as PhaseKind);
      const count = (status: DeliverableStatus) => rows.filter((row) => row.status === status).length;
      const truth = { done: count("done"), notApplicable: count("not_applicable"), total: rows.length };
      expect({
        done: phase.done_count,
        notApplicable: phase.not_applicable_count,
        total: phase.total_count,
      }).toEqual(truth);
      left.push(...rows.filter((row) => isOpen(row.status)));
      counted.push({ ...truth, workingDays: phase.working_days, isDone: phase.status === "done" });
    }
    expect(engagement.progress_bp).toBe(Math.floor(engagementProgress(counted) * 10_000 + 1e-6));
    const open = counted.reduce((sum, phase) => sum + phase.total - phase.done - phase.notApplicable, 0);
    expect(engagement.open_count).toBe(open);
    const today = engagement.standing_on ?? TODAY;
    const dueOn = left.flatMap((row) => row.due_on ?? []).sort();
    expect(engagement).toMatchObject({
      blocked_count: left.filter((row) => row.status === "blocked").length,
      late_count: dueOn.filter((on) => on < today).length,
      next_due_on: dueOn[0] ?? null,
    });
    const reasons = reasonsFor(standingOf(engagement), today, STANDARD_CALENDAR);
    expect(engagement.need).toBe(needOf(reasons));
  }
});

/** The same runs each time, so that a failure can be looked at. */
function seedOf(name: string): number {
  return createHash("sha256").update(name).digest().readInt32BE(0);
}
