import { artefactState } from "../artefact";
import { CHECK_DAYS, checkState, checkVerdict } from "../handover-check";
import { evidenceOfPack, type PackContents } from "./contents";
import { filePath, filesOfPack, gatePath } from "./paths";
import { type PackTable, tableOf } from "./table";

/** The engagement itself, its plan, its hand-over with the looks back, and its gates. */
export function planTables(contents: PackContents): PackTable[] {
  const { engagement, phases, register, deliverables, gates, closing } = contents;
  return [
    tableOf(
      "engagement",
      ["code", "title", "client", "firm", "stage", "event", "as_of", "handed_over_on", "outcome"],
      [
        {
          code: engagement.code,
          title: engagement.title,
          client: engagement.client,
          firm: engagement.firm,
          stage: engagement.stage,
          event: engagement.seq,
          as_of: engagement.asOf,
          handed_over_on: engagement.handedOverOn,
          outcome: closing?.outcome ?? null,
        },
      ],
    ),
    tableOf(
      "phases",
      [
        "phase",
        "status",
        "first_finish_on",
        "planned_start_on",
        "planned_finish_on",
        "actual_start_on",
        "actual_finish_on",
        "gate",
      ],
      phases.map((phase) => ({
        phase: phase.kind,
        status: phase.status,
        first_finish_on: phase.firstFinishOn,
        planned_start_on: phase.plannedStartOn,
        planned_finish_on: phase.plannedFinishOn,
        actual_start_on: phase.actualStartOn,
        actual_finish_on: phase.actualFinishOn,
        gate: phase.gate,
      })),
    ),
    tableOf(
      "register",
      [
        "artefact",
        "state",
        "place",
        "owner_after",
        "how_verified",
        "verified_on",
        "verified_by",
        "missing_reason",
        "accepted_by",
        "accepted_on",
      ],
      register.map((entry) => ({
        artefact: entry.kind,
        state: artefactState(entry),
        place: entry.place,
        owner_after: entry.ownerAfter,
        how_verified: entry.howVerified,
        verified_on: entry.verifiedOn,
        verified_by: entry.verifiedBy,
        missing_reason: entry.missingReason,
        accepted_by: entry.acceptedBy,
        accepted_on: entry.acceptedOn,
      })),
    ),
    tableOf(
      "deliverables",
      ["phase", "title", "status", "due_on", "artefact"],
      deliverables.map((row) => ({
        phase: row.phase,
        title: row.title,
        status: row.status,
        due_on: row.dueOn,
        artefact: row.artefact,
      })),
    ),
    tableOf(
      "evidence",
      ["of", "subject", "kind", "note", "url", "file", "sha256", "added_by", "added_on"],
      evidenceOfPack(contents).map(({ of, subject, evidence }) => ({
        of,
        subject,
        kind: evidence.kind,
        note: evidence.note,
        url: evidence.url,
        file: evidence.file && filePath(evidence.file),
        sha256: evidence.file?.sha256 ?? null,
        added_by: evidence.addedBy,
        added_on: evidence.addedOn,
      })),
    ),
    tableOf(
      "files",
      ["path", "name", "type", "size", "sha256"],
      [...filesOfPack(contents)].map(([path, file]) => ({
        path,
        name: file.name,
        type: file.type,
        size: file.size,
        sha256: file.sha256,
      })),
    ),
    tableOf(
      "gates",
      [
        "phase",
        "request",
        "requested_on",
        "requested_by",
        "outcome",
        "decided_by",
        "decided_on",
        "reason",
        "document",
        "sha256",
      ],
      gates.map((gate) => ({
        phase: gate.phase,
        request: gate.attempt,
        requested_on: gate.requestedOn,
        requested_by: gate.requestedBy,
        outcome: gate.outcome,
        decided_by: gate.decidedBy,
        decided_on: gate.decidedOn,
        reason: gate.reason,
        document: gate.document && gatePath(gate),
        sha256: gate.document?.hash ?? null,
      })),
    ),
    ...checkTables(contents),
  ];
}

function checkTables({ checks, engagement }: PackContents): PackTable[] {
  return [
    tableOf(
      "looks-back",
      ["day", "state", "due_on", "done_on", "done_by", "verdict", "schema", "schema_what"],
      CHECK_DAYS.map((day) => {
        const check = checks.find((one) => one.day === day);
        const result = check?.result ?? null;
        return {
          day,
          state: checkState(check, engagement.asOf),
          due_on: check?.dueOn ?? null,
          done_on: check?.doneOn ?? null,
          done_by: check?.doneBy ?? null,
          verdict: result && checkVerdict(result),
          schema: result?.schema.state ?? null,
          schema_what: result?.schema.what ?? null,
        };
      }),
    ),
    tableOf(
      "looks-back-parts",
      ["day", "artefact", "place", "address", "address_what", "owner", "owner_state"],
      checks.flatMap(({ day, result }) =>
        (result?.links ?? []).map((link) => {
          const look = result?.owners.find((one) => one.artefact === link.artefact);
          return {
            day,
            artefact: link.artefact,
            place: link.place,
            address: link.state,
            address_what: link.what,
            owner: look?.owner ?? null,
            owner_state: look?.answer ?? null,
          };
        }),
      ),
    ),
  ];
}
