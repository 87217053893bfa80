import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { OPERATOR } from "db/act";
import { importDecisions } from "db/decision-import.server";
import { addEvidence } from "db/evidence.server";
import { showImportedUpdates } from "db/imported-updates.server";
import { NOTHING_ASKED, runImport } from "db/imports.server";
import { bytesOfPack, deadLinks, unpacked } from "tests/support/pack";
import { describe, expect, it } from "vitest";
import { ARTEFACTS } from "~/domain/deliverable";
import { readDecisionFiles, textsOf } from "~/domain/import/decision-files";
import { prepareFiles } from "~/domain/import/preparation";
import { decodeFile } from "~/domain/import/table";
import { fileStoreOf } from "~/files/store.server";
import { describeEachDatabase } from "../support/databases";
import { actBy, founded } from "../support/factories";

/** Public data kept beside the project, never in it. */
const DATA = resolve(process.cwd(), "../shared/data/engagement-tanf");
const isThere = existsSync(DATA);
if (!isThere) console.warn(`The pack of public data: skipped, because there is no ${DATA}.`);
const hasChecker = spawnSync("sha256sum", ["--version"]).status === 0;
if (!hasChecker) console.warn("Checksums of that pack: not checked, because there is no sha256sum here.");

const bytesOf = (...path: string[]) => new Uint8Array(readFileSync(join(DATA, ...path)));
const markdownIn = (folder: string) =>
  readdirSync(join(DATA, folder))
    .filter((name) => name.endsWith(".md"))
    .sort();

const suite = isThere ? describeEachDatabase : describe.skip;

suite("the pack of an engagement that was kept elsewhere", (open) => {
  it("holds its decisions, deliverables and hand-over documents, and its sums agree", async () => {
    const database = await founded(open as Parameters<typeof founded>[0]);
    const { db } = database;
    const act = actBy();
    const files = readdirSync(DATA, { recursive: true, encoding: "utf8" })
      .filter((path) => /\.(csv|md)$/.test(path))
      .sort()
      .map((path) => ({ ...decodeFile(basename(path), bytesOf(path)), name: path }));
    const ask = { ...NOTHING_ASKED, fallbackClient: "The agency" };
    await runImport(db, act, prepareFiles("engagement-tanf", files), ask, false);
    const { code, id } = await db.selectFrom("engagement").select(["code", "id"]).executeTakeFirstOrThrow();
    const records = readDecisionFiles(
      textsOf(markdownIn("decisions").map((name) => ({ name, bytes: bytesOf("decisions", name) }))),
    );
    await importDecisions(db, act, code, records, { isVisible: true, isDryRun: false });
    // What an import brings is ours until somebody shares it.
    await db
      .updateTable("deliverable")
      .set({ is_visible: 1 })
      .where("engagement_id", "=", id)
      .where("source_ref", "like", "deliverable:%")
      .execute();
    const dataDir = mkdtempSync(join(tmpdir(), "pack-store-"));
    const store = fileStoreOf({ dataDir, files: undefined });
    mkdirSync(store.incoming, { recursive: true });
    const documents = markdownIn("handover");
    for (const [index, name] of documents.entries()) {
      const bytes = bytesOf("handover", name);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      writeFileSync(join(store.incoming, name), bytes);
      await store.put(join(store.incoming, name), sha256);
      await addEvidence(
        db,
        act,
        code,
        { of: "artefact", id: ARTEFACTS[index % ARTEFACTS.length] ?? "" },
        {
          kind: "file",
          url: null,
          note: "",
          isVisible: true,
          file: { name, size: bytes.length, type: "text/markdown", sha256 },
        },
      );
    }

    const bytes = await bytesOfPack(db, OPERATOR, code, store);
    expect((await bytesOfPack(db, OPERATOR, code, store)).equals(bytes)).toBe(true);
    const { folder, entries } = unpacked(bytes);
    const rowsOf = (name: string) =>
      JSON.parse(entries.get(`data/${name}.json`)?.toString() ?? "[]") as Record<string, unknown>[];
    expect(rowsOf("decisions")).toHaveLength(23);
    expect([...entries.keys()].filter((path) => path.startsWith("decisions/"))).toHaveLength(23);
    expect(rowsOf("deliverables")).toHaveLength(8);
    expect([...entries.keys()].filter((path) => path.startsWith("files/"))).toHaveLength(8);
    for (const name of documents) {
      const bytes = bytesOf("handover", name);
      expect([...entries.values()].some((content) => content.equals(bytes))).toBe(true);
    }
    // Its weekly updates came in for our eyes, until the lead shows them.
    const updates = await db
      .selectFrom("update")
      .select("id")
      .where("engagement_id", "=", id)
      .where("published_at", "is not", null)
      .execute();
    expect(updates.length).toBeGreaterThanOrEqual(97);
    expect(rowsOf("updates")).toEqual([]);
    await showImportedUpdates(db, act, code, true);
    const whole = unpacked(await bytesOfPack(db, OPERATOR, code, store));
    const told = JSON.parse(whole.entries.get("data/updates.json")?.toString() ?? "[]") as unknown[];
    expect(told).toHaveLength(updates.length);
    expect(
      whole.entries
        .get("updates.html")
        ?.toString()
        .match(/<article>/g),
    ).toHaveLength(updates.length);
    for (const pack of [{ folder, entries }, whole]) {
      expect(deadLinks(pack.entries)).toEqual([]);
      if (hasChecker) {
        const options = { cwd: pack.folder, encoding: "utf8" } as const;
        const checked = spawnSync("sha256sum", ["-c", "SHA256SUMS"], options);
        expect([checked.status, checked.stdout.includes("FAILED")]).toEqual([0, false]);
      }
    }
    for (const made of [folder, whole.folder, dataDir]) rmSync(made, { recursive: true });
  });
});
