import type { Kysely, Selectable } from "kysely";
import { wholeRegister } from "~/domain/artefact";
import type { GateDeliverable, GateFacts } from "~/domain/gate";
import type { Taking } from "~/domain/measure";
import type { PhaseKind } from "~/domain/phase";
import { prepared } from "./prepared.server";
import type {
  ArtefactTable,
  DB,
  FindingTable,
  HotspotTable,
  MeasureTable,
  StandardCheckTable,
  StandardTable,
} from "./schema";
import type { EngagementRow } from "./scope.server";

type OfEngagement = { engagementId: string };

export const readFindings = prepared<OfEngagement, Selectable<FindingTable>>((db, value) =>
  db
    .selectFrom("finding")
    .selectAll()
    .where("engagement_id", "=", value("engagementId"))
    .orderBy("number")
    .limit(2000),
);

export interface RankedHotspot extends Selectable<HotspotTable> {
  number: number;
  title: string;
  test_count: number;
}

export const readHotspots = prepared<OfEngagement, RankedHotspot>((db, value) =>
  db
    .selectFrom("hotspot")
    .innerJoin("finding", "finding.id", "hotspot.finding_id")
    .selectAll("hotspot")
    .select((eb) => [
      "finding.number",
      "finding.title",
      eb
        .selectFrom("protecting_test")
        .whereRef("protecting_test.hotspot_id", "=", "hotspot.id")
        .select((count) => count.fn.countAll<number>().as("tests"))
        .$asScalar()
        .$castTo<number>()
        .as("test_count"),
    ])
    .where("hotspot.engagement_id", "=", value("engagementId"))
    .limit(2000),
);

export const readMeasures = prepared<OfEngagement, Selectable<MeasureTable>>((db, value) =>
  db
    .selectFrom("measure")
    .selectAll()
    .where("engagement_id", "=", value("engagementId"))
    .orderBy("position")
    .limit(200),
);

export const readStandards = prepared<OfEngagement, Selectable<StandardTable>>((db, value) =>
  db
    .selectFrom("standard")
    .selectAll()
    .where("engagement_id", "=", value("engagementId"))
    .orderBy("number")
    .limit(200),
);

export const readChecks = prepared<OfEngagement, Selectable<StandardCheckTable>>((db, value) =>
  db
    .selectFrom("standard_check")
    .selectAll()
    .where("engagement_id", "=", value("engagementId"))
    .limit(20_000),
);

export const readArtefacts = prepared<OfEngagement, Selectable<ArtefactTable>>((db, value) =>
  db.selectFrom("artefact").selectAll().where("engagement_id", "=", value("engagementId")).limit(20),
);

function takingOf(value: number | null, on: string | null, how: string | null): Taking | null {
  return value === null ? null : { value, on: on ?? "", how: how ?? "" };
}

/** What the gate of a phase looks at besides the checklist that is given; reads only what that phase asks for. */
export async function readGateFacts(
  db: Kysely<DB>,
  engagement: Pick<EngagementRow, "id" | "origin">,
  phase: PhaseKind,
  deliverables: readonly GateDeliverable[],
): Promise<GateFacts> {
  const of = { engagementId: engagement.id };
  const when = <Row>(
    phases: readonly PhaseKind[],
    read: (db: Kysely<DB>, values: OfEngagement) => Promise<Row[]>,
  ) => (phases.includes(phase) ? read(db, of) : Promise.resolve([]));
  const findings = await when(["read"], readFindings);
  const hotspots = await when(["read", "stabilise"], readHotspots);
  const measures = await when(["read", "document"], readMeasures);
  const standards = await when(["extend"], readStandards);
  const checks = await when(["extend"], readChecks);
  const artefacts = await when(["document"], readArtefacts);
  return {
    phase,
    origin: engagement.origin,
    deliverables,
    findings: findings.map((row) => ({ isVisible: row.is_visible === 1 })),
    hotspots: hotspots.map((row) => ({
      id: row.id,
      findingId: row.finding_id,
      number: row.number,
      title: row.title,
      minutesBefore: row.minutes_before,
      fixedOn: row.fixed_on,
      acceptedReason: row.accepted_reason,
      testCount: row.test_count,
    })),
    measures: measures.map((row) => ({
      title: row.title,
      before: takingOf(row.before_value, row.before_on, row.before_how),
      after: takingOf(row.after_value, row.after_on, row.after_how),
    })),
    standards: standards.map((row) => ({
      id: row.id,
      number: row.number,
      title: row.title,
      withdrawnOn: row.withdrawn_on,
    })),
    standardChecks: checks.map((row) => ({
      standardId: row.standard_id,
      deliverableId: row.deliverable_id,
      state: row.state,
    })),
    artefacts: wholeRegister(
      artefacts.map((row) => ({
        kind: row.kind,
        place: row.place,
        ownerAfter: row.owner_after,
        howVerified: row.how_verified,
        verifiedOn: row.verified_on,
        missingReason: row.missing_reason,
      })),
      (kind) => ({
        kind,
        place: "",
        ownerAfter: "",
        howVerified: "",
        verifiedOn: null,
        missingReason: null,
      }),
    ),
  };
}
