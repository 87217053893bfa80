import type { Kysely } from "kysely";
import type { GateOutcome } from "~/domain/gate";
import type { Actor } from "~/domain/permissions";
import type { PhaseKind } from "~/domain/phase";
import type { DB } from "./schema";
import { requireEngagement } from "./scope.server";

export interface Recipient {
  name: string;
  email: string;
}

/** The latest request of a phase's gate, with who has to hear of it. */
export interface GateNewsRead {
  requestId: string;
  outcome: GateOutcome | null;
  decidedBy: string | null;
  decidedAt: number | null;
  reason: string | null;
  /** SHA-256 of the document that was shown; null where none was kept. */
  fingerprint: string | null;
  title: string;
  /** The company's contacts. */
  contacts: Recipient[];
  /** The lead and the manager, without whoever decided. */
  ours: Recipient[];
}

/** What a letter about a gate needs; undefined while the gate was never requested. */
export async function findGateNews(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  kind: PhaseKind,
): Promise<GateNewsRead | undefined> {
  const { engagement } = await requireEngagement(db, actor, code, "see_portal");
  const request = await db
    .selectFrom("gate")
    .innerJoin("phase", "phase.id", "gate.phase_id")
    .select(["gate.id", "gate.outcome", "gate.decided_name", "gate.decided_by", "gate.reason"])
    .select(["gate.decided_at", "gate.document_hash"])
    .where("gate.engagement_id", "=", engagement.id)
    .where("phase.kind", "=", kind)
    .orderBy("gate.attempt", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!request) return undefined;
  const contacts = await db
    .selectFrom("contact")
    .innerJoin("person", "person.id", "contact.person_id")
    .select(["person.name", "person.email"])
    .where("contact.company_id", "=", engagement.company_id)
    .where("person.disabled_at", "is", null)
    .orderBy("person.email")
    .limit(200)
    .execute();
  const ours = await db
    .selectFrom("person")
    .select(["name", "email"])
    .where("id", "in", [engagement.lead_id ?? "", engagement.manager_id ?? ""])
    .where("id", "<>", request.decided_by ?? "")
    .where("disabled_at", "is", null)
    .orderBy("email")
    .execute();
  return {
    requestId: request.id,
    outcome: request.outcome,
    decidedBy: request.decided_name,
    decidedAt: request.decided_at,
    reason: request.reason,
    fingerprint: request.document_hash,
    title: engagement.title,
    contacts,
    ours,
  };
}
