import { allocate, changeAllocation, removeAllocation } from "db/allocations.server";
import type { Database } from "db/connect.server";
import { movePromisedDate } from "db/promises.server";
import { saveTeam } from "db/team.server";
import { readTeamPlan } from "db/team-plan.server";
import { expectIntactChain, findEngagement, refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { actBy, anEngagement, aPerson, founded, type Scene, TODAY } from "tests/support/factories";
import { beforeAll, expect, it } from "vitest";
import { addWorkingDays, STANDARD_CALENDAR } from "~/domain/calendar";
import type { Actor } from "~/domain/permissions";

const SPAN = { fromOn: "2026-03-02", untilOn: "2026-03-27", sharePercent: 60 };

describeEachDatabase("shares of people", (open) => {
  let database: Database;
  let manager: Actor;
  beforeAll(async () => {
    database = await founded(open);
    manager = await aPerson(database.db, "manager");
  });
  const db = () => database.db;
  const allocateTo = (scene: Scene, personId: string, changes: Partial<typeof SPAN> = {}) =>
    allocate(db(), actBy(scene.lead), scene.code, { personId, ...SPAN, ...changes });
  const eventsOf = async (code: string, kind: string) => {
    const { id } = await findEngagement(db(), code);
    const rows = await db()
      .selectFrom("event")
      .select(["kind", "label", "before", "after", "visibility"])
      .where("engagement_id", "=", id)
      .orderBy("seq")
      .execute();
    return rows
      .filter((row) => row.kind === kind)
      .map((row) => ({ ...row, before: JSON.parse(row.before), after: JSON.parse(row.after) }));
  };
  async function withMember(): Promise<Scene & { member: Actor }> {
    const scene = await anEngagement(db());
    const member = await aPerson(db(), "member");
    await saveTeam(db(), actBy(manager), scene.code, { leadId: scene.lead.id, memberIds: [member.id] });
    return { ...scene, member };
  }

  it("are planned for the team alone, and told in events that are ours", async () => {
    const scene = await withMember();
    const id = await allocateTo(scene, scene.member.id);
    await allocateTo(scene, scene.lead.id, { sharePercent: 100 });
    const plan = await readTeamPlan(db(), scene.lead, scene.code, TODAY);
    expect(plan.people.map(({ part, shares }) => [part, shares.length])).toEqual([
      ["lead", 1],
      ["member", 1],
    ]);
    expect(plan.people[1]?.shares[0]).toEqual({ id, version: 1, ...SPAN });
    expect(await eventsOf(scene.code, "allocation.set")).toMatchObject([
      { label: scene.member.name, before: {}, after: { share_percent: 60, until_on: "2026-03-27" } },
      { label: scene.lead.name },
    ]);
    for (const { visibility } of await eventsOf(scene.code, "allocation.set"))
      expect(visibility).toBe("internal");
    const stranger = await aPerson(db(), "member");
    for (const other of [stranger.id, scene.client.id, "nobody", ""]) {
      expect(await refusalOf(allocateTo(scene, other))).toMatchObject({
        kind: "invalid",
        field: "person_id",
      });
    }
    await expectIntactChain(db(), scene.code);
  });

  it("do not overlap on one engagement, and do on two", async () => {
    const scene = await withMember();
    await allocateTo(scene, scene.member.id);
    const again = { fromOn: "2026-03-27", untilOn: "2026-04-10" };
    expect(await refusalOf(allocateTo(scene, scene.member.id, again))).toMatchObject({ field: "from_on" });
    const id = await allocateTo(scene, scene.member.id, { ...again, fromOn: "2026-03-28" });
    expect(
      await refusalOf(
        changeAllocation(db(), actBy(scene.lead), scene.code, id, { ...SPAN, ...again, version: 1 }),
      ),
    ).toMatchObject({ field: "from_on" });
    const other = await anEngagement(db());
    const team = { leadId: other.lead.id, memberIds: [scene.member.id] };
    await saveTeam(db(), actBy(manager), other.code, team);
    await allocateTo(other, scene.member.id);
  });

  it("refuse an older version with the newer values, and say nothing of what did not change", async () => {
    const scene = await withMember();
    const id = await allocateTo(scene, scene.member.id);
    const act = actBy(scene.lead);
    await changeAllocation(db(), act, scene.code, id, { ...SPAN, sharePercent: 40, version: 1 });
    const stale = { ...SPAN, sharePercent: 80, version: 1 };
    expect(await refusalOf(changeAllocation(db(), act, scene.code, id, stale))).toMatchObject({
      kind: "conflict",
      current: { share_percent: "40", version: "2" },
    });
    expect(await refusalOf(removeAllocation(db(), act, scene.code, id, 1))).toMatchObject({
      kind: "conflict",
    });
    await changeAllocation(db(), act, scene.code, id, { ...SPAN, sharePercent: 40, version: 1 });
    expect(await eventsOf(scene.code, "allocation.set")).toHaveLength(2);
    await removeAllocation(db(), act, scene.code, id, 2);
    expect(await eventsOf(scene.code, "allocation.removed")).toMatchObject([
      { label: scene.member.name, before: { share_percent: 40 } },
    ]);
    expect(await refusalOf(removeAllocation(db(), act, scene.code, id, 2))).toMatchObject({
      kind: "not_found",
    });
  });

  it("act once for one key, and once of two at the same time", async () => {
    const scene = await withMember();
    const act = { ...actBy(scene.lead), idempotencyKey: `share-${scene.code}` };
    const ids = await Promise.all(
      [1, 2].map(() => allocate(db(), act, scene.code, { personId: scene.member.id, ...SPAN })),
    );
    expect(new Set(ids).size).toBe(1);
    const later = { fromOn: "2026-04-01", untilOn: "2026-04-10" };
    const both = await Promise.allSettled([1, 2].map(() => allocateTo(scene, scene.member.id, later)));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("are hidden and refused where the engagement is", async () => {
    const scene = await withMember();
    const id = await allocateTo(scene, scene.member.id);
    const foreign = await anEngagement(db());
    const change = (actor: Actor, code: string) =>
      changeAllocation(db(), actBy(actor), code, id, { ...SPAN, sharePercent: 10, version: 1 });
    expect(await refusalOf(change(foreign.lead, scene.code))).toMatchObject({ kind: "not_found" });
    // An id of another engagement is not found on one's own.
    expect(await refusalOf(change(foreign.lead, foreign.code))).toMatchObject({ kind: "not_found" });
    expect(await refusalOf(change(scene.member, scene.code))).toMatchObject({ kind: "forbidden" });
    expect(await refusalOf(change(scene.client, scene.code))).toMatchObject({ kind: "forbidden" });
    expect(await refusalOf(change(foreign.client, scene.code))).toMatchObject({ kind: "not_found" });
    expect(await refusalOf(readTeamPlan(db(), foreign.lead, scene.code, TODAY))).toMatchObject({
      kind: "not_found",
    });
  });

  it("end today for whoever leaves the team, in the same breath", async () => {
    const scene = await withMember();
    await allocateTo(scene, scene.member.id, { fromOn: "2026-03-02", untilOn: "2026-03-13" });
    await allocateTo(scene, scene.member.id, { fromOn: "2026-03-14", untilOn: "2026-03-27" });
    await allocateTo(scene, scene.lead.id);
    const next = await aPerson(db(), "member");
    await saveTeam(db(), actBy(manager, "2026-03-10"), scene.code, {
      leadId: scene.lead.id,
      memberIds: [next.id],
    });
    const plan = await readTeamPlan(db(), manager, scene.code, "2026-03-10");
    expect(plan.people.map(({ part, shares }) => [part, shares.map(({ untilOn }) => untilOn)])).toEqual([
      ["lead", ["2026-03-27"]],
      ["member", []],
      ["gone", ["2026-03-09"]],
    ]);
    expect((await eventsOf(scene.code, "allocation.set")).at(-1)).toMatchObject({
      label: scene.member.name,
      before: { until_on: "2026-03-13" },
      after: { until_on: "2026-03-09" },
    });
    expect(await eventsOf(scene.code, "allocation.removed")).toMatchObject([
      { label: scene.member.name, before: { from_on: "2026-03-14" } },
    ]);
    const [gone] = plan.people.filter(({ part }) => part === "gone");
    const share = gone?.shares[0];
    if (!share) throw new Error("The share is gone.");
    const longer = { ...share, untilOn: "2026-04-01" };
    expect(
      await refusalOf(changeAllocation(db(), actBy(manager), scene.code, share.id, longer)),
    ).toMatchObject({ field: "person_id" });
    await expectIntactChain(db(), scene.code);
  });

  it("stay where they are when a promised date moves, which the team's page says", async () => {
    const scene = await withMember();
    const { finishOn } = await readTeamPlan(db(), scene.lead, scene.code, TODAY);
    if (!finishOn) throw new Error("There is no plan.");
    await allocateTo(scene, scene.lead.id, { untilOn: finishOn });
    await movePromisedDate(db(), actBy(scene.lead), scene.code, {
      kind: "document",
      edge: "finish",
      toOn: addWorkingDays(finishOn, 4, STANDARD_CALENDAR),
      cause: "client",
      sentence: "Staging access came later.",
      seq: null,
    });
    const plan = await readTeamPlan(db(), scene.lead, scene.code, TODAY);
    expect(plan.people[0]).toMatchObject({
      shares: [{ untilOn: finishOn }],
      beforePlan: { endsOn: finishOn, workingDays: 4 },
    });
  });

  it("tell what else takes a person's time only to managers and the lead", async () => {
    const scene = await withMember();
    const other = await anEngagement(db());
    const team = { leadId: other.lead.id, memberIds: [scene.member.id] };
    await saveTeam(db(), actBy(manager), other.code, team);
    await allocateTo(scene, scene.member.id);
    await allocateTo(other, scene.member.id, { sharePercent: 70 });
    const seenBy = async (actor: Actor) => {
      const { people } = await readTeamPlan(db(), actor, scene.code, TODAY);
      return people.find(({ id }) => id === scene.member.id);
    };
    for (const actor of [manager, scene.lead]) {
      const seen = await seenBy(actor);
      expect(seen?.weeks[0]).toMatchObject({ percent: 60, state: "part" });
      expect(seen?.allWeeks?.[0]).toMatchObject({ percent: 130, state: "over" });
    }
    expect((await seenBy(scene.member))?.allWeeks).toBeNull();
  });
});
