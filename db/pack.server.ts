import type { Kysely } from "kysely";
import { type CalendarDate, dateInZone } from "~/domain/calendar";
import { clockAccount } from "~/domain/clock";
import { ARTEFACT_LABEL } from "~/domain/deliverable";
import { summariseLedger } from "~/domain/ledger";
import type { PackComment, PackContents, PackDecision } from "~/domain/pack/contents";
import type { Actor } from "~/domain/permissions";
import { PHASE_LABEL } from "~/domain/phase";
import { conflict } from "~/domain/refusal";
import type { UpdateFacts } from "~/domain/update";
import { shownLines } from "~/domain/update-line";
import { findClosing } from "./closings.server";
import { listClock, listPauses, pauseSpan, railOf, waitingDays } from "./engagement-header.server";
import { readMeasures } from "./gate-facts.server";
import { findHandoverOn, listChecks } from "./handover-checks.server";
import { readPackFindings } from "./pack-findings.server";
import {
  ROWS_MOST,
  readClientChecklist,
  readClientComments,
  readClientDecisions,
  readClientEvidence,
  readClientLinks,
  readClientUpdates,
  readGateRequests,
  readLastEvent,
} from "./pack-rows.server";
import { listPhases } from "./phases.server";
import { requirePortal } from "./portal.server";
import { listLedger } from "./promises.server";
import { readRegister } from "./register.server";
import type { DB } from "./schema";
import { readPortalStandards } from "./standards-page.server";

const TRIES = 5;

/**
 * Everything that the client of an engagement may see, as it stood after its last event: the same whoever asks.
 * @throws Refusal `not_found` when it is hidden; `conflict` when it would not hold still while it was read
 */
export async function readPack(db: Kysely<DB>, actor: Actor, code: string): Promise<PackContents> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const contents = await readOnce(db, actor, code);
    const { engagement } = await requirePortal(db, actor, code);
    if (engagement.seq === contents.engagement.seq) return contents;
  }
  throw conflict("Somebody is working on this engagement right now. Try again in a minute.");
}

async function readOnce(db: Kysely<DB>, actor: Actor, code: string): Promise<PackContents> {
  const { engagement, frame, timeZone, calendar } = await requirePortal(db, actor, code);
  const { id } = engagement;
  const last = await readLastEvent(db, id);
  const dayOf = (at: number) => dateInZone(at, timeZone);
  const asOf = last?.on ?? dayOf(engagement.created_at);
  const phases = await listPhases(db, id);
  const intervals = await listClock(db, id);
  const pauses = await listPauses(db, id);
  const evidence = await readClientEvidence(db, id, dayOf);
  const moves = await listLedger(db, engagement);
  const checklist = await readClientChecklist(db, id);
  const register = await readRegister(db, id, dayOf);
  const measures = await readMeasures(db, { engagementId: id });
  const closing = await findClosing(db, id);
  const handedOverOn = engagement.stage === "handed_over" ? await findHandoverOn(db, id) : null;
  const { calendar: within, ...rail } = railOf(engagement, phases, handedOverOn ?? asOf, calendar);
  const parts = {
    deliverables: checklist.map((row) => ({
      id: row.id,
      phase: row.phase,
      title: row.title,
      status: row.status,
      dueOn: row.due_on,
      artefact: row.artefact,
      evidence: evidence.get(row.id) ?? [],
    })),
    decisions: await decisionsOf(db, id),
    findings: await readPackFindings(db, id, evidence),
    gates: (await readGateRequests(db, id)).map((row) => ({
      id: row.id,
      phase: row.phase,
      attempt: row.attempt,
      requestedOn: row.requested_on,
      requestedBy: row.requested_by_name,
      outcome: row.outcome,
      decidedBy: row.decided_name,
      decidedOn: row.decided_on,
      reason: row.reason,
      document:
        row.document !== null && row.document_hash !== null
          ? { text: row.document, hash: row.document_hash }
          : null,
    })),
    updates: (await readClientUpdates(db, id)).map((row) => {
      const facts = row.facts ? (JSON.parse(row.facts) as UpdateFacts) : null;
      return {
        id: row.id,
        onDate: row.on_date,
        health: row.health,
        sentence: row.sentence,
        body: row.body,
        author: facts && row.author_name,
        reported: facts && {
          fromOn: facts.fromOn,
          toOn: facts.toOn,
          days: facts.days,
          lines: shownLines(facts.lines, "client", code),
        },
      };
    }),
    asks: await asksOf(db, id, evidence),
  };
  return {
    engagement: {
      code: engagement.code,
      title: engagement.title,
      client: frame.company,
      firm: frame.firm,
      stage: engagement.stage,
      seq: engagement.seq,
      asOf,
      handedOverOn,
    },
    phases: phases.map((phase) => ({
      kind: phase.kind,
      status: phase.status,
      firstFinishOn: phase.first_finish_on,
      plannedStartOn: phase.planned_start_on,
      plannedFinishOn: phase.planned_finish_on,
      actualStartOn: phase.actual_start_on,
      actualFinishOn: phase.actual_finish_on,
      gate: phase.gate,
    })),
    rail: {
      ...rail,
      calendar: within,
      deliverables: parts.deliverables.map(({ title, dueOn, status }) => ({ title, dueOn, state: status })),
      waiting: waitingDays(intervals, asOf),
      paused: pauses.map((row) => ({ fromOn: row.paused_on, toOn: row.resumed_on ?? asOf })),
    },
    register: register.map(({ id: rowId, version: _version, ...entry }) => ({
      ...entry,
      evidence: evidence.get(rowId ?? "") ?? [],
    })),
    ...parts,
    standards: await readPortalStandards(db, actor, code),
    ledger: {
      moves: moves.map(({ madeAt, moveId, ...move }) => ({ ...move, madeOn: dayOf(madeAt) })),
      summary: summariseLedger(moves),
    },
    measures: measures
      .filter((row) => row.is_visible === 1)
      .map((row) => ({
        id: row.id,
        title: row.title,
        unit: row.unit,
        better: row.better,
        before:
          row.before_value === null
            ? null
            : { value: row.before_value, on: row.before_on ?? "", how: row.before_how ?? "" },
        after:
          row.after_value === null
            ? null
            : { value: row.after_value, on: row.after_on ?? "", how: row.after_how ?? "" },
      })),
    clock: {
      account: clockAccount(
        phases.map((phase) => ({
          kind: phase.kind,
          actualStartOn: phase.actual_start_on,
          actualFinishOn: phase.actual_finish_on,
        })),
        intervals,
        pauses.map(pauseSpan),
        asOf,
        calendar,
      ),
      stretches: intervals,
      pauses: pauses.map((row) => ({ ...pauseSpan(row), reason: row.reason })),
    },
    comments: await commentsOf(db, id, parts, dayOf),
    checks: await listChecks(db, engagement),
    closing: closing && { outcome: closing.outcome, on: closing.closedOn, by: closing.closedBy },
  };
}

async function decisionsOf(db: Kysely<DB>, engagementId: string): Promise<PackDecision[]> {
  const rows = await readClientDecisions(db, engagementId);
  const links = await readClientLinks(db, engagementId);
  return rows.map((row) => {
    const after = rows.find((one) => one.id === row.superseded_by);
    return {
      id: row.id,
      number: row.number,
      title: row.title,
      status: row.status,
      statusNote: row.status_note,
      decidedOn: row.decided_on,
      revisitOn: row.revisit_on,
      context: row.context,
      options: row.options,
      decision: row.decision,
      consequences: row.consequences,
      present: row.present,
      revisitTrigger: row.revisit_trigger,
      more: row.more,
      supersededBy: after ? { number: after.number, title: after.title } : null,
      links: links
        .filter((link) => link.decision_id === row.id)
        .map((link) => {
          if (link.artefact) return ARTEFACT_LABEL[link.artefact];
          return link.deliverable_title ?? `F-${link.finding_number} ${link.finding_title}`;
        }),
    };
  });
}

async function asksOf(
  db: Kysely<DB>,
  engagementId: string,
  evidence: ReadonlyMap<string, PackContents["asks"][number]["evidence"]>,
) {
  const rows = await db
    .selectFrom("ask")
    .selectAll()
    .where("engagement_id", "=", engagementId)
    .orderBy("number")
    .limit(ROWS_MOST)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    title: row.title,
    body: row.body,
    status: row.status,
    isBlocking: row.is_blocking === 1,
    dueOn: row.due_on,
    askedBy: row.asked_by_name,
    askedOn: row.asked_on,
    answer: row.answer,
    answeredBy: row.answered_by_name,
    answeredOn: row.answered_on,
    withdrawnReason: row.withdrawn_reason,
    evidence: evidence.get(row.id) ?? [],
  }));
}

interface Parts {
  deliverables: readonly { id: string; title: string }[];
  decisions: readonly { id: string; number: number; title: string }[];
  findings: readonly { id: string; number: number; title: string }[];
  gates: readonly { id: string; phase: keyof typeof PHASE_LABEL }[];
  updates: readonly { id: string; onDate: CalendarDate }[];
  asks: readonly { id: string; number: number; title: string }[];
}

/** What was said about the engagement and about those of its parts that are in the pack. */
async function commentsOf(
  db: Kysely<DB>,
  engagementId: string,
  parts: Parts,
  dayOf: (at: number) => CalendarDate,
): Promise<PackComment[]> {
  const names = new Map([
    ...parts.deliverables.map(({ id, title }) => [id, title] as const),
    ...parts.decisions.map(({ id, number, title }) => [id, `Decision ${number}: ${title}`] as const),
    ...parts.findings.map(({ id, number, title }) => [id, `F-${number} ${title}`] as const),
    ...parts.gates.map(({ id, phase }) => [id, `${PHASE_LABEL[phase]} gate`] as const),
    ...parts.updates.map(({ id, onDate }) => [id, `Update of ${onDate}`] as const),
    ...parts.asks.map(({ id, number, title }) => [id, `A-${number} ${title}`] as const),
  ]);
  const phases = new Map((await listPhases(db, engagementId)).map(({ id, kind }) => [id, kind]));
  return (await readClientComments(db, engagementId)).flatMap((row): PackComment[] => {
    const phase = phases.get(row.subject_id ?? "");
    const subject =
      row.about === "engagement"
        ? "The engagement"
        : (names.get(row.subject_id ?? "") ?? (phase && `${PHASE_LABEL[phase]} gate`));
    if (!subject) return [];
    return [
      { about: row.about, subject, body: row.body, by: row.written_by_name, on: dayOf(row.written_at) },
    ];
  });
}
