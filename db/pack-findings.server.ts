import type { Kysely, Selectable } from "kysely";
import type { PackEvidence, PackFinding, PackHotspot } from "~/domain/pack/contents";
import { readFindings, readHotspots } from "./gate-facts.server";
import { ROWS_MOST } from "./pack-rows.server";
import type { DB, HotspotTable } from "./schema";

/** The findings that the client sees, by number, each with its fix and the tests that protect it. */
export async function readPackFindings(
  db: Kysely<DB>,
  engagementId: string,
  evidence: ReadonlyMap<string, PackEvidence[]>,
): Promise<PackFinding[]> {
  const findings = await readFindings(db, { engagementId });
  const hotspots = new Map((await readHotspots(db, { engagementId })).map((row) => [row.finding_id, row]));
  const tests = await db
    .selectFrom("protecting_test")
    .select(["hotspot_id", "name", "kind", "place"])
    .where("engagement_id", "=", engagementId)
    .orderBy("added_at")
    .orderBy("id")
    .limit(ROWS_MOST)
    .execute();
  return findings
    .filter((row) => row.is_visible === 1)
    .map((row) => {
      const hotspot = hotspots.get(row.id);
      return {
        id: row.id,
        number: row.number,
        title: row.title,
        severity: row.severity,
        area: row.area,
        body: row.body,
        place: row.place,
        status: row.status,
        resolution: row.resolution,
        settledOn: row.settled_on,
        isUntouched: row.is_untouched === 1,
        evidence: evidence.get(row.id) ?? [],
        hotspot: hotspot
          ? hotspotOf(
              hotspot,
              tests
                .filter((test) => test.hotspot_id === hotspot.id)
                .map(({ name, kind, place }) => ({ name, kind, place })),
              evidence.get(hotspot.id) ?? [],
            )
          : null,
      };
    });
}

function hotspotOf(
  row: Selectable<HotspotTable>,
  tests: PackHotspot["tests"],
  evidence: PackEvidence[],
): PackHotspot {
  return {
    minutesBefore: row.minutes_before,
    minutesAfter: row.minutes_after,
    measuredOn: row.measured_on,
    // What is planned is ours until it is done.
    fix: row.fixed_on === null ? "" : row.fix,
    fixedOn: row.fixed_on,
    acceptedReason: row.accepted_reason,
    acceptedBy: row.accepted_by_name,
    acceptedOn: row.accepted_on,
    tests,
    evidence,
  };
}
