import type { Kysely, Selectable } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import { type DecisionText, isRevisitDue } from "~/domain/decision";
import { ARTEFACT_LABEL, type Artefact } from "~/domain/deliverable";
import type { Actor, Role } from "~/domain/permissions";
import type { PhaseKind } from "~/domain/phase";
import { notFound } from "~/domain/refusal";
import { type ActivityEntry, listDeliverableHistory } from "./activity.server";
import { type DecisionSummary, toSummary } from "./decision-list.server";
import { textOf } from "./decision-records.server";
import { requirePortal } from "./portal.server";
import type { DB, DecisionTable } from "./schema";
import { requireEngagement } from "./scope.server";

export interface Neighbour {
  id: string;
  number: number;
  title: string;
}

export interface LinkedPart {
  kind: "finding" | "deliverable" | "artefact";
  /** The artefact's own name for an artefact. */
  id: string;
  label: string;
}

export interface DecisionShown extends DecisionSummary, DecisionText {
  supersededBy: Neighbour | null;
  supersedes: Neighbour[];
  links: LinkedPart[];
  recordedBy: string;
  /** Epoch milliseconds. */
  recordedAt: number;
}

/** One decision with what it is tied to. For a client only what is visible to them, the ties included. */
async function readShown(
  db: Kysely<DB>,
  engagementId: string,
  id: string,
  isForClient: boolean,
): Promise<{ row: Selectable<DecisionTable>; shown: DecisionShown }> {
  const seen = isForClient ? ([1] as const) : ([0, 1] as const);
  const row = await db
    .selectFrom("decision")
    .selectAll()
    .where("engagement_id", "=", engagementId)
    .where("id", "=", id)
    .where("is_visible", "in", seen)
    .executeTakeFirst();
  if (!row) throw notFound("decision");
  const neighbours = await db
    .selectFrom("decision")
    .select(["id", "number", "title"])
    .where("engagement_id", "=", engagementId)
    .where("is_visible", "in", seen)
    .where((eb) => eb.or([eb("superseded_by", "=", row.id), eb("id", "=", row.superseded_by ?? "")]))
    .orderBy("number")
    .limit(50)
    .execute();
  const links = await db
    .selectFrom("decision_link")
    .leftJoin("finding", "finding.id", "decision_link.finding_id")
    .leftJoin("deliverable", "deliverable.id", "decision_link.deliverable_id")
    .select(["decision_link.finding_id", "decision_link.deliverable_id", "decision_link.artefact"])
    .select(["finding.title as finding_title", "finding.number as finding_number"])
    .select("deliverable.title as deliverable_title")
    .where("decision_link.engagement_id", "=", engagementId)
    .where("decision_link.decision_id", "=", row.id)
    .where((eb) =>
      eb.and([
        eb.or([eb("finding.is_visible", "is", null), eb("finding.is_visible", "in", seen)]),
        eb.or([eb("deliverable.is_visible", "is", null), eb("deliverable.is_visible", "in", seen)]),
      ]),
    )
    .orderBy("finding.number")
    .orderBy("deliverable.title")
    .orderBy("decision_link.artefact")
    .execute();
  const shown: DecisionShown = {
    ...toSummary(row),
    ...textOf(row),
    supersededBy: neighbours.find((one) => one.id === row.superseded_by) ?? null,
    supersedes: neighbours.filter((one) => one.id !== row.superseded_by),
    links: links.map(toLink),
    recordedBy: row.created_by_name,
    recordedAt: row.created_at,
  };
  return { row, shown };
}

function toLink(row: {
  finding_id: string | null;
  finding_number: number | null;
  finding_title: string | null;
  deliverable_id: string | null;
  deliverable_title: string | null;
  artefact: Artefact | null;
}): LinkedPart {
  if (row.finding_id) {
    return {
      kind: "finding",
      id: row.finding_id,
      label: `F-${row.finding_number}: ${row.finding_title ?? ""}`,
    };
  }
  if (row.deliverable_id) {
    return { kind: "deliverable", id: row.deliverable_id, label: row.deliverable_title ?? "" };
  }
  const artefact = row.artefact ?? "deployed_backend";
  return { kind: "artefact", id: artefact, label: ARTEFACT_LABEL[artefact] };
}

export interface DecisionPage {
  engagement: { code: string; title: string };
  relation: Role;
  decision: DecisionShown;
  version: number;
  isDue: boolean;
  history: ActivityEntry[];
  targets: LinkTargets;
}

/** One decision for our own people. @throws Refusal `not_found` when either is hidden or they do not belong together */
export async function readDecision(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  id: string,
  today: CalendarDate,
): Promise<DecisionPage> {
  const { engagement, relation } = await requireEngagement(db, actor, code, "see_pipeline");
  const { row, shown } = await readShown(db, engagement.id, id, false);
  return {
    engagement: { code: engagement.code, title: engagement.title },
    relation,
    decision: shown,
    version: row.version,
    isDue: isRevisitDue(shown, today),
    history: await listDeliverableHistory(db, engagement, row.id, { limit: 100, today }),
    targets: await listTargets(db, engagement.id),
  };
}

export interface LinkTargets {
  findings: { id: string; number: number; title: string }[];
  deliverables: { id: string; title: string; phase: PhaseKind }[];
}

async function listTargets(db: Kysely<DB>, engagementId: string): Promise<LinkTargets> {
  const findings = await db
    .selectFrom("finding")
    .select(["id", "number", "title"])
    .where("engagement_id", "=", engagementId)
    .orderBy("number")
    .limit(500)
    .execute();
  const deliverables = await db
    .selectFrom("deliverable")
    .innerJoin("phase", "phase.id", "deliverable.phase_id")
    .select(["deliverable.id", "deliverable.title", "phase.kind as phase"])
    .where("deliverable.engagement_id", "=", engagementId)
    .orderBy("phase.position")
    .orderBy("deliverable.position")
    .orderBy("deliverable.id")
    .limit(500)
    .execute();
  return { findings, deliverables };
}

export interface NewDecisionPage {
  engagement: { code: string; title: string };
  targets: LinkTargets;
  /** The decision that the new one takes the place of. */
  replaces: (DecisionShown & { version: number }) | null;
}

/** What the form of a new decision needs. @throws Refusal `not_found`, `forbidden` */
export async function readNewDecision(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  replacesId: string | null,
): Promise<NewDecisionPage> {
  const { engagement } = await requireEngagement(db, actor, code, "run_engagement");
  const replaced = replacesId ? await readShown(db, engagement.id, replacesId, false) : null;
  return {
    engagement: { code: engagement.code, title: engagement.title },
    targets: await listTargets(db, engagement.id),
    replaces: replaced && { ...replaced.shown, version: replaced.row.version },
  };
}

/** One decision as the client reads it; a hidden one is not found. @throws Refusal `not_found` */
export async function readPortalDecision(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  id: string,
): Promise<DecisionShown> {
  const { engagement } = await requirePortal(db, actor, code);
  return (await readShown(db, engagement.id, id, true)).shown;
}
