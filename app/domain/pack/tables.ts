import { artefactState } from "../artefact";
import { gapOf } from "../hotspot";
import { evidenceOfPack, type PackContents } from "./contents";
import { decisionPath, filePath, filesOfPack, gatePath } from "./paths";

export type PackCell = string | number | null;

/** One table of the pack; every row has the same keys in the same order. */
export interface PackTable {
  name: string;
  columns: readonly string[];
  rows: Record<string, PackCell>[];
}

const yesNo = (is: boolean): string => (is ? "yes" : "no");

function tableOf<Column extends string>(
  name: string,
  columns: readonly Column[],
  rows: readonly Record<NoInfer<Column>, PackCell>[],
): PackTable {
  return { name, columns, rows: [...rows] };
}

/** Everything of the pack in rows and columns, for programs and spreadsheets. */
export function packTables(contents: PackContents): PackTable[] {
  return [...planTables(contents), ...workTables(contents), ...timeTables(contents)];
}

function planTables(contents: PackContents): PackTable[] {
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
  ];
}

function workTables({ decisions, findings, standards, measures, comments }: PackContents): PackTable[] {
  return [
    tableOf(
      "decisions",
      [
        "number",
        "title",
        "status",
        "status_note",
        "decided_on",
        "revisit_on",
        "replaced_by",
        "about",
        "record",
      ],
      decisions.map((one) => ({
        number: one.number,
        title: one.title,
        status: one.status,
        status_note: one.statusNote,
        decided_on: one.decidedOn,
        revisit_on: one.revisitOn,
        replaced_by: one.supersededBy?.number ?? null,
        about: one.links.join("; "),
        record: decisionPath(one),
      })),
    ),
    tableOf(
      "findings",
      [
        "number",
        "title",
        "severity",
        "area",
        "place",
        "status",
        "resolution",
        "settled_on",
        "untouched",
        "minutes_before",
        "minutes_after",
        "fixed_on",
        "fix",
        "tests",
        "accepted_by",
        "accepted_reason",
        "gap",
        "body",
      ],
      findings.map(({ hotspot, ...one }) => ({
        number: one.number,
        title: one.title,
        severity: one.severity,
        area: one.area,
        place: one.place,
        status: one.status,
        resolution: one.resolution,
        settled_on: one.settledOn,
        untouched: yesNo(one.isUntouched),
        minutes_before: hotspot?.minutesBefore ?? null,
        minutes_after: hotspot?.minutesAfter ?? null,
        fixed_on: hotspot?.fixedOn ?? null,
        fix: hotspot?.fix ?? null,
        tests: hotspot?.tests.map((test) => test.name).join("; ") ?? null,
        accepted_by: hotspot?.acceptedBy ?? null,
        accepted_reason: hotspot?.acceptedReason ?? null,
        gap: hotspot && gapOf({ ...hotspot, testCount: hotspot.tests.length }),
        body: one.body,
      })),
    ),
    tableOf(
      "standards",
      ["number", "title", "area", "rule", "agreed_by", "agreed_on", "withdrawn_on", "withdrawn_reason"],
      standards.map((one) => ({
        number: one.number,
        title: one.title,
        area: one.area,
        rule: one.rule,
        agreed_by: one.agreedBy,
        agreed_on: one.agreedOn,
        withdrawn_on: one.withdrawn?.on ?? null,
        withdrawn_reason: one.withdrawn?.reason ?? null,
      })),
    ),
    tableOf(
      "measures",
      ["title", "unit", "better", "before", "before_on", "before_how", "after", "after_on", "after_how"],
      measures.map((one) => ({
        title: one.title,
        unit: one.unit,
        better: one.better,
        before: one.before?.value ?? null,
        before_on: one.before?.on ?? null,
        before_how: one.before?.how ?? null,
        after: one.after?.value ?? null,
        after_on: one.after?.on ?? null,
        after_how: one.after?.how ?? null,
      })),
    ),
    tableOf(
      "comments",
      ["about", "subject", "on", "by", "body"],
      comments.map(({ about, subject, on, by, body }) => ({ about, subject, on, by, body })),
    ),
  ];
}

function timeTables({ ledger, updates, asks, clock }: PackContents): PackTable[] {
  return [
    tableOf(
      "ledger",
      [
        "made_on",
        "made_by",
        "phase",
        "edge",
        "from_on",
        "to_on",
        "working_days",
        "direction",
        "cause",
        "why",
        "taken_back",
      ],
      ledger.moves.flatMap((move) =>
        move.rows.map((row) => ({
          made_on: move.madeOn,
          made_by: move.madeBy,
          phase: row.phase,
          edge: row.edge,
          from_on: row.fromOn,
          to_on: row.toOn,
          // A number below zero would begin like a formula: the direction has a column of its own.
          working_days: Math.abs(row.workingDays),
          direction: row.workingDays === 0 ? "" : row.workingDays > 0 ? "later" : "earlier",
          cause: move.cause,
          why: move.sentence,
          taken_back: yesNo(move.isUndone),
        })),
      ),
    ),
    tableOf(
      "updates",
      ["on", "health", "sentence", "author", "from_on", "to_on", "body"],
      updates.map((one) => ({
        on: one.onDate,
        health: one.health,
        sentence: one.sentence,
        author: one.author,
        from_on: one.fromOn,
        to_on: one.toOn,
        body: one.body,
      })),
    ),
    tableOf(
      "asks",
      [
        "number",
        "title",
        "status",
        "blocking",
        "asked_by",
        "asked_on",
        "due_on",
        "answered_by",
        "answered_on",
        "answer",
        "withdrawn_reason",
        "body",
      ],
      asks.map((one) => ({
        number: one.number,
        title: one.title,
        status: one.status,
        blocking: yesNo(one.isBlocking),
        asked_by: one.askedBy,
        asked_on: one.askedOn,
        due_on: one.dueOn,
        answered_by: one.answeredBy,
        answered_on: one.answeredOn,
        answer: one.answer,
        withdrawn_reason: one.withdrawnReason,
        body: one.body,
      })),
    ),
    tableOf(
      "clock",
      ["phase", "working_days", "us", "client", "third_party", "paused"],
      clock.account.map(({ phase, total, days }) => ({
        phase: phase ?? "all",
        working_days: total,
        us: days.us,
        client: days.client,
        third_party: days.third_party,
        paused: days.paused,
      })),
    ),
    tableOf(
      "clock-stretches",
      ["since_on", "until_on", "holder", "why"],
      clock.stretches.map((one) => ({
        since_on: one.sinceOn,
        until_on: one.untilOn,
        holder: one.holder,
        why: one.why,
      })),
    ),
  ];
}
