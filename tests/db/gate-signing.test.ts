import { createHash } from "node:crypto";
import { acceptArtefact, saveArtefact } from "db/artefacts.server";
import type { Database } from "db/connect.server";
import { addEvidence } from "db/evidence.server";
import { verifyGate } from "db/gate-record.server";
import { requestGate, signGate, waiveGate } from "db/gates.server";
import { readKeptDocument, readPortalGate } from "db/portal-gate.server";
import { sendSignCode } from "db/sign-codes.server";
import { setStatus } from "db/status.server";
import { deliverablesOf, findEngagement, openGate, refusalOf, workThrough } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { AT, actBy, anEngagement, aPerson, founded, TODAY } from "tests/support/factories";
import { MAIL_CONFIG } from "tests/support/mail-config";
import { beforeAll, expect, it } from "vitest";
import type { Actor } from "~/domain/permissions";
import { mailReceipt } from "~/jobs/announce.server";

const HOUR = 3_600_000;
const MINUTE = 60_000;

describeEachDatabase("signing a gate", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });

  async function requested() {
    const { db } = database;
    const scene = await anEngagement(db);
    await workThrough(db, actBy(scene.lead), scene.code, "read");
    await requestGate(db, actBy(scene.lead), scene.code, "read");
    return { ...scene, shown: await openGate(db, scene.code, AT) };
  }

  /** Has a code sent and answers what was mailed. */
  async function mailedCode(actor: Actor, code: string, at: number): Promise<string> {
    let mailed = "";
    await sendSignCode(database.db, actBy(actor, TODAY, at), code, "read", (secret) => {
      mailed = secret;
      return { subject: "Code", text: secret, html: secret };
    });
    return mailed;
  }

  const late = AT + 2 * HOUR;
  const stale = (code: string | null) => ({ proof: { sessionStartedAt: AT, code } });

  it("keeps the document with a fingerprint that anybody can take again", async () => {
    const { db } = database;
    const { code, client, shown } = await requested();
    const kept = await readKeptDocument(db, client, code, "read", shown.requestId);
    expect(createHash("sha256").update(kept.text).digest("hex")).toBe(shown.fingerprint);
    await signGate(db, actBy(client), code, { kind: "read", ...shown, name: "Dana Reyes" });
    const verified = await verifyGate(db, shown.requestId);
    expect(verified).toMatchObject({ code, phase: "read", attempt: 1, outcome: "signed" });
    expect(verified?.reckoned).toBe(verified?.kept);
    const stranger = await anEngagement(db);
    expect(
      await refusalOf(readKeptDocument(db, stranger.client, code, "read", shown.requestId)),
    ).toMatchObject({ kind: "not_found" });
    const own = readKeptDocument(db, stranger.client, stranger.code, "read", shown.requestId);
    expect(await refusalOf(own)).toMatchObject({ kind: "not_found" });
    const signed = await db
      .selectFrom("event")
      .select("after")
      .where("engagement_id", "=", (await findEngagement(db, code)).id)
      .where("kind", "=", "gate.signed")
      .executeTakeFirstOrThrow();
    expect(JSON.parse(signed.after)).toMatchObject({ fingerprint: shown.fingerprint });
  });

  it("mails the receipt of a signature again, once a minute however often it is asked for", async () => {
    const { db } = database;
    const { code, client, shown } = await requested();
    const context = { db, config: MAIL_CONFIG };
    const ask = (at: number) => mailReceipt(context, actBy(client, TODAY, at), code, "read");
    const receipts = async () =>
      (await db.selectFrom("mail").select("id").where("to_address", "=", client.email).execute()).length;
    expect(await refusalOf(ask(AT))).toMatchObject({ kind: "conflict" });
    await signGate(db, actBy(client), code, { kind: "read", ...shown, name: "Dana Reyes" });
    const before = await receipts();
    await Promise.all(Array.from({ length: 20 }, () => ask(AT)));
    expect(await receipts()).toBe(before + 1);
    await ask(AT + MINUTE);
    expect(await receipts()).toBe(before + 2);
    const stranger = await anEngagement(db);
    const foreign = mailReceipt(context, actBy(stranger.client), code, "read");
    expect(await refusalOf(foreign)).toMatchObject({ kind: "not_found" });
  });

  it("is noticed to be false when somebody writes into the kept document", async () => {
    const { db } = database;
    const { shown } = await requested();
    await db
      .updateTable("gate")
      .set((eb) => ({ document: eb.fn("replace", ["document", eb.val("Booking"), eb.val("Billing")]) }))
      .where("id", "=", shown.requestId)
      .execute();
    const verified = await verifyGate(db, shown.requestId);
    expect(verified?.reckoned).not.toBe(verified?.kept);
    expect(await verifyGate(db, "no such gate")).toBeUndefined();
  });

  it("signs the page that was shown and no other", async () => {
    const { db } = database;
    const { code, client, shown } = await requested();
    const other = { kind: "read" as const, ...shown, fingerprint: "0".repeat(64), name: "Dana" };
    expect(await refusalOf(signGate(db, actBy(client), code, other))).toMatchObject({ kind: "conflict" });
  });

  it("shows what it was, whatever changes later, and says what has changed", async () => {
    const { db } = database;
    const { code, lead, client, shown } = await requested();
    const before = await readPortalGate(db, client, code, "read");
    expect(before.changes).toEqual([]);
    const row = (await deliverablesOf(db, code, "read")).find((one) => one.is_visible === 1);
    if (!row) throw new Error("Nothing is visible.");
    await addEvidence(
      db,
      actBy(lead),
      code,
      { of: "deliverable", id: row.id },
      {
        kind: "note",
        url: null,
        note: "Seen later",
        isVisible: true,
      },
    );
    await setStatus(db, actBy(lead), code, {
      id: row.id,
      to: "doing",
      from: "done",
      reason: null,
      evidence: null,
    });
    await signGate(db, actBy(client), code, { kind: "read", ...shown, name: "Dana Reyes" });
    const after = await readPortalGate(db, client, code, "read");
    expect(after.document).toEqual(before.document);
    expect(after.fingerprint).toBe(shown.fingerprint);
    expect(after.changes).toEqual([
      { what: row.title, change: "was done and is doing" },
      { what: row.title, change: "evidence “Seen later” was added" },
    ]);
  });

  it("asks a session that is older than an hour for the code from the mail", async () => {
    const { db } = database;
    const { code, client, shown } = await requested();
    const sign = (proof: { code: string | null }, at = late) =>
      signGate(db, actBy(client, TODAY, at), code, {
        kind: "read",
        ...shown,
        ...stale(proof.code),
        name: "Dana",
      });
    expect(await refusalOf(sign({ code: null }))).toMatchObject({ kind: "invalid", field: "code" });
    const first = await mailedCode(client, code, late);
    const second = await mailedCode(client, code, late);
    expect(second).toMatch(/^\d{6}$/);
    if (first !== second) {
      expect(await refusalOf(sign({ code: first }))).toMatchObject({ kind: "invalid", field: "code" });
    }
    expect(await refusalOf(sign({ code: second }, late + 16 * MINUTE))).toMatchObject({ field: "code" });
    await sign({ code: second }, late + MINUTE);
    expect((await readPortalGate(db, client, code, "read")).attempts[0]?.outcome).toBe("signed");
  });

  it("takes no code that was meant for somebody else or for another gate", async () => {
    const { db } = database;
    const { code, companyId, client, shown } = await requested();
    const colleague = await aPerson(db, "client", { companyIds: [companyId] });
    const forClient = await mailedCode(client, code, late);
    const forwarded = signGate(db, actBy(colleague, TODAY, late), code, {
      kind: "read",
      ...shown,
      ...stale(forClient),
      name: "Somebody else",
    });
    expect(await refusalOf(forwarded)).toMatchObject({ kind: "invalid", field: "code" });
    const other = await anEngagement(db, { companyId });
    await workThrough(db, actBy(other.lead), other.code, "read");
    await requestGate(db, actBy(other.lead), other.code, "read");
    const elsewhere = signGate(db, actBy(client, TODAY, late), other.code, {
      kind: "read",
      ...(await openGate(db, other.code, AT)),
      ...stale(forClient),
      name: "Dana",
    });
    expect(await refusalOf(elsewhere)).toMatchObject({ kind: "invalid", field: "code" });
  });

  it("is done once by a hundred posts with one code at once", async () => {
    const { db } = database;
    const { code, client, shown } = await requested();
    const secret = await mailedCode(client, code, late);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, () =>
        signGate(db, actBy(client, TODAY, late), code, {
          kind: "read",
          ...shown,
          ...stale(secret),
          name: "Dana",
        }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
  });

  it("freezes what was there when a manager waives a gate that nobody asked for", async () => {
    const { db } = database;
    const { code, lead, client } = await anEngagement(db);
    await workThrough(db, actBy(lead), code, "read");
    const manager = await aPerson(db, "manager");
    await waiveGate(db, actBy(manager), code, { kind: "read", reason: "Agreed on the phone" });
    const gate = await readPortalGate(db, client, code, "read");
    expect(gate.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(gate.document.criteria.every((criterion) => criterion.isMet)).toBe(true);
  });
});

describeEachDatabase("the hand-over register", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });

  const entry = {
    kind: "api_schema" as const,
    place: "https://git.example.test/openapi.yaml",
    ownerAfter: "Platform team",
    howVerified: "Parsed and compared with the routes.",
    verifiedOn: TODAY as string | null,
    missingReason: null as string | null,
    version: 0,
  };

  it("refuses a verification that lacks a place, an owner, a way or a day that has come", async () => {
    const { db } = database;
    const { code, lead } = await anEngagement(db);
    const save = (changes: Partial<typeof entry>) =>
      refusalOf(saveArtefact(db, actBy(lead), code, { ...entry, ...changes }));
    expect(await save({ place: "" })).toMatchObject({ field: "place" });
    expect(await save({ ownerAfter: "" })).toMatchObject({ field: "owner_after" });
    expect(await save({ howVerified: "" })).toMatchObject({ field: "how_verified" });
    expect(await save({ verifiedOn: "2026-03-03" })).toMatchObject({ field: "verified_on" });
    expect(await save({ missingReason: "Not needed" })).toMatchObject({ field: "missing_reason" });
  });

  it("is accepted by the client, once verified, and not any more when it lies elsewhere", async () => {
    const { db } = database;
    const { code, lead, client } = await anEngagement(db);
    const accept = (actor: Actor, version: number) =>
      acceptArtefact(db, actBy(actor), code, { kind: "api_schema", version });
    await saveArtefact(db, actBy(lead), code, { ...entry, verifiedOn: null });
    expect(await refusalOf(accept(client, 1))).toMatchObject({ kind: "conflict" });
    await saveArtefact(db, actBy(lead), code, { ...entry, version: 1 });
    expect(await refusalOf(accept(lead, 2))).toMatchObject({ kind: "forbidden" });
    expect(await refusalOf(accept(client, 1))).toMatchObject({ kind: "conflict" });
    await accept(client, 2);
    await accept(client, 2);
    const row = () =>
      db
        .selectFrom("artefact")
        .innerJoin("engagement", "engagement.id", "artefact.engagement_id")
        .selectAll("artefact")
        .where("engagement.code", "=", code)
        .executeTakeFirstOrThrow();
    expect(await row()).toMatchObject({
      accepted_name: client.name,
      verified_by_name: lead.name,
      version: 3,
    });
    const stale = saveArtefact(db, actBy(lead), code, { ...entry, version: 2 });
    expect(await refusalOf(stale)).toMatchObject({ kind: "conflict" });
    await saveArtefact(db, actBy(lead), code, { ...entry, place: "elsewhere", version: 3 });
    expect(await row()).toMatchObject({ accepted_at: null, place: "elsewhere" });
  });
});
