import { addAbsence, removeAbsence } from "db/absences.server";
import { allocate } from "db/allocations.server";
import { type CapacityQuery, readCapacity } from "db/capacity.server";
import type { Database } from "db/connect.server";
import { readEarliestStart } from "db/earliest-start.server";
import { moveStage } from "db/engagements.server";
import { addHolidays } from "db/firm.server";
import { saveTeam } from "db/team.server";
import { findEngagement, refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { actBy, anEngagement, aPerson, founded, type Scene, TODAY } from "tests/support/factories";
import { beforeAll, expect, it } from "vitest";
import type { Actor } from "~/domain/permissions";

const SPAN = { fromOn: TODAY, untilOn: "2026-05-01", sharePercent: 60 };
const ALL: CapacityQuery = { search: "", role: null, fromOn: TODAY, withProspects: false, page: 1 };
const HALF = { sharePercent: 50, weeks: 6, leadId: null, withProposals: false };

describeEachDatabase("capacity", (open) => {
  let database: Database;
  let manager: Actor;
  beforeAll(async () => {
    database = await founded(open);
    manager = await aPerson(database.db, "manager");
  });
  const db = () => database.db;
  async function withMember(member: Actor): Promise<Scene> {
    const scene = await anEngagement(db());
    await saveTeam(db(), actBy(manager), scene.code, { leadId: scene.lead.id, memberIds: [member.id] });
    return scene;
  }
  const plan = (scene: Scene, personId: string, changes: Partial<typeof SPAN> = {}) =>
    allocate(db(), actBy(manager), scene.code, { personId, ...SPAN, ...changes });
  /** Written over what the forecast of the day says. */
  const expected = ({ code }: Scene, p50_on: string | null, p80_on: string | null, p95_on: string | null) =>
    db().updateTable("engagement").set({ p50_on, p80_on, p95_on }).where("code", "=", code).execute();
  async function seen(actor: Actor, person: Actor, changes: Partial<CapacityQuery> = {}) {
    const query = { ...ALL, search: person.name, ...changes };
    const { people } = await readCapacity(db(), actor, query, TODAY);
    return people.find(({ id }) => id === person.id);
  }

  it("adds up what somebody is on, and names it for managers", async () => {
    const member = await aPerson(db(), "member", { name: "Ada Quill" });
    const [one, two] = [await withMember(member), await withMember(member)];
    await plan(one, member.id);
    expect((await seen(manager, member))?.unplanned).toMatchObject({ total: 1, some: [{ code: two.code }] });
    await plan(two, member.id, { untilOn: "2026-03-13", sharePercent: 50 });
    const person = await seen(manager, member);
    expect(person?.weeks.slice(0, 3)).toEqual([
      { percent: 110, peakPercent: 110, daysThere: 5, state: "over" },
      { percent: 110, peakPercent: 110, daysThere: 5, state: "over" },
      { percent: 60, peakPercent: 60, daysThere: 5, state: "part" },
    ]);
    expect(person?.freeFromOn).toBe("2026-05-04");
    expect(person?.works.map(({ engagement }) => engagement?.code).sort()).toEqual(
      [one.code, two.code].sort(),
    );
    expect(person?.unplanned.total).toBe(0);
    // Weeks further on show what still lies in them.
    expect((await seen(manager, member, { fromOn: "2026-04-27" }))?.weeks[0]?.percent).toBe(60);
  });

  it("shows a lead their own people, and other work without its name", async () => {
    const member = await aPerson(db(), "member", { name: "Basil Orr" });
    const [own, foreign] = [await withMember(member), await withMember(member)];
    await plan(own, member.id, { sharePercent: 30 });
    await plan(foreign, member.id, { sharePercent: 50 });
    await plan(foreign, foreign.lead.id);
    for (const scene of [own, foreign]) await expected(scene, "2026-05-15", "2026-06-01", "2026-06-12");
    const page = await readCapacity(db(), own.lead, ALL, TODAY);
    expect(page.people.map(({ id }) => id).sort()).toEqual([own.lead.id, member.id].sort());
    const shown = page.people.find(({ id }) => id === member.id);
    expect(shown?.weeks[0]?.percent).toBe(80);
    const works = shown?.works ?? [];
    expect(works.map(({ engagement, sharePercent }) => [engagement?.code ?? null, sharePercent])).toEqual(
      expect.arrayContaining([
        [own.code, 30],
        [null, 50],
      ]),
    );
    const other = works.find(({ engagement }) => engagement === null);
    expect(other?.runsOver).toBeNull();
    expect(JSON.stringify(page)).not.toContain(foreign.code);
    const { id: hiddenId } = await findEngagement(db(), foreign.code);
    expect(JSON.stringify(page)).not.toContain(hiddenId);
    expect(await refusalOf(readCapacity(db(), own.client, ALL, TODAY))).toMatchObject({ kind: "not_found" });
  });

  it("shows a member themselves alone, with everything that they are on", async () => {
    const member = await aPerson(db(), "member", { name: "Dora Finch" });
    const [one, two] = [await withMember(member), await withMember(member)];
    await plan(one, member.id, { sharePercent: 30 });
    await plan(two, member.id, { sharePercent: 50 });
    await plan(two, two.lead.id);
    const page = await readCapacity(db(), member, ALL, TODAY);
    expect(page.people.map(({ id }) => id)).toEqual([member.id]);
    expect(page.people[0]?.works.map(({ engagement }) => engagement?.code).sort()).toEqual(
      [one.code, two.code].sort(),
    );
  });

  it("hints at what is expected to last longer than it is planned", async () => {
    const member = await aPerson(db(), "member", { name: "Cleo Farr" });
    const scene = await withMember(member);
    await plan(scene, member.id, { untilOn: "2026-04-03" });
    await expected(scene, "2026-04-03", "2026-04-10", "2026-04-17");
    const over = { p80On: "2026-04-10", workingDays: 5 };
    expect((await seen(manager, member))?.works).toMatchObject([{ runsOver: over }]);
    // It has ended, and still the engagement goes on.
    expect((await seen(manager, member, { fromOn: "2026-04-06" }))?.works).toMatchObject([
      { runsOver: over },
    ]);
    await plan(scene, member.id, { fromOn: "2026-04-04", untilOn: "2026-04-10", sharePercent: 20 });
    await expected(scene, "2026-04-03", "2026-04-10", "2026-04-17");
    expect((await seen(manager, member))?.works.map(({ runsOver }) => runsOver)).toEqual([null, null]);
  });

  it("counts what is not agreed only when asked, and nothing that was lost", async () => {
    const member = await aPerson(db(), "member", { name: "Dora Pike" });
    const scene = await anEngagement(db(), { stage: "lead" });
    const team = { leadId: scene.lead.id, memberIds: [member.id] };
    await saveTeam(db(), actBy(manager), scene.code, team);
    await plan(scene, member.id);
    expect((await seen(manager, member))?.weeks[0]?.state).toBe("free");
    expect((await seen(manager, member))?.works).toMatchObject([{ isAgreed: false }]);
    expect((await seen(manager, member, { withProspects: true }))?.weeks[0]?.percent).toBe(60);
    const lost = { from: "lead", to: "lost", reason: "Too dear." } as const;
    await moveStage(db(), actBy(manager), scene.code, lost);
    expect(await seen(manager, member, { withProspects: true })).toMatchObject({ works: [] });
    expect(await refusalOf(plan(scene, scene.lead.id))).toMatchObject({ kind: "invalid" });
  });

  it("leaves out days away and holidays; managers say it of anybody, others of themselves", async () => {
    const member = await aPerson(db(), "member", { name: "Edda Voss" });
    const scene = await withMember(member);
    await plan(scene, member.id);
    const away = { personId: member.id, fromOn: "2026-03-09", untilOn: "2026-03-15", note: "Moving house" };
    expect(await refusalOf(addAbsence(db(), actBy(scene.lead), away))).toMatchObject({ kind: "forbidden" });
    const act = { ...actBy(manager), idempotencyKey: "away-1" };
    const ids = await Promise.all([1, 2].map(() => addAbsence(db(), act, away)));
    expect(new Set(ids).size).toBe(1);
    expect(await refusalOf(addAbsence(db(), actBy(manager), away))).toMatchObject({ field: "from_on" });
    for (const [changes, field] of [
      [{ personId: "" }, "person_id"],
      [{ personId: scene.client.id }, "person_id"],
      [{ untilOn: "2026-03-01" }, "until_on"],
      [{ fromOn: "never" }, "from_on"],
      [{ note: "x".repeat(201) }, "note"],
    ] as const) {
      expect(await refusalOf(addAbsence(db(), actBy(manager), { ...away, ...changes }))).toMatchObject({
        field,
      });
    }
    await addHolidays(db(), actBy(manager), [{ onDate: "2026-03-18", name: "Harbour day" }]);
    const person = await seen(manager, member);
    expect(person?.weeks[1]).toMatchObject({ state: "away" });
    expect(person?.weeks[2]).toMatchObject({ percent: 60, daysThere: 4 });
    expect(person?.absences).toMatchObject([{ note: "Moving house", mayRemove: true }]);
    // What it is for is theirs and the managers'.
    expect((await seen(scene.lead, member))?.absences).toMatchObject([{ note: "", mayRemove: false }]);
    const mine = await addAbsence(db(), actBy(scene.lead), { ...away, personId: scene.lead.id });
    expect(await refusalOf(removeAbsence(db(), actBy(scene.lead), ids[0] ?? ""))).toMatchObject({
      kind: "not_found",
    });
    await removeAbsence(db(), actBy(scene.lead), mine);
    await removeAbsence(db(), actBy(manager), ids[0] ?? "");
    expect((await seen(manager, member))?.weeks[1]?.state).toBe("part");
    const told = await db()
      .selectFrom("firm_event")
      .select(["kind", "label"])
      .where("subject_id", "=", member.id)
      .execute();
    expect(told.map(({ kind }) => kind)).toEqual(["absence.added", "absence.removed"]);
  });

  it("tells when the next engagement can start with a lead, and with any", async () => {
    const scene = await anEngagement(db());
    const { lead } = scene;
    const start = (leadId: string | null, actor = manager) =>
      readEarliestStart(db(), actor, { ...HALF, leadId }, TODAY);
    await expected(scene, null, null, null);
    // Nobody planned a share: wholly taken until the planned finish, while there is no forecast.
    const guessed = await start(lead.id);
    const { planned_finish_on: finishOn } = await db()
      .selectFrom("phase")
      .select("planned_finish_on")
      .where("engagement_id", "=", (await findEngagement(db(), scene.code)).id)
      .where("kind", "=", "document")
      .executeTakeFirstOrThrow();
    expect(guessed.leads[0]?.counted).toMatchObject([
      { code: scene.code, sharePercent: 100, isGuessed: true, ends: { by: "plan", on: finishOn } },
    ]);
    expect((guessed.answer.any.p50On ?? "") > finishOn).toBe(true);
    await expected(scene, "2026-03-13", "2026-03-20", "2026-03-27");
    expect((await start(lead.id)).answer.any).toEqual({
      p50On: "2026-03-16",
      p80On: "2026-03-23",
      p95On: "2026-03-30",
    });
    await plan(scene, lead.id, { sharePercent: 50 });
    expect((await start(lead.id)).answer.any.p80On).toBe("2026-03-03");
    expect((await start(null)).answer.any.p80On).toBe("2026-03-03");
    const other = await anEngagement(db());
    expect((await start(null, lead)).options.map(({ id }) => id)).toEqual([lead.id]);
    expect(await refusalOf(start(other.lead.id, lead))).toMatchObject({ kind: "not_found" });
    expect(await refusalOf(start(scene.client.id))).toMatchObject({ kind: "not_found" });
    expect(await refusalOf(start(null, scene.client))).toMatchObject({ kind: "not_found" });
  });

  it("counts proposals as won only when asked", async () => {
    const scene = await anEngagement(db(), { stage: "lead" });
    const move = { from: "lead", to: "proposal", reason: null } as const;
    await moveStage(db(), actBy(manager), scene.code, move);
    const start = async (withProposals: boolean) =>
      readEarliestStart(db(), manager, { ...HALF, leadId: scene.lead.id, withProposals }, TODAY);
    expect((await start(false)).answer.any.p95On).toBe("2026-03-03");
    const counted = await start(true);
    expect(counted).toMatchObject({ proposals: 1, leads: [{ counted: [{ isProposal: true }] }] });
    expect((counted.answer.any.p50On ?? "") > "2026-05-01").toBe(true);
  });
});
