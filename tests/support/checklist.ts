import type { Act } from "db/act";
import { saveArtefact } from "db/artefacts.server";
import { findBrokenEvent } from "db/events.server";
import { evidenceFrom } from "db/evidence.server";
import { startPhase } from "db/phases.server";
import type { DB } from "db/schema";
import { setStatus } from "db/status.server";
import type { Kysely } from "kysely";
import { expect } from "vitest";
import { ARTEFACTS } from "~/domain/deliverable";
import type { PhaseKind } from "~/domain/phase";
import { Refusal } from "~/domain/refusal";

/** The deliverables of a phase as they are stored, in order. */
export async function deliverablesOf(db: Kysely<DB>, code: string, kind: PhaseKind) {
  return db
    .selectFrom("deliverable")
    .innerJoin("phase", "phase.id", "deliverable.phase_id")
    .innerJoin("engagement", "engagement.id", "deliverable.engagement_id")
    .selectAll("deliverable")
    .where("engagement.code", "=", code)
    .where("phase.kind", "=", kind)
    .orderBy("deliverable.position")
    .execute();
}

/** One deliverable of a phase; `needsEvidence` chooses one that does or does not. */
export async function aDeliverable(
  db: Kysely<DB>,
  code: string,
  options: { kind?: PhaseKind; needsEvidence?: boolean } = {},
) {
  const rows = await deliverablesOf(db, code, options.kind ?? "read");
  const row = rows.find((one) => (one.requires_evidence === 1) === (options.needsEvidence ?? false));
  if (!row) throw new Error("The template has no such deliverable.");
  return row;
}

export async function findDeliverable(db: Kysely<DB>, id: string) {
  return db.selectFrom("deliverable").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
}

export async function findEngagement(db: Kysely<DB>, code: string) {
  return db.selectFrom("engagement").selectAll().where("code", "=", code).executeTakeFirstOrThrow();
}

/** Does everything on the checklist of a phase, with a note where evidence is required. */
export async function completeChecklist(
  db: Kysely<DB>,
  act: Act,
  code: string,
  kind: PhaseKind,
): Promise<void> {
  for (const row of await deliverablesOf(db, code, kind)) {
    await setStatus(db, act, code, {
      id: row.id,
      to: "done",
      from: row.status,
      reason: null,
      evidence: row.requires_evidence ? evidenceFrom("Seen and written down.") : null,
    });
  }
}

/** Starts a phase on the day of the act and does all of it; in Document the register is filled too. */
export async function workThrough(db: Kysely<DB>, act: Act, code: string, kind: PhaseKind): Promise<void> {
  await startPhase(db, act, code, { kind, startOn: act.today });
  await completeChecklist(db, act, code, kind);
  if (kind === "document") await verifyRegister(db, act, code);
}

/** Verifies all six artefacts of the register. */
export async function verifyRegister(db: Kysely<DB>, act: Act, code: string): Promise<void> {
  for (const kind of ARTEFACTS) {
    await saveArtefact(db, act, code, {
      kind,
      place: `https://git.example.test/${kind}`,
      ownerAfter: "Platform team",
      howVerified: "Opened and read together.",
      verifiedOn: act.today,
      missingReason: null,
      version: 0,
    });
  }
}

/** What somebody who has just signed in sends along when they sign the gate that is open. */
export async function openGate(db: Kysely<DB>, code: string, at: number) {
  const { id, document_hash } = await db
    .selectFrom("gate")
    .innerJoin("engagement", "engagement.id", "gate.engagement_id")
    .select(["gate.id", "gate.document_hash"])
    .where("engagement.code", "=", code)
    .where("gate.outcome", "is", null)
    .executeTakeFirstOrThrow();
  return { requestId: id, fingerprint: document_hash, proof: { sessionStartedAt: at, code: null } };
}

/** The refusal that a change meets; fails when it meets none. */
export async function refusalOf(change: Promise<unknown>): Promise<Refusal> {
  const outcome = await change.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof Refusal) return outcome;
  throw outcome ?? new Error("It was not refused.");
}

/** Fails when the events of the engagement do not fit onto one another. */
export async function expectIntactChain(db: Kysely<DB>, code: string): Promise<void> {
  const engagement = await findEngagement(db, code);
  expect(await findBrokenEvent(db, engagement.id)).toBeNull();
  const last = await db
    .selectFrom("event")
    .select(["seq", "hash"])
    .where("engagement_id", "=", engagement.id)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  expect([engagement.seq, engagement.last_hash]).toEqual([last.seq, last.hash]);
}
