import { type Kysely, sql } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import type { EvidenceShown } from "~/domain/evidence";
import type { FindingStatus, Severity } from "~/domain/finding";
import type { Actor, Role } from "~/domain/permissions";
import { type ActivityEntry, listDeliverableHistory } from "./activity.server";
import { type ChainRow, listChain } from "./chain.server";
import { listEvidence } from "./evidence-page.server";
import { requireFinding } from "./findings.server";
import { requirePortal } from "./portal.server";
import type { DB } from "./schema";
import { requireEngagement } from "./scope.server";
import { contains } from "./search";

export interface FindingFilter {
  severity: Severity | null;
  status: FindingStatus | null;
  area: string | null;
  visibility: "client" | "internal" | null;
  search: string;
}

export interface FindingLine {
  id: string;
  number: number;
  title: string;
  severity: Severity;
  area: string;
  place: string;
  status: FindingStatus;
  isVisible: boolean;
  isUntouched: boolean;
  isHotspot: boolean;
}

export interface FindingsPage {
  relation: Role;
  rows: FindingLine[];
  /** How many fit the filter, and how many there are. */
  total: number;
  all: number;
  /** The areas in use, for the filter. */
  areas: string[];
  chain: ChainRow[];
}

const OPEN_FIRST = sql`case when status = 'open' then 0 else 1 end`;
const SEVEREST_FIRST = sql`case severity when 'critical' then 0 when 'high' then 1 when 'medium' then 2 else 3 end`;

export const FINDINGS_PER_PAGE = 50;
const AREAS_MOST = 200;

/** The findings of an engagement that fit a filter, the severest first, and its chain of hotspots. */
export async function readFindings(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  filter: FindingFilter,
  page: number,
): Promise<FindingsPage> {
  const { engagement, relation } = await requireEngagement(db, actor, code, "see_pipeline");
  let fitting = db.selectFrom("finding").where("finding.engagement_id", "=", engagement.id);
  if (filter.severity) fitting = fitting.where("severity", "=", filter.severity);
  if (filter.status) fitting = fitting.where("status", "=", filter.status);
  if (filter.area) fitting = fitting.where("area", "=", filter.area);
  if (filter.visibility) fitting = fitting.where("is_visible", "=", filter.visibility === "client" ? 1 : 0);
  if (filter.search) {
    fitting = fitting.where(({ or }) =>
      or([
        contains("title", filter.search),
        contains("place", filter.search),
        contains("body", filter.search),
      ]),
    );
  }
  const count = await fitting.select((eb) => eb.fn.countAll<number>().as("count")).executeTakeFirst();
  const areas = await db
    .selectFrom("finding")
    .select((eb) => ["area", eb.fn.countAll<number>().as("count")])
    .where("engagement_id", "=", engagement.id)
    .groupBy("area")
    .orderBy("area")
    .limit(AREAS_MOST)
    .execute();
  const rows = await fitting
    .leftJoin("hotspot", "hotspot.finding_id", "finding.id")
    .select([
      "finding.id",
      "number",
      "title",
      "severity",
      "area",
      "place",
      "status",
      "is_visible",
      "is_untouched",
      "hotspot.id as hotspot_id",
    ])
    .orderBy(OPEN_FIRST)
    .orderBy(SEVEREST_FIRST)
    .orderBy("number")
    .limit(FINDINGS_PER_PAGE)
    .offset((page - 1) * FINDINGS_PER_PAGE)
    .execute();
  return {
    relation,
    rows: rows.map((row) => ({
      id: row.id,
      number: row.number,
      title: row.title,
      severity: row.severity,
      area: row.area,
      place: row.place,
      status: row.status,
      isVisible: row.is_visible === 1,
      isUntouched: row.is_untouched === 1,
      isHotspot: row.hotspot_id !== null,
    })),
    total: Number(count?.count ?? 0),
    all: areas.reduce((sum, row) => sum + Number(row.count), 0),
    areas: areas.map((row) => row.area).filter((area) => area !== ""),
    chain: await listChain(db, engagement.id, { onlyVisible: false }),
  };
}

export interface FindingPage {
  relation: Role;
  id: string;
  number: number;
  fields: {
    title: string;
    severity: Severity;
    area: string;
    body: string;
    place: string;
    isVisible: boolean;
  };
  status: FindingStatus;
  resolution: string;
  settledOn: CalendarDate | null;
  isUntouched: boolean;
  by: string;
  /** Epoch milliseconds. */
  at: number;
  version: number;
  /** Null while it is not marked a hotspot. */
  hotspot: ChainRow | null;
  hotspotCount: number;
  evidence: EvidenceShown[];
  /** Of the fix; empty while it is no hotspot. */
  fixEvidence: EvidenceShown[];
  areas: string[];
  history: ActivityEntry[];
}

const HISTORY_SHOWN = 100;

/** One finding with all that hangs on it. @throws Refusal `not_found` when either is hidden or unknown */
export async function readFindingPage(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  id: string,
  today: CalendarDate,
): Promise<FindingPage> {
  const { engagement, relation } = await requireEngagement(db, actor, code, "see_pipeline");
  const row = await requireFinding(db, engagement, id);
  const chain = await listChain(db, engagement.id, { onlyVisible: false });
  const hotspot = chain.find((candidate) => candidate.findingId === row.id) ?? null;
  const evidence = await listEvidence(db, engagement.id, "finding", { id: row.id });
  const fixEvidence = hotspot && (await listEvidence(db, engagement.id, "hotspot", { id: hotspot.id }));
  return {
    relation,
    id: row.id,
    number: row.number,
    fields: {
      title: row.title,
      severity: row.severity,
      area: row.area,
      body: row.body,
      place: row.place,
      isVisible: row.is_visible === 1,
    },
    status: row.status,
    resolution: row.resolution,
    settledOn: row.settled_on,
    isUntouched: row.is_untouched === 1,
    by: row.created_by_name,
    at: row.created_at,
    version: row.version,
    hotspot,
    hotspotCount: chain.length,
    evidence: evidence.get(row.id) ?? [],
    fixEvidence: (hotspot && fixEvidence?.get(hotspot.id)) ?? [],
    areas: await listAreas(db, engagement.id),
    history: await listDeliverableHistory(db, engagement, row.id, { limit: HISTORY_SHOWN, today }),
  };
}

/** The areas that findings of an engagement name, to be offered again. */
async function listAreas(db: Kysely<DB>, engagementId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("finding")
    .select("area")
    .distinct()
    .where("engagement_id", "=", engagementId)
    .where("area", "<>", "")
    .orderBy("area")
    .limit(AREAS_MOST)
    .execute();
  return rows.map((row) => row.area);
}

export interface PortalFinding {
  id: string;
  number: number;
  title: string;
  severity: Severity;
  area: string;
  body: string;
  place: string;
  status: FindingStatus;
  resolution: string;
  settledOn: CalendarDate | null;
  isUntouched: boolean;
  /** Of the finding and of its fix, as far as the client sees it. */
  evidence: EvidenceShown[];
}

const SHOWN_MOST = 500;

/** What the client sees of findings and hotspots, the severest first, with the frame of the page. */
export async function readPortalFindings(db: Kysely<DB>, actor: Actor, code: string) {
  const { engagement, frame } = await requirePortal(db, actor, code);
  const rows = await db
    .selectFrom("finding")
    .select(["id", "number", "title", "severity", "area", "body", "place", "status", "resolution"])
    .select(["settled_on", "is_untouched"])
    .where("engagement_id", "=", engagement.id)
    .where("is_visible", "=", 1)
    .orderBy(OPEN_FIRST)
    .orderBy(SEVEREST_FIRST)
    .orderBy("number")
    .limit(SHOWN_MOST)
    .execute();
  const chain = await listChain(db, engagement.id, { onlyVisible: true });
  const shown = { isVisible: true };
  const ofFinding = await listEvidence(db, engagement.id, "finding", shown);
  const ofHotspot = await listEvidence(db, engagement.id, "hotspot", shown);
  const hotspotOf = new Map(chain.map((hotspot) => [hotspot.findingId, hotspot.id]));
  return {
    frame,
    findings: rows.map(
      ({ settled_on, is_untouched, ...row }): PortalFinding => ({
        ...row,
        settledOn: settled_on,
        isUntouched: is_untouched === 1,
        evidence: [...(ofFinding.get(row.id) ?? []), ...(ofHotspot.get(hotspotOf.get(row.id) ?? "") ?? [])],
      }),
    ),
    // Ranks among all hotspots would tell how many are ours alone.
    hotspots: chain.map(
      ({ version: _version, status: _status, isVisible: _isVisible, isTop: _isTop, ...row }) => row,
    ),
  };
}
