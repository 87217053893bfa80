import type { Kysely } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import type { FindingStatus, Severity, TestKind } from "~/domain/finding";
import { type Gap, gapOf, rankHotspots, TOP_RANKS } from "~/domain/hotspot";
import type { DB } from "./schema";

export interface ProtectingTest {
  id: string;
  name: string;
  kind: TestKind;
  /** Path or address; may be empty. */
  place: string;
}

/** A hotspot with everything that hangs on it, from its finding to the hours a week after. */
export interface ChainRow {
  /** From 1, by the hours a week that it cost when it was found. */
  rank: number;
  /** Whether Stabilise cannot be done without it. */
  isTop: boolean;
  id: string;
  findingId: string;
  number: number;
  title: string;
  severity: Severity;
  status: FindingStatus;
  isVisible: boolean;
  minutesBefore: number;
  minutesAfter: number | null;
  measuredOn: CalendarDate | null;
  /** Markdown; may be empty. */
  fix: string;
  fixedOn: CalendarDate | null;
  accepted: { reason: string; by: string; on: CalendarDate } | null;
  tests: ProtectingTest[];
  /** Where the chain breaks first; null when it does not. */
  gap: Gap | null;
  version: number;
}

const HOTSPOTS_MOST = 2000;
const TESTS_MOST = 20_000;

/** The hotspots of an engagement by cost, with their tests; `onlyVisible` for what the client may see. */
export async function listChain(
  db: Kysely<DB>,
  engagementId: string,
  { onlyVisible }: { onlyVisible: boolean },
): Promise<ChainRow[]> {
  let query = db
    .selectFrom("hotspot")
    .innerJoin("finding", "finding.id", "hotspot.finding_id")
    .selectAll("hotspot")
    .select(["finding.number", "finding.title", "finding.severity", "finding.status", "finding.is_visible"])
    .where("hotspot.engagement_id", "=", engagementId);
  if (onlyVisible) query = query.where("finding.is_visible", "=", 1);
  const rows = await query.orderBy("finding.number").limit(HOTSPOTS_MOST).execute();
  if (rows.length === 0) return [];
  const tests = await db
    .selectFrom("protecting_test")
    .select(["id", "hotspot_id", "name", "kind", "place"])
    .where("engagement_id", "=", engagementId)
    .orderBy("added_at")
    .orderBy("id")
    .limit(TESTS_MOST)
    .execute();
  const testsOf = new Map<string, ProtectingTest[]>(rows.map((row) => [row.id, []]));
  for (const { hotspot_id: of, ...test } of tests) testsOf.get(of)?.push(test);
  const chain = rows.map((row) => {
    const own = testsOf.get(row.id) ?? [];
    const { accepted_reason: reason, accepted_by_name: by, accepted_on: on } = row;
    return {
      id: row.id,
      findingId: row.finding_id,
      number: row.number,
      title: row.title,
      severity: row.severity,
      status: row.status,
      isVisible: row.is_visible === 1,
      minutesBefore: row.minutes_before,
      minutesAfter: row.minutes_after,
      measuredOn: row.measured_on,
      fix: row.fix,
      fixedOn: row.fixed_on,
      accepted: reason !== null && on !== null ? { reason, by: by ?? "", on } : null,
      tests: own,
      gap: gapOf({
        fixedOn: row.fixed_on,
        acceptedReason: reason,
        minutesAfter: row.minutes_after,
        testCount: own.length,
      }),
      version: row.version,
    };
  });
  return rankHotspots(chain).map((row, index) => ({ ...row, rank: index + 1, isTop: index < TOP_RANKS }));
}
