import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { newId } from "db/act";
import { saveArtefact } from "db/artefacts.server";
import { saveClosing } from "db/closings.server";
import { requestGate, signGate, waiveGate } from "db/gates.server";
import { startPhase } from "db/phases.server";
import type { DB } from "db/schema";
import { unzipSync } from "fflate";
import type { Kysely } from "kysely";
import type { FileStore } from "~/files/store.server";
import { openPack } from "~/pack/pack.server";
import { aDeliverable, deliverablesOf, findEngagement, openGate, workThrough } from "./checklist";
import { AT, actBy, anEngagement, aPerson, TODAY } from "./factories";

/** Stands in every field that is ours alone; nothing that a client reads may hold it. */
export const OURS = "OURS-ALONE-8f31";
/** Stands in fields that the client reads; it has to come out as text. */
export const SHARP = `<script src="https://evil.example.test/x.js"></script> & "quoted"`;

const FILE = Buffer.from("openapi: 3.1.0\n".repeat(20_000));

/** A store of one file of 300 kB. */
export function aStore(pieces = 64_000): { store: Pick<FileStore, "open">; sha256: string; size: number } {
  const sha256 = createHash("sha256").update(FILE).digest("hex");
  const open: FileStore["open"] = async (wanted) => {
    if (wanted !== sha256) return null;
    const chunks: Buffer[] = [];
    for (let at = 0; at < FILE.length; at += pieces) chunks.push(FILE.subarray(at, at + pieces));
    return Readable.from(chunks);
  };
  return { store: { open }, sha256, size: FILE.length };
}

export type Packed = Awaited<ReturnType<typeof aPackedEngagement>>;

/** A handed-over engagement with something of everything, half of it shared and half of it ours alone. */
export async function aPackedEngagement(db: Kysely<DB>) {
  const scene = await anEngagement(db);
  const { code, lead, client } = scene;
  const manager = await aPerson(db, "manager");
  const { id } = await findEngagement(db, code);
  const file = aStore();
  await workThrough(db, actBy(lead), code, "read");
  const ours = await aDeliverable(db, code);
  await db.updateTable("deliverable").set({ notes: OURS, reason: OURS }).where("id", "=", ours.id).execute();
  const shown = (await deliverablesOf(db, code, "read")).find((row) => row.is_visible === 1);
  await writeWork(db, id, shown?.id ?? "", file);
  await requestGate(db, actBy(lead), code, "read");
  const request = await openGate(db, code, AT);
  await signGate(db, actBy(client), code, { kind: "read", ...request, name: "Dana Reyes" });
  for (const kind of ["stabilise", "extend"] as const) {
    await startPhase(db, actBy(lead), code, { kind, startOn: TODAY });
    await waiveGate(db, actBy(manager), code, { kind, reason: "Agreed by phone." });
  }
  await workThrough(db, actBy(lead), code, "document");
  const missing = await db
    .selectFrom("artefact")
    .select("version")
    .where("engagement_id", "=", id)
    .where("kind", "=", "observability")
    .executeTakeFirstOrThrow();
  await saveArtefact(db, actBy(lead), code, {
    kind: "observability",
    place: "",
    ownerAfter: "",
    howVerified: "",
    verifiedOn: null,
    missingReason: "Their own platform team sets it up in spring.",
    version: missing.version,
  });
  await waiveGate(db, actBy(manager), code, { kind: "document", reason: "Signed on paper." });
  await saveClosing(db, actBy(lead), code, {
    outcome: `Two endpoints a week instead of one a month. ${SHARP}`,
    retrospective: OURS,
    version: 0,
  });
  return { ...scene, engagementId: id, manager, file };
}

async function writeWork(
  db: Kysely<DB>,
  engagementId: string,
  deliverableId: string,
  file: { sha256: string; size: number },
): Promise<void> {
  const own = { engagement_id: engagementId };
  const by = { created_by: null, created_by_name: "Lead", created_at: AT };
  const fileId = newId();
  await db
    .insertInto("file")
    .values({
      id: fileId,
      ...own,
      sha256: file.sha256,
      size: file.size,
      name: "open api (final).yaml",
      type: "application/yaml",
      added_by: null,
      added_by_name: "Lead",
      added_at: AT,
    })
    .execute();
  for (const piece of [
    { kind: "note", note: "Read line by line", file_id: null, is_visible: 1 },
    { kind: "note", note: OURS, file_id: null, is_visible: 0 },
    { kind: "file", note: "The schema", file_id: fileId, is_visible: 1 },
  ] as const) {
    await db
      .insertInto("evidence")
      .values({
        id: newId(),
        ...own,
        deliverable_id: deliverableId,
        url: null,
        ...piece,
        added_by: null,
        added_by_name: "Lead",
        added_at: AT,
      })
      .execute();
  }
  for (const [number, isVisible] of [
    [1, 1],
    [2, 0],
  ] as const) {
    const text = isVisible ? SHARP : OURS;
    const findingId = newId();
    const hotspotId = newId();
    await db
      .insertInto("finding")
      .values({
        id: findingId,
        ...own,
        number,
        title: `Checkout waits ${text}`,
        severity: "high",
        area: "API",
        body: `Every order waits.\n\n[a neighbour](0007-other.md) and [a page](https://example.org/a)\n\n${text}`,
        place: "src/checkout.ts",
        status: "open",
        resolution: "",
        settled_on: null,
        is_visible: isVisible,
        is_untouched: 1,
        source_ref: OURS,
        ...by,
      })
      .execute();
    await db
      .insertInto("hotspot")
      .values({
        id: hotspotId,
        ...own,
        finding_id: findingId,
        minutes_before: 480,
        minutes_after: 60,
        measured_on: TODAY,
        fix: text,
        fixed_on: TODAY,
        accepted_reason: null,
        accepted_by_name: null,
        accepted_on: null,
        created_at: AT,
      })
      .execute();
    await db
      .insertInto("protecting_test")
      .values({
        id: newId(),
        ...own,
        hotspot_id: hotspotId,
        name: `waits no longer ${text}`,
        kind: "load",
        place: "tests/checkout.test.ts",
        added_by: null,
        added_by_name: "Lead",
        added_at: AT,
      })
      .execute();
    const decisionId = newId();
    await db
      .insertInto("decision")
      .values({
        id: decisionId,
        ...own,
        number,
        title: `One way to page ${text}`,
        status: "accepted",
        status_note: "",
        decided_on: TODAY,
        context: `Lists are long. ${text}`,
        options: "",
        decision: "Cursors.",
        consequences: "",
        more: "",
        present: "",
        revisit_trigger: "",
        revisit_on: null,
        superseded_by: null,
        is_visible: isVisible,
        source_ref: OURS,
        ...by,
      })
      .execute();
    await db
      .insertInto("decision_link")
      .values({
        id: newId(),
        ...own,
        decision_id: decisionId,
        finding_id: findingId,
        deliverable_id: null,
        artefact: null,
      })
      .execute();
    await db
      .insertInto("measure")
      .values({
        id: newId(),
        ...own,
        position: number,
        title: `Days to add an endpoint ${text}`,
        unit: "days",
        better: "lower",
        before_value: 5,
        before_on: TODAY,
        before_how: "Counted",
        after_value: 1,
        after_on: TODAY,
        after_how: "Counted again",
        is_visible: isVisible,
        created_at: AT,
      })
      .execute();
    await db
      .insertInto("comment")
      .values({
        id: newId(),
        ...own,
        about: "finding",
        subject_id: findingId,
        // What is said for both sides about something of ours does not show it.
        visibility: "client",
        body: `Seen. ${text}`,
        mentions: "[]",
        written_by: null,
        written_by_name: "Dana Reyes",
        written_at: AT,
        removed_at: null,
      })
      .execute();
  }
  await db
    .insertInto("update")
    .values({
      id: newId(),
      ...own,
      on_date: TODAY,
      health: "on_track",
      sentence: "A calm week.",
      body: "We read all of it.",
      internal_body: OURS,
      facts: JSON.stringify({
        fromOn: TODAY,
        toOn: TODAY,
        days: { us: 1, client: 0, third_party: 0, paused: 0 },
        lines: [
          {
            key: "1",
            section: "done",
            title: OURS,
            rest: "",
            client: null,
            source: { room: "finding", id: null },
            isKept: true,
          },
        ],
      }),
      from_seq: 1,
      to_seq: 2,
      author_name: "Lead",
      published_at: AT,
      is_visible: 1,
      acknowledged_by_name: null,
      acknowledged_at: null,
      source_ref: OURS,
      note: OURS,
    })
    .execute();
  await db
    .insertInto("ask")
    .values({
      id: newId(),
      ...own,
      number: 1,
      title: "Read access to the logs",
      body: "For two weeks.",
      due_on: TODAY,
      is_blocking: 0,
      status: "answered",
      answer: `=HYPERLINK("https://evil.example.test") ${SHARP}`,
      answered_by: null,
      answered_by_name: "Dana Reyes",
      answered_at: AT,
      answered_on: TODAY,
      withdrawn_reason: null,
      asked_by: null,
      asked_by_name: "Lead",
      asked_at: AT,
      asked_on: TODAY,
    })
    .execute();
}

/** The bytes of a pack. */
export async function bytesOfPack(
  db: Kysely<DB>,
  actor: Parameters<typeof openPack>[1],
  code: string,
  store: Pick<FileStore, "open">,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of (await openPack(db, actor, code, store)).chunks) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Unpacks into a fresh folder and answers it with the texts by path. */
export function unpacked(bytes: Uint8Array): { folder: string; entries: Map<string, Buffer> } {
  const folder = mkdtempSync(join(tmpdir(), "pack-"));
  const entries = new Map<string, Buffer>();
  for (const [path, content] of Object.entries(unzipSync(bytes))) {
    entries.set(path, Buffer.from(content));
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return { folder, entries };
}

/** Links of every page that lead nowhere within the pack: other paths and parts of pages. */
export function deadLinks(entries: ReadonlyMap<string, Buffer>): string[] {
  const pages = [...entries].filter(([path]) => path.endsWith(".html") && !path.startsWith("files/"));
  const idsOf = new Map(
    pages.map(([path, text]) => [
      path,
      new Set([...text.toString("utf8").matchAll(/ id="([^"]+)"/g)].map((match) => match[1])),
    ]),
  );
  return pages.flatMap(([page, text]) =>
    [...text.toString("utf8").matchAll(/ (?:href|src)="([^"]*)"/g)].flatMap(([, target = ""]) => {
      if (/^(https?:|mailto:)/.test(target)) return [];
      const [path, part] = target.replaceAll("&amp;", "&").split("#");
      const to = path === "" ? page : decodeURIComponent(path ?? "");
      const isThere = entries.has(to) && (!part || idsOf.get(to)?.has(part));
      return isThere ? [] : [`${page}: ${target}`];
    }),
  );
}
