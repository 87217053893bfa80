import type { Kysely } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import type { ContractDeliverable } from "~/domain/import/contract";
import type { ImportedFolder } from "~/domain/import/folder";
import type { Outcome } from "~/domain/import/outcome";
import type { ImportedTicket } from "~/domain/import/tickets";
import type { PhaseKind } from "~/domain/phase";
import { invalid } from "~/domain/refusal";
import { type Act, newId } from "./act";
import type { NewEvent } from "./events.server";
import type { DB } from "./schema";
import type { EngagementRow } from "./scope.server";

/** A deliverable as the folder tells it, whichever kind of file it came from. */
interface Wanted {
  ref: string;
  phase: PhaseKind;
  title: string;
  notes: string;
  status: ImportedTicket["status"];
  reason: string | null;
  dueOn: CalendarDate | null;
  doneAt: number | null;
}

/** What became of each thing by its ref: of a deliverable or an update. */
export type Fates = Map<string, { outcome: Outcome; note: string | null }>;

/** Rows that one statement inserts. */
export const AT_ONCE = 100;

function wantedOf(folder: ImportedFolder): Wanted[] {
  const instant = (on: CalendarDate | undefined) => (on ? Date.parse(`${on}T12:00:00Z`) : null);
  const contract = folder.contract.map(
    (each: ContractDeliverable): Wanted => ({
      ref: each.ref,
      phase: "document",
      title: each.title,
      notes: each.notes,
      status: "todo",
      reason: null,
      dueOn: each.dueOn,
      doneAt: null,
    }),
  );
  const tickets = folder.tickets
    .flatMap((list) => list.tickets)
    .map(
      (ticket): Wanted => ({
        ref: ticketRef(ticket),
        phase: "extend",
        title: ticket.title,
        notes: ticket.notes,
        status: ticket.status,
        reason: ticket.reason,
        dueOn: null,
        doneAt: ticket.status === "done" ? instant(folder.reports.ends.get(ticket.lastSpan ?? -1)) : null,
      }),
    );
  return [...contract, ...tickets];
}

export const ticketRef = (ticket: ImportedTicket) => `ticket:${ticket.key}`;

/** Adds the deliverables of a folder, and renews those that it brought before and nobody touched since. */
export async function writeDeliverables(
  trx: Kysely<DB>,
  act: Act,
  engagement: EngagementRow,
  folder: ImportedFolder,
  fates: Fates,
  events: NewEvent[],
  isDryRun: boolean,
): Promise<void> {
  const phases = await trx
    .selectFrom("phase")
    .select(["id", "kind"])
    .where("engagement_id", "=", engagement.id)
    .execute();
  const existing = await trx
    .selectFrom("deliverable")
    .select(["id", "phase_id", "position", "title", "notes", "status", "reason", "source_ref", "version"])
    .where("engagement_id", "=", engagement.id)
    .execute();
  const byRef = new Map(existing.map((row) => [row.source_ref, row]));
  const isFirst = byRef.size === 0;
  const positions = new Map<string, number>();
  for (const row of existing)
    positions.set(row.phase_id, Math.max(positions.get(row.phase_id) ?? 0, row.position));
  const rows = [];
  for (const wanted of wantedOf(folder)) {
    const known = byRef.get(wanted.ref);
    if (known) {
      await renew(trx, engagement, known, wanted, fates, events, isDryRun);
      continue;
    }
    fates.set(wanted.ref, { outcome: "taken", note: null });
    const phaseId = phases.find((phase) => phase.kind === wanted.phase)?.id ?? phases.at(-1)?.id;
    if (!phaseId) throw invalid("file", `${engagement.code} has no phases to put deliverables under.`);
    const position = (positions.get(phaseId) ?? 0) + 1;
    positions.set(phaseId, position);
    const id = newId();
    rows.push({
      id,
      engagement_id: engagement.id,
      phase_id: phaseId,
      position,
      title: wanted.title,
      notes: wanted.notes,
      status: wanted.status,
      reason: wanted.reason,
      owner_id: null,
      due_on: wanted.dueOn,
      is_visible: 0 as const,
      requires_evidence: 0 as const,
      artefact: null,
      done_at: wanted.doneAt,
      created_at: act.at,
      source_ref: wanted.ref,
    });
    // The first import is one event; what a later one adds is told by itself.
    if (!isFirst) {
      events.push({
        kind: "deliverable.added",
        subjectId: id,
        label: wanted.title,
        after: { phase: wanted.phase, due_on: wanted.dueOn },
        visibility: "internal",
      });
    }
  }
  if (isDryRun) return;
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    await trx
      .insertInto("deliverable")
      .values(rows.slice(from, from + AT_ONCE))
      .execute();
  }
}

interface KnownDeliverable {
  id: string;
  title: string;
  notes: string;
  status: Wanted["status"];
  reason: string | null;
  version: number;
}

/** The version of a deliverable that no person has touched: imports leave it at 1. */
const UNTOUCHED = 1;

async function renew(
  trx: Kysely<DB>,
  engagement: EngagementRow,
  known: KnownDeliverable,
  wanted: Wanted,
  fates: Fates,
  events: NewEvent[],
  isDryRun: boolean,
): Promise<void> {
  const fields = ["title", "notes", "status", "reason"] as const;
  const changed = fields.filter((field) => known[field] !== wanted[field]);
  if (changed.length === 0) return void fates.set(wanted.ref, { outcome: "unchanged", note: null });
  if (known.version !== UNTOUCHED) {
    const note = "was changed here since the last import; left as it is";
    return void fates.set(wanted.ref, { outcome: "unchanged", note });
  }
  fates.set(wanted.ref, { outcome: "taken", note: null });
  if (isDryRun) return;
  await trx
    .updateTable("deliverable")
    .set({
      title: wanted.title,
      notes: wanted.notes,
      status: wanted.status,
      reason: wanted.reason,
      done_at: wanted.doneAt,
    })
    .where("engagement_id", "=", engagement.id)
    .where("id", "=", known.id)
    .execute();
  events.push(
    known.status === wanted.status
      ? {
          kind: "deliverable.edited",
          subjectId: known.id,
          label: wanted.title,
          before: Object.fromEntries(changed.map((field) => [field, known[field]])),
          after: Object.fromEntries(changed.map((field) => [field, wanted[field]])),
          visibility: "internal",
        }
      : {
          kind: "deliverable.status_changed",
          subjectId: known.id,
          label: wanted.title,
          before: { status: known.status, reason: known.reason },
          after: { status: wanted.status, reason: wanted.reason, phase: wanted.phase },
          visibility: "internal",
        },
  );
}
