import type { Database } from "db/connect.server";
import { NO_LINKS } from "db/decision-links.server";
import { recordDecision } from "db/decisions.server";
import { addEvidence } from "db/evidence.server";
import { listKnownHashes } from "db/files.server";
import {
  type FindingFilter,
  readFindingPage,
  readFindings,
  readPortalFindings,
} from "db/finding-pages.server";
import { removeFinding } from "db/finding-removal.server";
import {
  editFinding,
  type FindingFields,
  recordFinding,
  reopenFinding,
  settleFinding,
} from "db/findings.server";
import { markHotspot } from "db/hotspots.server";
import { startPhase } from "db/phases.server";
import { saveTeam } from "db/team.server";
import { expectIntactChain, findEngagement, refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { aDecision } from "tests/support/decisions";
import { actBy, anEngagement, aPerson, founded, type Scene } from "tests/support/factories";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "~/domain/permissions";

const NEW: FindingFields = {
  title: "Sessions never expire",
  severity: "high",
  area: "Security",
  body: "Tokens from **2022** still work.",
  place: "src/auth/session.ts",
  isVisible: false,
};

const ANY: FindingFilter = { severity: null, status: null, area: null, visibility: null, search: "" };

describeEachDatabase("findings", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });
  const db = () => database.db;

  const write = (scene: Scene, changes: Partial<FindingFields> = {}, by: Actor = scene.lead) =>
    recordFinding(db(), actBy(by), scene.code, { ...NEW, ...changes });
  const rowOf = (id: string) =>
    db().selectFrom("finding").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const eventsOf = async (id: string) =>
    db()
      .selectFrom("event")
      .select(["kind", "label", "before", "after", "visibility"])
      .where("subject_id", "=", id)
      .orderBy("seq")
      .execute();

  async function aMember(scene: Scene): Promise<Actor> {
    const member = await aPerson(db(), "member");
    await saveTeam(db(), actBy(), scene.code, { leadId: scene.lead.id, memberIds: [member.id] });
    return member;
  }

  it("are numbered one by one within their engagement, also when several are written at once", async () => {
    const [one, other] = [await anEngagement(db()), await anEngagement(db())];
    const ids = await Promise.all(
      Array.from({ length: 12 }, (_, at) => write(one, { title: `Finding ${at}` })),
    );
    await write(other);
    const rows = await db()
      .selectFrom("finding")
      .innerJoin("engagement", "engagement.id", "finding.engagement_id")
      .select("finding.number")
      .where("code", "=", one.code)
      .orderBy("finding.number")
      .execute();
    expect(new Set(ids).size).toBe(12);
    expect(rows.map((row) => row.number)).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
    const { rows: shown } = await readFindings(db(), other.lead, other.code, ANY, 1);
    expect(shown.map((row) => row.number)).toEqual([1]);
    await expectIntactChain(db(), one.code);
  });

  it("are written once when the same form is sent twice", async () => {
    const scene = await anEngagement(db());
    const act = { ...actBy(scene.lead), idempotencyKey: "finding-1" };
    const ids = await Promise.all([
      recordFinding(db(), act, scene.code, NEW),
      recordFinding(db(), act, scene.code, NEW),
    ]);
    expect(ids[0]).toBe(ids[1]);
    expect((await readFindings(db(), scene.lead, scene.code, ANY, 1)).total).toBe(1);
  });

  it("are marked as written before anything was touched until Stabilise starts", async () => {
    const scene = await anEngagement(db());
    const early = await write(scene);
    await startPhase(db(), actBy(scene.lead), scene.code, { kind: "read", startOn: "2026-03-02" });
    const inRead = await write(scene);
    await db()
      .updateTable("phase")
      .set({ status: "in_progress" })
      .where("kind", "=", "stabilise")
      .where("engagement_id", "=", (await findEngagement(db(), scene.code)).id)
      .execute();
    const late = await write(scene);
    expect(
      [await rowOf(early), await rowOf(inRead), await rowOf(late)].map((row) => row.is_untouched),
    ).toEqual([1, 1, 0]);
  });

  it("are refused where a text is missing or too long, and nothing is cut", async () => {
    const scene = await anEngagement(db());
    for (const [changes, field] of [
      [{ title: " " }, "title"],
      [{ title: "x".repeat(201) }, "title"],
      [{ body: "x".repeat(20_001) }, "body"],
    ] as const) {
      expect(await refusalOf(write(scene, changes))).toMatchObject({ kind: "invalid", field });
    }
    const body = "x".repeat(20_000);
    expect((await rowOf(await write(scene, { body }))).body).toBe(body);
  });

  describe("who sees and does what", () => {
    it("members of the team write them down, others do not find the engagement", async () => {
      const scene = await anEngagement(db());
      const member = await aMember(scene);
      const id = await write(scene, {}, member);
      await settleFinding(db(), actBy(member), scene.code, id, {
        status: "accepted",
        resolution: "Replaced next year anyway.",
        version: 1,
      });
      const stranger = await aPerson(db(), "member");
      const another = await anEngagement(db());
      for (const actor of [stranger, another.client, another.lead]) {
        expect(await refusalOf(write(scene, {}, actor))).toMatchObject({ kind: "not_found" });
        expect(await refusalOf(readFindings(db(), actor, scene.code, ANY, 1))).toMatchObject({
          kind: actor.role === "client" ? "not_found" : "not_found",
        });
      }
      expect(await refusalOf(write(scene, {}, scene.client))).toMatchObject({ kind: "forbidden" });
    });

    it("a finding of another engagement looks as if it did not exist", async () => {
      const [scene, another] = [await anEngagement(db()), await anEngagement(db())];
      const foreign = await write(another);
      const edit = { ...NEW, version: 1 };
      const settle = { status: "resolved", resolution: "Done.", version: 1 } as const;
      const act = actBy(scene.lead);
      const answers = await Promise.all(
        [foreign, "unknown"].flatMap((id) => [
          refusalOf(editFinding(db(), act, scene.code, id, edit)),
          refusalOf(settleFinding(db(), act, scene.code, id, settle)),
          refusalOf(reopenFinding(db(), act, scene.code, id)),
          refusalOf(readFindingPage(db(), scene.lead, scene.code, id, act.today)),
        ]),
      );
      expect(new Set(answers.map(({ kind, message }) => `${kind} ${message}`)).size).toBe(1);
      expect(answers[0]).toMatchObject({ kind: "not_found" });
    });

    it("a client sees what was shared and no more", async () => {
      const scene = await anEngagement(db());
      const hidden = await write(scene, { title: "Ours alone" });
      const shown = await write(scene, { title: "Shared", isVisible: true });
      for (const id of [hidden, shown]) await markHotspot(db(), actBy(scene.lead), scene.code, id, "3");
      const { findings, hotspots } = await readPortalFindings(db(), scene.client, scene.code);
      expect(findings.map((row) => row.title)).toEqual(["Shared"]);
      expect(hotspots.map((row) => [row.rank, row.title])).toEqual([[1, "Shared"]]);
      expect(JSON.stringify({ findings, hotspots })).not.toContain("Ours alone");
      expect((await eventsOf(hidden)).map((event) => event.visibility)).toEqual(["internal", "internal"]);
      expect((await eventsOf(shown)).map((event) => event.visibility)).toEqual(["client", "client"]);
      const another = await anEngagement(db());
      expect(await refusalOf(readPortalFindings(db(), another.client, scene.code))).toMatchObject({
        kind: "not_found",
      });
    });
  });

  describe("changes", () => {
    it("that are shared later tell the client of the finding, not of what it said before", async () => {
      const scene = await anEngagement(db());
      const id = await write(scene, { title: "A careless word" });
      await editFinding(db(), actBy(scene.lead), scene.code, id, { ...NEW, isVisible: true, version: 1 });
      const [, edited] = await eventsOf(id);
      expect(edited).toMatchObject({
        kind: "finding.edited",
        label: NEW.title,
        visibility: "client",
        before: '{"is_visible":0}',
        after: '{"is_visible":1}',
      });
    });

    it("on an older version are refused with what it says now; without a difference nothing happens", async () => {
      const scene = await anEngagement(db());
      const manager = await aPerson(db(), "manager");
      const id = await write(scene);
      const edit = (actor: Actor, changes: Partial<FindingFields>) =>
        editFinding(db(), actBy(actor), scene.code, id, { ...NEW, ...changes, version: 1 });
      await edit(manager, { severity: "critical" });
      expect(await refusalOf(edit(scene.lead, { severity: "low" }))).toMatchObject({
        kind: "conflict",
        current: { severity: "critical", version: "2" },
      });
      const { seq } = await findEngagement(db(), scene.code);
      await edit(scene.lead, { severity: "critical" });
      expect((await findEngagement(db(), scene.code)).seq).toBe(seq);
      const both = await Promise.allSettled([
        editFinding(db(), actBy(manager), scene.code, id, { ...NEW, title: "One", version: 2 }),
        editFinding(db(), actBy(scene.lead), scene.code, id, { ...NEW, title: "Other", version: 2 }),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      await expectIntactChain(db(), scene.code);
    });

    it("settle with a sentence and open again", async () => {
      const scene = await anEngagement(db());
      const id = await write(scene, { isVisible: true });
      const settle = (resolution: string, version: number) =>
        settleFinding(db(), actBy(scene.lead), scene.code, id, { status: "resolved", resolution, version });
      expect(await refusalOf(settle(" ", 1))).toMatchObject({ kind: "invalid", field: "resolution" });
      await settle("Tokens last an hour now.", 1);
      expect(await rowOf(id)).toMatchObject({
        status: "resolved",
        resolution: "Tokens last an hour now.",
        settled_on: "2026-03-02",
      });
      expect(await refusalOf(settle("Another sentence.", 1))).toMatchObject({ kind: "conflict" });
      await reopenFinding(db(), actBy(scene.lead), scene.code, id);
      await reopenFinding(db(), actBy(scene.lead), scene.code, id);
      expect(await rowOf(id)).toMatchObject({ status: "open", resolution: "", settled_on: null });
      expect((await eventsOf(id)).map((event) => event.kind)).toEqual([
        "finding.recorded",
        "finding.settled",
        "finding.reopened",
      ]);
    });
  });

  it("are listed by the filter, the open and severe first, page by page", async () => {
    const scene = await anEngagement(db());
    const low = await write(scene, { title: "Log lines lack ids", severity: "low", area: "Observability" });
    await write(scene, { title: "100%_odd", severity: "medium", isVisible: true, area: "" });
    await write(scene, { title: "Worst", severity: "critical" });
    const settled = await write(scene, { title: "Settled", severity: "critical" });
    await settleFinding(db(), actBy(scene.lead), scene.code, settled, {
      status: "resolved",
      resolution: "Mended.",
      version: 1,
    });
    const list = async (filter: Partial<FindingFilter>) =>
      (await readFindings(db(), scene.lead, scene.code, { ...ANY, ...filter }, 1)).rows.map(
        (row) => row.title,
      );
    expect(await list({})).toEqual(["Worst", "100%_odd", "Log lines lack ids", "Settled"]);
    expect(await list({ status: "resolved" })).toEqual(["Settled"]);
    expect(await list({ severity: "low" })).toEqual(["Log lines lack ids"]);
    expect(await list({ area: "Observability" })).toEqual(["Log lines lack ids"]);
    expect(await list({ visibility: "client" })).toEqual(["100%_odd"]);
    expect(await list({ search: "%_O" })).toEqual(["100%_odd"]);
    const page = await readFindings(db(), scene.lead, scene.code, ANY, 1);
    expect(page).toMatchObject({ total: 4, all: 4, areas: ["Observability", "Security"] });
    expect((await readFindings(db(), scene.lead, scene.code, ANY, 2)).rows).toEqual([]);
    expect((await readFindingPage(db(), scene.lead, scene.code, low, "2026-03-02")).hotspot).toBeNull();
  });

  describe("written by mistake", () => {
    const remove = (scene: Scene, id: string, by: Actor = scene.lead) =>
      removeFinding(db(), actBy(by), scene.code, id);

    it("go with their evidence and its files, and the client who saw one reads of it", async () => {
      const scene = await anEngagement(db());
      const [seen, ours] = [await write(scene, { isVisible: true }), await write(scene)];
      const sha256 = "ab".repeat(32);
      const file = { name: "trace.txt", size: 3, type: "text/plain", sha256 };
      await addEvidence(
        db(),
        actBy(scene.lead),
        scene.code,
        { of: "finding", id: seen },
        {
          kind: "file",
          url: null,
          note: "",
          isVisible: true,
          file,
        },
      );
      const act = { ...actBy(scene.lead), idempotencyKey: "removal-1" };
      await removeFinding(db(), act, scene.code, seen);
      await removeFinding(db(), act, scene.code, seen);
      await remove(scene, ours);
      expect((await readFindings(db(), scene.lead, scene.code, ANY, 1)).total).toBe(0);
      expect(await listKnownHashes(db(), [sha256])).toEqual(new Set());
      const files = await db().selectFrom("file").select("id").where("sha256", "=", sha256).execute();
      expect(files).toEqual([]);
      const removals = [(await eventsOf(seen)).at(-1), (await eventsOf(ours)).at(-1)];
      expect(removals).toMatchObject([
        { kind: "finding.removed", label: NEW.title, visibility: "client" },
        { kind: "finding.removed", label: NEW.title, visibility: "internal" },
      ]);
      expect(JSON.parse(removals[0]?.before ?? "{}")).toMatchObject({ number: 1, evidence: 1 });
      await expectIntactChain(db(), scene.code);
    });

    it("leave their number to nobody else", async () => {
      const scene = await anEngagement(db());
      await write(scene);
      await remove(scene, await write(scene));
      expect((await rowOf(await write(scene))).number).toBe(3);
    });

    it("stay while something rests on them", async () => {
      const scene = await anEngagement(db());
      const { code, lead } = scene;
      const [settled, hot, decided] = [await write(scene), await write(scene), await write(scene)];
      const resolution = "The gateway ends them.";
      await settleFinding(db(), actBy(lead), code, settled, { status: "resolved", resolution, version: 1 });
      await markHotspot(db(), actBy(lead), code, hot, "2");
      await recordDecision(db(), actBy(lead), code, {
        ...aDecision(),
        links: { ...NO_LINKS, findingIds: [decided] },
      });
      for (const id of [settled, hot, decided]) {
        expect(await refusalOf(remove(scene, id))).toMatchObject({ kind: "conflict" });
      }
      expect((await readFindings(db(), lead, code, ANY, 1)).total).toBe(3);
    });

    it("are the lead's to remove, of their own engagement", async () => {
      const [scene, other] = [await anEngagement(db()), await anEngagement(db())];
      const id = await write(scene);
      const member = await aMember(scene);
      expect(await refusalOf(remove(scene, id, member))).toMatchObject({ kind: "forbidden" });
      for (const removal of [
        () => removeFinding(db(), actBy(other.lead), other.code, id),
        () => removeFinding(db(), actBy(other.lead), other.code, "unknown"),
      ]) {
        expect(await refusalOf(removal())).toMatchObject({ kind: "not_found" });
      }
      expect(await refusalOf(remove(scene, id, scene.client))).toMatchObject({ kind: "forbidden" });
      expect((await rowOf(id)).title).toBe(NEW.title);
    });
  });
});
