import { createHash, randomInt } from "node:crypto";
import type { Kysely } from "kysely";
import type { PhaseKind } from "~/domain/phase";
import { conflict, invalid } from "~/domain/refusal";
import { CODE_DIGITS, CODE_MINUTES, isFresh } from "~/domain/sign-proof";
import { type Act, newId } from "./act";
import { type Letter, queueMail } from "./mails.server";
import type { DB } from "./schema";
import { lockEngagement } from "./scope.server";

/** By what somebody shows that it is they who sign. */
export interface SignProof {
  /** When their session started. */
  sessionStartedAt: number;
  /** What they typed from the mail; null when they were not asked for it. */
  code: string | null;
}

/** Bound to the gate and the person, so that a code that was passed on or kept for later opens nothing else. */
function storedCode(gateId: string, personId: string, code: string): string {
  return createHash("sha256").update(`${gateId} ${personId} ${code}`).digest("hex");
}

/**
 * Mails a new code to whoever is about to sign the open gate; the ones sent before are void.
 * @throws Refusal `conflict` when no gate of the phase waits for an answer
 */
export async function sendSignCode(
  db: Kysely<DB>,
  act: Act,
  code: string,
  kind: PhaseKind,
  write: (secret: string, engagement: { title: string; code: string }) => Letter,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "answer_as_client");
    const gate = await trx
      .selectFrom("gate")
      .innerJoin("phase", "phase.id", "gate.phase_id")
      .select("gate.id")
      .where("gate.engagement_id", "=", engagement.id)
      .where("phase.kind", "=", kind)
      .where("gate.outcome", "is", null)
      .executeTakeFirst();
    if (!gate) throw conflict("This gate is no longer open to you: it was decided or taken back meanwhile.");
    await trx
      .deleteFrom("sign_code")
      .where("gate_id", "=", gate.id)
      .where("person_id", "=", act.actor.id)
      .where("used_at", "is", null)
      .execute();
    const secret = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, "0");
    await trx
      .insertInto("sign_code")
      .values({
        id: newId(),
        engagement_id: engagement.id,
        gate_id: gate.id,
        person_id: act.actor.id,
        code_hash: storedCode(gate.id, act.actor.id, secret),
        created_at: act.at,
        expires_at: act.at + CODE_MINUTES * 60_000,
        used_at: null,
      })
      .execute();
    const { title } = engagement;
    await queueMail(trx, act.at, act.actor.email, write(secret, { title, code: engagement.code }));
  });
}

/**
 * Lets a fresh session pass and asks every other for the code that was mailed, which it uses up.
 * @throws Refusal `invalid` on `code`
 */
export async function requireProof(
  trx: Kysely<DB>,
  act: Act,
  gateId: string,
  proof: SignProof,
): Promise<void> {
  if (isFresh(proof.sessionStartedAt, act.at)) return;
  if (!proof.code) throw invalid("code", "Type the code that we have just mailed to you.");
  const { numUpdatedRows } = await trx
    .updateTable("sign_code")
    .set({ used_at: act.at })
    .where("gate_id", "=", gateId)
    .where("person_id", "=", act.actor.id)
    .where("code_hash", "=", storedCode(gateId, act.actor.id, proof.code))
    .where("used_at", "is", null)
    .where("expires_at", ">", act.at)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) {
    throw invalid(
      "code",
      "This code is wrong or has run out. Look at the newest mail, or have another one sent.",
    );
  }
}
