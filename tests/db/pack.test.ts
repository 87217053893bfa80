import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { saveClosing } from "db/closings.server";
import type { Database } from "db/connect.server";
import { recordCheck } from "db/handover-checks.server";
import { refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { AT, actBy, anEngagement, founded, TODAY } from "tests/support/factories";
import {
  aPackedEngagement,
  aStore,
  bytesOfPack,
  deadLinks,
  OURS,
  type Packed,
  SHARP,
  unpacked,
} from "tests/support/pack";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addDays } from "~/domain/calendar";

const hasChecker = spawnSync("sha256sum", ["--version"]).status === 0;
if (!hasChecker) console.warn("Checksums of packs: not checked, because there is no sha256sum here.");

describeEachDatabase("the hand-over pack", (open) => {
  let database: Database;
  let scene: Packed;
  let bytes: Buffer;
  let folder: string;
  let entries: Map<string, Buffer>;
  const text = (path: string) => entries.get(path)?.toString("utf8") ?? "";

  beforeAll(async () => {
    database = await founded(open);
    scene = await aPackedEngagement(database.db);
    bytes = await bytesOfPack(database.db, scene.client, scene.code, scene.file.store);
    ({ folder, entries } = unpacked(bytes));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("holds a fingerprint of every other entry, which the usual tool confirms", () => {
    const sums = text("SHA256SUMS").trimEnd().split("\n");
    expect(sums.map((line) => line.slice(66)).sort()).toEqual(
      [...entries.keys()].filter((path) => path !== "SHA256SUMS").sort(),
    );
    for (const line of sums) {
      const found = createHash("sha256")
        .update(entries.get(line.slice(66)) ?? "")
        .digest("hex");
      expect(line).toBe(`${found}  ${line.slice(66)}`);
    }
    if (!hasChecker) return;
    const { status, stdout } = spawnSync("sha256sum", ["-c", "SHA256SUMS"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect([status, stdout.includes("FAILED")]).toEqual([0, false]);
  });

  it("keeps what was signed byte for byte under its fingerprint", async () => {
    const gate = await database.db
      .selectFrom("gate")
      .select(["document", "document_hash"])
      .where("engagement_id", "=", scene.engagementId)
      .where("outcome", "=", "signed")
      .executeTakeFirstOrThrow();
    expect(text("gates/read-1.json")).toBe(gate.document);
    expect(text("gates.html")).toContain(gate.document_hash);
    expect(text("SHA256SUMS")).toContain(`${gate.document_hash}  gates/read-1.json`);
  });

  it("leads nowhere that is not in it, and fetches nothing", () => {
    expect(deadLinks(entries)).toEqual([]);
    for (const [path, page] of entries) {
      if (!path.endsWith(".html")) continue;
      expect(page.toString()).not.toMatch(/<(script|link|img|iframe|object|embed)\b|@import|url\(https?:/i);
    }
  });

  it("tells what the client may see and nothing that is ours alone", () => {
    for (const [path, content] of entries) {
      expect(`${path} ${path.includes(OURS) || content.includes(OURS)}`).toBe(`${path} false`);
      if (path.endsWith(".html")) expect(content.toString()).not.toContain("<script");
    }
    const escaped = "&lt;script src=&quot;https://evil.example.test/x.js&quot;&gt;";
    for (const page of ["findings", "decisions", "measures", "comments", "asks", "index"]) {
      expect(`${page} ${text(`${page}.html`).includes("&lt;script src=")}`).toBe(`${page} true`);
    }
    expect(text("findings.html")).toContain(escaped);
    expect(text("updates.html")).toContain("A calm week.");
    expect(text("index.html")).toContain("7 hours a week");
  });

  it("marks what is missing with the reason", () => {
    expect(text("index.html")).toContain("5 of 6 verified, 1 missing with the reason");
    for (const page of ["index.html", "register.html"]) {
      expect(text(page)).toContain("Their own platform team sets it up in spring.");
    }
  });

  it("says the same as data, with formulas made harmless", () => {
    const asks = JSON.parse(text("data/asks.json")) as { title: string; answer: string }[];
    expect(asks).toMatchObject([{ title: "Read access to the logs" }]);
    expect(asks[0]?.answer.startsWith("=HYPERLINK")).toBe(true);
    expect(text("data/asks.csv")).toContain(`'=HYPERLINK`);
    expect(text("data/asks.csv").replaceAll('""', '"')).toContain(SHARP);
    expect(JSON.parse(text("data/findings.json"))).toHaveLength(1);
    const record = [...entries.keys()].find((path) => path.startsWith("decisions/0001-"));
    expect(text(record ?? "")).toMatch(/^# 1\. One way to page/);
  });

  it("is the same at the same event, whoever asks and however the files come", async () => {
    const { db } = database;
    const again = (actor: typeof scene.lead, pieces?: number) =>
      bytesOfPack(db, actor, scene.code, pieces ? aStore(pieces).store : scene.file.store);
    expect((await again(scene.manager)).equals(bytes)).toBe(true);
    expect((await again(scene.lead, 777)).equals(bytes)).toBe(true);
    await anEngagement(db, { companyId: scene.companyId });
    expect((await again(scene.client)).equals(bytes)).toBe(true);
  });

  it("says so when the bytes of a file are no longer kept, and refuses others in their place", async () => {
    const { db } = database;
    const without = unpacked(await bytesOfPack(db, scene.client, scene.code, { open: async () => null }));
    expect(without.entries.get("files.html")?.toString()).toContain("no longer kept");
    expect(deadLinks(without.entries)).toEqual([]);
    rmSync(without.folder, { recursive: true });
    const { Readable } = await import("node:stream");
    const false_ = { open: async () => Readable.from([Buffer.from("something else")]) };
    await expect(bytesOfPack(db, scene.client, scene.code, false_)).rejects.toThrow("not what was put up");
  });

  it("is hidden from whoever does not see the engagement", async () => {
    const stranger = await anEngagement(database.db);
    for (const actor of [stranger.client, stranger.lead]) {
      const refused = await refusalOf(bytesOfPack(database.db, actor, scene.code, scene.file.store));
      expect(refused).toMatchObject({ kind: "not_found" });
    }
  });

  it("tells what was found when the hand-over was looked back at, and what is not due yet", async () => {
    const { db } = database;
    const rowsOf = (from: Map<string, Buffer>, name: string) =>
      JSON.parse(from.get(`data/${name}.json`)?.toString() ?? "null") as Record<string, unknown>[];
    expect(rowsOf(entries, "looks-back")).toMatchObject([
      { day: 90, state: "not due yet", due_on: addDays(TODAY, 90), verdict: null },
      { day: 180, state: "not due yet", due_on: addDays(TODAY, 180) },
    ]);
    expect(text("register.html")).toContain("Not due yet: due on");
    const link = { artefact: "observability" as const, place: `https://example.test/${SHARP}` };
    const result = {
      links: [{ ...link, state: "fails" as const, what: "answered 404" }],
      schema: { state: "parses" as const, what: "OpenAPI 3.1.0" },
      owners: [{ artefact: link.artefact, owner: "=SUM(A1)", answer: "no" as const }],
    };
    const on = addDays(TODAY, 91);
    await recordCheck(db, actBy(scene.lead, on, AT + 91 * 86_400_000), scene.code, 90, result);
    const read = () => bytesOfPack(db, scene.client, scene.code, scene.file.store);
    const later = await read();
    expect((await read()).equals(later)).toBe(true);
    const looked = unpacked(later);
    expect(rowsOf(looked.entries, "looks-back")).toMatchObject([
      { day: 90, state: "done", done_on: on, verdict: "2 things need somebody.", schema: "parses" },
      { day: 180, state: "not due yet" },
    ]);
    expect(rowsOf(looked.entries, "looks-back-parts")).toMatchObject([
      { day: 90, artefact: "observability", address: "fails", owner: "=SUM(A1)", owner_state: "no" },
    ]);
    expect(looked.entries.get("data/looks-back-parts.csv")?.toString()).toContain("'=SUM(A1)");
    const page = looked.entries.get("register.html")?.toString() ?? "";
    expect(page).toContain("After 90 days: 2 things need somebody.");
    expect(page).toContain("OpenAPI 3.1.0");
    expect(page).not.toContain("<script");
    expect(deadLinks(looked.entries)).toEqual([]);
    rmSync(looked.folder, { recursive: true });
  });

  it("is another after the next event", async () => {
    const { db } = database;
    const before = await bytesOfPack(db, scene.client, scene.code, scene.file.store);
    await saveClosing(db, actBy(scene.lead), scene.code, { outcome: "Done.", retrospective: "", version: 1 });
    const later = await bytesOfPack(db, scene.client, scene.code, scene.file.store);
    expect(later.equals(before)).toBe(false);
  });
});
