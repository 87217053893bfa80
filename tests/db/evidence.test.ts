import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openAsk } from "db/asks.server";
import type { Database } from "db/connect.server";
import { addEvidence, addEvidencePieces, type EvidenceInput, removeEvidence } from "db/evidence.server";
import { listEvidence, readEvidenceFile, readPortalEvidenceFile } from "db/evidence-page.server";
import { listKnownHashes } from "db/files.server";
import { recordFinding } from "db/findings.server";
import { markHotspot } from "db/hotspots.server";
import { startPhase } from "db/phases.server";
import {
  aDeliverable,
  expectIntactChain,
  findDeliverable,
  findEngagement,
  refusalOf,
} from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { AT, aCompany, actBy, anEngagement, aPerson, founded, TODAY } from "tests/support/factories";
import { beforeAll, describe, expect, it } from "vitest";
import { EVIDENCE_OF, type EvidenceOf, type EvidenceSubject } from "~/domain/evidence";
import { fileStoreOf, keepBytes, readText } from "~/files/store.server";
import { sweepFiles } from "~/jobs/file-sweep.server";

const sha256Of = (text: string) => createHash("sha256").update(text).digest("hex");

function aFile(name: string, isVisible: boolean): EvidenceInput {
  const file = { name, type: "text/plain", size: name.length, sha256: sha256Of(name) };
  return { kind: "file", url: null, note: "", isVisible, file };
}

describeEachDatabase("evidence", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });

  /** An engagement with one subject of each kind; findings and deliverables are the client's to see, or not. */
  async function scene(isVisible = true) {
    const { db } = database;
    const made = await anEngagement(db);
    const { code, lead } = made;
    await startPhase(db, actBy(lead), code, { kind: "read", startOn: TODAY });
    const { id: deliverable } = await aDeliverable(db, code);
    await db
      .updateTable("deliverable")
      .set({ is_visible: isVisible ? 1 : 0 })
      .where("id", "=", deliverable)
      .execute();
    const finding = await recordFinding(db, actBy(lead), code, {
      title: "Bookings are sent twice",
      severity: "high",
      area: "Bookings",
      body: "",
      place: "",
      isVisible,
    });
    await markHotspot(db, actBy(lead), code, finding, "2");
    const { id: hotspot } = await db
      .selectFrom("hotspot")
      .select("id")
      .where("finding_id", "=", finding)
      .executeTakeFirstOrThrow();
    const ask = await openAsk(db, actBy(lead), code, {
      title: "Access to staging",
      body: "",
      dueOn: null,
      isBlocking: false,
    });
    const ids: Record<EvidenceOf, string> = { deliverable, finding, hotspot, artefact: "api_schema", ask };
    return { ...made, of: (kind: EvidenceOf): EvidenceSubject => ({ of: kind, id: ids[kind] }) };
  }

  async function eventsOf(code: string) {
    const { id } = await findEngagement(database.db, code);
    const rows = await database.db
      .selectFrom("event")
      .select(["kind", "label", "before", "after", "visibility"])
      .where("engagement_id", "=", id)
      .where("kind", "in", ["evidence.added", "evidence.removed"])
      .orderBy("seq")
      .execute();
    return rows.map((row) => ({ ...row, before: JSON.parse(row.before), after: JSON.parse(row.after) }));
  }

  describe.each(EVIDENCE_OF)("of a %s", (kind) => {
    it("is added, read, told and removed", async () => {
      const { db } = database;
      const { code, lead, client, of } = await scene();
      const subject = of(kind);
      const id = await addEvidence(db, actBy(lead), code, subject, aFile("report.txt", true));
      const file = await readEvidenceFile(db, lead, code, id);
      expect(file).toMatchObject({ name: "report.txt", sha256: sha256Of("report.txt"), isVisible: true });
      expect((await readPortalEvidenceFile(db, client, code, id)).name).toBe("report.txt");
      const engagement = await findEngagement(db, code);
      const listed = [...(await listEvidence(db, engagement.id, kind)).values()].flat();
      expect(listed).toMatchObject([{ id, file: { name: "report.txt", size: 10 }, addedBy: lead.name }]);
      await removeEvidence(db, actBy(lead), code, subject, id);
      expect((await listEvidence(db, engagement.id, kind)).size).toBe(0);
      expect(await listKnownHashes(db, [sha256Of("report.txt")])).toEqual(new Set());
      const [added, removed] = await eventsOf(code);
      const facts = { of: kind, kind: "file", url: null, note: "", name: "report.txt", size: 10 };
      expect(added).toMatchObject({ kind: "evidence.added", after: facts, visibility: "client" });
      expect(added?.after.sha256).toBe(sha256Of("report.txt"));
      expect(removed).toMatchObject({ kind: "evidence.removed", before: facts, label: added?.label });
      await expectIntactChain(db, code);
    });

    it("that is ours stays ours", async () => {
      const { db } = database;
      const { code, lead, client, of } = await scene();
      const id = await addEvidence(db, actBy(lead), code, of(kind), aFile("ours.txt", false));
      expect(await refusalOf(readPortalEvidenceFile(db, client, code, id))).toMatchObject({
        kind: "not_found",
      });
      expect(await eventsOf(code)).toMatchObject([{ visibility: "internal" }]);
    });

    it("is refused to whoever may not bring it, as if nothing were there", async () => {
      const { db } = database;
      const { code, lead, client, of } = await scene();
      const stranger = await aPerson(db, "lead");
      const other = await aPerson(db, "client", { companyIds: [await aCompany(db)] });
      const add = (actor: typeof lead) =>
        refusalOf(addEvidence(db, actBy(actor), code, of(kind), aFile("x.txt", true)));
      expect(await add(stranger)).toMatchObject({ kind: "not_found" });
      expect(await add(other)).toMatchObject({ kind: "not_found" });
      if (kind !== "ask") expect(await add(client)).toMatchObject({ kind: "forbidden" });
      const id = await addEvidence(db, actBy(lead), code, of(kind), aFile("x.txt", true));
      for (const read of [
        () => readEvidenceFile(db, stranger, code, id),
        () => readPortalEvidenceFile(db, other, code, id),
      ]) {
        expect(await refusalOf(read())).toMatchObject({ kind: "not_found" });
      }
    });

    it("is looked for in its own engagement only", async () => {
      const { db } = database;
      const mine = await scene();
      const theirs = await scene();
      const foreign = await addEvidence(
        db,
        actBy(theirs.lead),
        theirs.code,
        theirs.of(kind),
        aFile("t.txt", true),
      );
      expect(await refusalOf(readEvidenceFile(db, mine.lead, mine.code, foreign))).toMatchObject({
        kind: "not_found",
      });
      const removal = removeEvidence(db, actBy(mine.lead), mine.code, mine.of(kind), foreign);
      expect(await refusalOf(removal)).toMatchObject({ kind: "not_found" });
      if (kind === "artefact") return;
      const adding = addEvidence(db, actBy(mine.lead), mine.code, theirs.of(kind), aFile("t.txt", true));
      expect(await refusalOf(adding)).toMatchObject({ kind: "not_found" });
    });
  });

  it("is hidden with what it belongs to, whatever it says of itself", async () => {
    const { db } = database;
    const { code, lead, client, of } = await scene(false);
    for (const kind of ["deliverable", "finding", "hotspot"] as const) {
      const id = await addEvidence(db, actBy(lead), code, of(kind), aFile("seen.txt", true));
      expect(await refusalOf(readPortalEvidenceFile(db, client, code, id))).toMatchObject({
        kind: "not_found",
      });
    }
    for (const event of await eventsOf(code)) expect(event.visibility).toBe("internal");
  });

  it("comes several at once, counted and told one by one, and once however often it is sent", async () => {
    const { db } = database;
    const { code, lead, of } = await scene();
    const act = { ...actBy(lead), idempotencyKey: "the same form" };
    const pieces: EvidenceInput[] = [
      { kind: "link", url: "https://example.test/run/1", note: "", isVisible: true },
      aFile("a.txt", true),
      aFile("a.txt", true),
    ];
    const sent = Array.from({ length: 20 }, () =>
      addEvidencePieces(db, act, code, of("deliverable"), pieces),
    );
    const answers = await Promise.all(sent);
    expect(new Set(answers.map((ids) => ids.join())).size).toBe(1);
    expect((await findDeliverable(db, of("deliverable").id)).evidence_count).toBe(3);
    expect(await eventsOf(code)).toHaveLength(3);
    expect(await listKnownHashes(db, [sha256Of("a.txt"), sha256Of("b.txt")])).toEqual(
      new Set([sha256Of("a.txt")]),
    );
  });

  it("of an ask is the client's to bring, and always theirs to see; everybody removes their own", async () => {
    const { db } = database;
    const { code, lead, client, of } = await scene();
    const id = await addEvidence(db, actBy(client), code, of("ask"), aFile("keys.txt", false));
    expect((await readPortalEvidenceFile(db, client, code, id)).isVisible).toBe(true);
    expect(await eventsOf(code)).toMatchObject([{ visibility: "client", label: "Access to staging" }]);
    const removal = removeEvidence(db, actBy(lead), code, of("ask"), id);
    expect(await refusalOf(removal)).toMatchObject({ kind: "not_found" });
    await removeEvidence(db, actBy(client), code, of("ask"), id);
  });

  it("of the fix and the hand-over is not for members", async () => {
    const { db } = database;
    const { code, of } = await scene();
    const member = await aPerson(db, "member");
    const { id } = await findEngagement(db, code);
    await db.insertInto("engagement_member").values({ engagement_id: id, person_id: member.id }).execute();
    for (const kind of ["deliverable", "finding"] as const) {
      await addEvidence(db, actBy(member), code, of(kind), aFile("m.txt", false));
    }
    for (const kind of ["hotspot", "artefact", "ask"] as const) {
      const adding = addEvidence(db, actBy(member), code, of(kind), aFile("m.txt", false));
      expect(await refusalOf(adding)).toMatchObject({ kind: "forbidden" });
    }
  });

  it("is a file only with one, a link only with an address, and no more than two thousand letters", async () => {
    const { db } = database;
    const { code, lead, of } = await scene();
    const add = (piece: EvidenceInput) =>
      refusalOf(addEvidence(db, actBy(lead, TODAY, AT), code, of("finding"), piece));
    const plain = { url: null, note: "", isVisible: false };
    expect(await add({ ...plain, kind: "file" })).toMatchObject({ field: "file" });
    expect(await add({ ...plain, kind: "link", url: "javascript:alert(1)" })).toMatchObject({ field: "url" });
    expect(await add({ ...plain, kind: "note" })).toMatchObject({ field: "note" });
    expect(await add({ ...plain, kind: "note", note: "x".repeat(2001) })).toMatchObject({ field: "note" });
    expect(await eventsOf(code)).toEqual([]);
  });

  it("keeps its files from the sweep, which takes what is old and nobody's", async () => {
    const { db } = database;
    const { code, lead, of } = await scene();
    const dataDir = mkdtempSync(join(tmpdir(), "phaseline-sweep-"));
    const store = fileStoreOf({ dataDir, files: undefined });
    const kept = await keepBytes(store, Buffer.from(`kept of ${code}`));
    const removed = await keepBytes(store, Buffer.from(`removed of ${code}`));
    const piece = (sha256: string) => ({
      ...aFile("a.txt", false),
      file: { name: "a.txt", type: "text/plain", size: 1, sha256 },
    });
    await addEvidence(db, actBy(lead), code, of("finding"), piece(kept.sha256));
    const gone = await addEvidence(db, actBy(lead), code, of("finding"), piece(removed.sha256));
    await removeEvidence(db, actBy(lead), code, of("finding"), gone);
    writeFileSync(join(store.incoming, "half"), "half");
    const sweep = (now: number) => sweepFiles({ db, config: { dataDir }, now: () => now });
    expect(await sweep(Date.now())).toBe(0);
    expect(await sweep(Date.now() + 25 * 3600_000)).toBe(2);
    expect(await readText(store, kept.sha256, 100)).toBe(`kept of ${code}`);
    expect(await readText(store, removed.sha256, 100)).toBeNull();
    rmSync(dataDir, { recursive: true });
  });
});
