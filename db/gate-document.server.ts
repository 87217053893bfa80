import { createHash } from "node:crypto";
import type { Kysely, Selectable } from "kysely";
import { canonicalJson } from "~/domain/canonical-json";
import { ARTEFACTS } from "~/domain/deliverable";
import type { Criterion } from "~/domain/gate";
import type { DocumentEvidence, DocumentFinding, GateDocument } from "~/domain/gate-document";
import type { PhaseKind } from "~/domain/phase";
import {
  readArtefacts,
  readChecks,
  readFindings,
  readHotspots,
  readMeasures,
  readStandards,
} from "./gate-facts.server";
import { prepared } from "./prepared.server";
import type { DB, DeliverableTable, PhaseTable, ProtectingTestTable } from "./schema";
import type { EngagementRow } from "./scope.server";

type DocumentPhase = Pick<
  Selectable<PhaseTable>,
  "id" | "kind" | "planned_start_on" | "planned_finish_on" | "first_finish_on" | "actual_start_on"
>;

/** A document with the fingerprint of its bytes, as they are kept beside each other. */
export interface FrozenDocument {
  text: string;
  hash: string;
}

/** The bytes that are kept and signed, and their SHA-256. */
export function freeze(document: GateDocument): FrozenDocument {
  const text = canonicalJson(document);
  return { text, hash: fingerprint(text) };
}

/** SHA-256 of a kept document's bytes in UTF-8, in hexadecimal. */
export function fingerprint(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

const readDeliverables = prepared<
  { phaseId: string },
  Pick<Selectable<DeliverableTable>, "id" | "title" | "status" | "is_visible">
>((db, value) =>
  db
    .selectFrom("deliverable")
    .select(["id", "title", "status", "is_visible"])
    .where("phase_id", "=", value("phaseId"))
    .orderBy("position")
    .orderBy("id")
    .limit(2000),
);

interface EvidenceRow {
  id: string;
  deliverable_id: string;
  note: string;
  url: string | null;
  file_name: string | null;
  file_type: string | null;
  file_size: number | null;
  file_sha256: string | null;
}

const readEvidence = prepared<{ phaseId: string }, EvidenceRow>((db, value) =>
  db
    .selectFrom("evidence")
    .innerJoin("deliverable", "deliverable.id", "evidence.deliverable_id")
    .leftJoin("file", "file.id", "evidence.file_id")
    .select(["evidence.id", "deliverable.id as deliverable_id", "evidence.note", "evidence.url"])
    .select(["file.name as file_name", "file.type as file_type"])
    .select(["file.size as file_size", "file.sha256 as file_sha256"])
    .where("deliverable.phase_id", "=", value("phaseId"))
    .where("deliverable.is_visible", "=", 1)
    .where("evidence.is_visible", "=", 1)
    .orderBy("evidence.added_at")
    .orderBy("evidence.id")
    .limit(5000),
);

const readTests = prepared<
  { engagementId: string },
  Pick<Selectable<ProtectingTestTable>, "hotspot_id" | "name">
>((db, value) =>
  db
    .selectFrom("protecting_test")
    .select(["hotspot_id", "name"])
    .where("engagement_id", "=", value("engagementId"))
    .orderBy("added_at")
    .orderBy("id")
    .limit(5000),
);

function evidenceOf(row: EvidenceRow): DocumentEvidence {
  const { id, note, url } = row;
  const file =
    row.file_sha256 === null
      ? null
      : {
          name: row.file_name ?? "",
          type: row.file_type ?? "",
          size: row.file_size ?? 0,
          sha256: row.file_sha256,
        };
  return { id, note, url, file };
}

async function findingsOf(db: Kysely<DB>, engagementId: string): Promise<DocumentFinding[]> {
  const findings = await readFindings(db, { engagementId });
  const hotspots = new Map((await readHotspots(db, { engagementId })).map((row) => [row.finding_id, row]));
  const tests = await readTests(db, { engagementId });
  return findings
    .filter((row) => row.is_visible === 1)
    .map((row) => {
      const hotspot = hotspots.get(row.id);
      return {
        id: row.id,
        number: row.number,
        title: row.title,
        severity: row.severity,
        status: row.status,
        hotspot: hotspot
          ? {
              minutesBefore: hotspot.minutes_before,
              minutesAfter: hotspot.minutes_after,
              fixedOn: hotspot.fixed_on,
              acceptedBy: hotspot.accepted_by_name,
              acceptedReason: hotspot.accepted_reason,
              tests: tests.filter((test) => test.hotspot_id === hotspot.id).map((test) => test.name),
            }
          : null,
      };
    });
}

/**
 * The document of a phase's gate as it would be frozen now. Nothing that is ours alone goes into it: the client signs
 * what they can see.
 */
export async function composeGateDocument(
  db: Kysely<DB>,
  engagement: Pick<EngagementRow, "id" | "code" | "title" | "company_id">,
  phase: DocumentPhase,
  request: { attempt: number; by: string; on: string },
  criteria: readonly Criterion[],
): Promise<GateDocument> {
  const of = { engagementId: engagement.id };
  const rows = await readDeliverables(db, { phaseId: phase.id });
  const evidence = await readEvidence(db, { phaseId: phase.id });
  const shown = rows.filter((row) => row.is_visible === 1);
  const { name: client } = await db
    .selectFrom("company")
    .select("name")
    .where("id", "=", engagement.company_id)
    .executeTakeFirstOrThrow();
  const measures = (await readMeasures(db, of)).filter((row) => row.is_visible === 1);
  return {
    form: "phaseline.gate/1",
    engagement: { code: engagement.code, title: engagement.title, client },
    phase: phase.kind,
    attempt: request.attempt,
    requested: { by: request.by, on: request.on },
    dates: {
      plannedStartOn: phase.planned_start_on,
      plannedFinishOn: phase.planned_finish_on,
      firstFinishOn: phase.first_finish_on,
      actualStartOn: phase.actual_start_on,
    },
    criteria: criteria.map(({ key, text, isMet }) => ({ key, text, isMet })),
    deliverables: shown.map((row) => ({
      id: row.id,
      title: row.title,
      status: row.status,
      evidence: evidence.filter((piece) => piece.deliverable_id === row.id).map(evidenceOf),
    })),
    ownCount: rows.length - shown.length,
    findings: await findingsOf(db, engagement.id),
    standards: await standardsOf(
      db,
      engagement.id,
      phase.kind,
      new Map(shown.map((row) => [row.id, row.title])),
    ),
    measures: measures.map((row) => ({
      id: row.id,
      title: row.title,
      unit: row.unit,
      beforeValue: row.before_value,
      afterValue: row.after_value,
    })),
    artefacts: phase.kind === "document" ? await artefactsOf(db, engagement.id) : [],
  };
}

/** Standards stand from Stabilise on; which deliverables are excepted is told where they are, in Extend. */
async function standardsOf(
  db: Kysely<DB>,
  engagementId: string,
  phase: PhaseKind,
  shown: ReadonlyMap<string, string>,
): Promise<GateDocument["standards"]> {
  const standards = await readStandards(db, { engagementId });
  const checks = phase === "extend" ? await readChecks(db, { engagementId }) : [];
  return standards
    .filter((row) => row.withdrawn_on === null)
    .map((row) => ({
      id: row.id,
      number: row.number,
      title: row.title,
      rule: row.rule,
      agreedOn: row.agreed_on,
      exempt: checks
        .filter((check) => check.standard_id === row.id && check.state === "exempt")
        .flatMap((check) => shown.get(check.deliverable_id) ?? [])
        .sort(),
    }));
}

async function artefactsOf(db: Kysely<DB>, engagementId: string): Promise<GateDocument["artefacts"]> {
  const rows = await readArtefacts(db, { engagementId });
  return ARTEFACTS.map((kind) => {
    const row = rows.find((candidate) => candidate.kind === kind);
    return {
      kind,
      place: row?.place ?? "",
      ownerAfter: row?.owner_after ?? "",
      verifiedOn: row?.verified_on ?? null,
      missingReason: row?.missing_reason ?? null,
    };
  });
}
