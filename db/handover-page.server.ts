import type { Kysely } from "kysely";
import { type CalendarDate, dateInZone } from "~/domain/calendar";
import type { DeliverableStatus } from "~/domain/deliverable";
import type { EvidenceShown } from "~/domain/evidence";
import { checkProblems, checkVerdict } from "~/domain/handover-check";
import type { Actor } from "~/domain/permissions";
import { type Closing, findClosing } from "./closings.server";
import { listEvidence } from "./evidence-page.server";
import { findFirm } from "./firm.server";
import { type CheckShown, findHandoverOn, listChecks } from "./handover-checks.server";
import { type PortalFrame, requirePortal } from "./portal.server";
import { type RegisterRow, readRegister } from "./register.server";
import type { DB } from "./schema";
import { requireEngagement } from "./scope.server";

/** The deliverable that carries an artefact. */
export interface Carrier {
  id: string;
  title: string;
  status: DeliverableStatus;
}

/** The day of an instant where the firm is. */
async function dayOfFirm(db: Kysely<DB>): Promise<(at: number) => CalendarDate> {
  const zone = (await findFirm(db))?.timeZone ?? "UTC";
  return (at) => dateInZone(at, zone);
}

async function readCarriers(db: Kysely<DB>, engagementId: string, isForClient: boolean) {
  const rows = await db
    .selectFrom("deliverable")
    .select(["id", "title", "status", "artefact"])
    .where("engagement_id", "=", engagementId)
    .where("artefact", "is not", null)
    .where("is_visible", "in", isForClient ? ([1] as const) : ([0, 1] as const))
    .orderBy("position")
    .limit(100)
    .execute();
  return (artefact: string): Carrier | null => {
    const row = rows.find((one) => one.artefact === artefact);
    return row ? { id: row.id, title: row.title, status: row.status } : null;
  };
}

export interface HandoverPage {
  register: (RegisterRow & { carrier: Carrier | null; evidence: EvidenceShown[] })[];
  handedOverOn: CalendarDate | null;
  checks: (Omit<CheckShown, "result"> & { verdict: string | null; problems: string[] })[];
  closing: Closing | null;
}

const withVerdict = ({ result, ...check }: CheckShown) => ({
  ...check,
  verdict: result && checkVerdict(result),
  problems: result ? checkProblems(result) : [],
});

/** The hand-over for our people. @throws Refusal `not_found` */
export async function readHandover(db: Kysely<DB>, actor: Actor, code: string): Promise<HandoverPage> {
  const { engagement } = await requireEngagement(db, actor, code, "see_pipeline");
  const carrierOf = await readCarriers(db, engagement.id, false);
  const register = await readRegister(db, engagement.id, await dayOfFirm(db));
  const evidence = await listEvidence(db, engagement.id, "artefact");
  return {
    register: register.map((row) => ({
      ...row,
      carrier: carrierOf(row.kind),
      evidence: evidence.get(row.id ?? "") ?? [],
    })),
    handedOverOn: engagement.stage === "handed_over" ? await findHandoverOn(db, engagement.id) : null,
    checks: (await listChecks(db, engagement)).map(withVerdict),
    closing: await findClosing(db, engagement.id),
  };
}

export interface PortalHandover extends Omit<HandoverPage, "closing"> {
  frame: PortalFrame;
  closing: Pick<Closing, "outcome" | "closedOn" | "closedBy"> | null;
}

/** The hand-over as the client reads it. @throws Refusal `not_found` */
export async function readPortalHandover(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
): Promise<PortalHandover> {
  const { engagement, frame } = await requirePortal(db, actor, code);
  const carrierOf = await readCarriers(db, engagement.id, true);
  const register = await readRegister(db, engagement.id, await dayOfFirm(db));
  const evidence = await listEvidence(db, engagement.id, "artefact", { isVisible: true });
  const closing = await findClosing(db, engagement.id);
  const checks = await listChecks(db, engagement);
  return {
    frame,
    register: register.map((row) => ({
      ...row,
      carrier: carrierOf(row.kind),
      evidence: evidence.get(row.id ?? "") ?? [],
    })),
    handedOverOn: engagement.stage === "handed_over" ? await findHandoverOn(db, engagement.id) : null,
    checks: checks.filter((check) => check.doneOn !== null).map(withVerdict),
    closing: closing && {
      outcome: closing.outcome,
      closedOn: closing.closedOn,
      closedBy: closing.closedBy,
    },
  };
}
