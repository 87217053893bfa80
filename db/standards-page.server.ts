import type { Kysely } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import type { DeliverableStatus } from "~/domain/deliverable";
import type { Actor } from "~/domain/permissions";
import { inherits, type StandardState } from "~/domain/standard";
import { requirePortal } from "./portal.server";
import type { DB } from "./schema";
import { requireEngagement } from "./scope.server";
import { readInheritance } from "./standard-inheritance.server";

export interface ShownStandard {
  id: string;
  number: number;
  title: string;
  area: string;
  /** Markdown. */
  rule: string;
  agreedOn: CalendarDate;
  agreedBy: string;
  withdrawnOn: CalendarDate | null;
  withdrawnReason: string | null;
  version: number;
}

export interface ShownCheck {
  state: StandardState;
  reason: string | null;
  by: string;
  /** Epoch milliseconds. */
  at: number;
}

export interface MatrixRow {
  id: string;
  title: string;
  status: DeliverableStatus;
  /** In the order of the standards that stand; null while nobody has said anything. */
  cells: (ShownCheck | null)[];
}

async function listStandards(db: Kysely<DB>, engagementId: string): Promise<ShownStandard[]> {
  const rows = await db
    .selectFrom("standard")
    .selectAll()
    .where("engagement_id", "=", engagementId)
    .orderBy("number")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    title: row.title,
    area: row.area,
    rule: row.rule,
    agreedOn: row.agreed_on,
    agreedBy: row.agreed_by_name,
    withdrawnOn: row.withdrawn_on,
    withdrawnReason: row.withdrawn_reason,
    version: row.version,
  }));
}

export interface StandardsPage {
  standing: ShownStandard[];
  withdrawn: ShownStandard[];
  matrix: MatrixRow[];
}

/** Standards and who of Extend meets them, for our own people. @throws Refusal `not_found` */
export async function readStandards(db: Kysely<DB>, actor: Actor, code: string): Promise<StandardsPage> {
  const { engagement } = await requireEngagement(db, actor, code, "see_pipeline");
  const standards = await listStandards(db, engagement.id);
  const { deliverables, checks } = await readInheritance(db, engagement.id);
  const standing = standards.filter((standard) => standard.withdrawnOn === null);
  const said = new Map(checks.map((check) => [`${check.standardId} ${check.deliverableId}`, check]));
  return {
    standing,
    withdrawn: standards.filter((standard) => standard.withdrawnOn !== null),
    matrix: deliverables.filter(inherits).map(({ id, title, status }) => ({
      id,
      title,
      status,
      cells: standing.map((standard) => {
        const check = said.get(`${standard.id} ${id}`);
        return check ? { state: check.state, reason: check.reason, by: check.by, at: check.at } : null;
      }),
    })),
  };
}

export interface AcceptanceCriterion {
  standardId: string;
  number: number;
  title: string;
  check: ShownCheck | null;
}

/**
 * The standards that a deliverable of Extend has to meet, with what was said of each; null for one of another phase or
 * one that does not apply, which need not meet any. @throws Refusal `not_found`
 */
export async function listAcceptanceCriteria(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  deliverableId: string,
): Promise<AcceptanceCriterion[] | null> {
  const { engagement } = await requireEngagement(db, actor, code, "see_pipeline");
  const deliverable = await db
    .selectFrom("deliverable")
    .innerJoin("phase", "phase.id", "deliverable.phase_id")
    .select("deliverable.status")
    .where("deliverable.engagement_id", "=", engagement.id)
    .where("deliverable.id", "=", deliverableId)
    .where("phase.kind", "=", "extend")
    .executeTakeFirst();
  if (!deliverable || !inherits(deliverable)) return null;
  const rows = await db
    .selectFrom("standard")
    .leftJoin("standard_check", (join) =>
      join
        .onRef("standard_check.standard_id", "=", "standard.id")
        .on("standard_check.deliverable_id", "=", deliverableId),
    )
    .select(["standard.id", "standard.number", "standard.title", "standard_check.state"])
    .select(["standard_check.reason", "standard_check.checked_by_name", "standard_check.checked_at"])
    .where("standard.engagement_id", "=", engagement.id)
    .where("standard.withdrawn_on", "is", null)
    .orderBy("standard.number")
    .execute();
  return rows.map((row) => ({
    standardId: row.id,
    number: row.number,
    title: row.title,
    check: row.state
      ? { state: row.state, reason: row.reason, by: row.checked_by_name ?? "", at: row.checked_at ?? 0 }
      : null,
  }));
}

export interface PortalStandard {
  number: number;
  title: string;
  area: string;
  /** Markdown. */
  rule: string;
  agreedOn: CalendarDate;
  agreedBy: string;
  withdrawn: { on: CalendarDate; reason: string } | null;
  /** Deliverables of Extend that meet it or are excepted, and all that have to. */
  met: number;
  excepted: number;
  of: number;
  /** What the client sees of the exceptions. */
  exceptions: { title: string; reason: string }[];
}

/** The standards as the client reads them. @throws Refusal `not_found` */
export async function readPortalStandards(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
): Promise<PortalStandard[]> {
  const { engagement } = await requirePortal(db, actor, code);
  const standards = await listStandards(db, engagement.id);
  const inheritance = await readInheritance(db, engagement.id);
  const deliverables = inheritance.deliverables.filter(inherits);
  const titles = new Map(deliverables.map((one) => [one.id, one.isVisible ? one.title : null]));
  return standards.map((standard) => {
    const checks = inheritance.checks.filter(
      (check) => check.standardId === standard.id && titles.has(check.deliverableId),
    );
    const excepted = checks.filter((check) => check.state === "exempt");
    return {
      number: standard.number,
      title: standard.title,
      area: standard.area,
      rule: standard.rule,
      agreedOn: standard.agreedOn,
      agreedBy: standard.agreedBy,
      withdrawn: standard.withdrawnOn
        ? { on: standard.withdrawnOn, reason: standard.withdrawnReason ?? "" }
        : null,
      met: checks.length - excepted.length,
      excepted: excepted.length,
      of: deliverables.length,
      exceptions: excepted.flatMap((check) => {
        const title = titles.get(check.deliverableId);
        return title ? [{ title, reason: check.reason ?? "" }] : [];
      }),
    };
  });
}
