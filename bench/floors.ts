import { randomUUID } from "node:crypto";
import { join } from "node:path";
import SQLite from "better-sqlite3";

/** A connection of its own to the same file, as durable as the product's. */
export function openFloor(dataDir: string): SQLite.Database {
  const connection = new SQLite(join(dataDir, "phaseline.sqlite"));
  connection.pragma("journal_mode = WAL");
  connection.pragma("synchronous = FULL");
  connection.pragma("foreign_keys = ON");
  connection.pragma("cache_size = -65536");
  return connection;
}

/** The rows of the pipeline's first page, with their phases, by one prepared query. */
export function pipelineRows(connection: SQLite.Database): () => Promise<unknown> {
  const statement = connection.prepare(`
    with page as (
      select * from engagement where stage = 'active' order by need desc, number desc limit 100
    )
    select page.*, company.name as company_name, person.name as lead_name, phase.kind, phase.status,
      phase.first_start_on, phase.first_finish_on, phase.planned_start_on, phase.planned_finish_on,
      phase.actual_start_on, phase.actual_finish_on, phase.gate as phase_gate, phase.done_count,
      phase.not_applicable_count, phase.total_count
    from page
    join company on company.id = page.company_id
    left join person on person.id = page.lead_id
    join phase on phase.engagement_id = page.id
    order by page.need desc, page.number desc, phase.position`);
  return async () => statement.all();
}

/** What a tick is of, and who makes it. */
interface TickTarget {
  engagementId: string;
  phaseId: string;
  deliverableId: string;
  actorId: string;
  /** Whether the engagement's need moves with it, which is indexed. */
  movesNeed: boolean;
}

/**
 * The rows that a tick writes, in one bare transaction: the deliverable, its phase's counters, the engagement's
 * version and counters, and the event.
 */
export function bareTick(connection: SQLite.Database, target: TickTarget): () => Promise<unknown> {
  const deliverable = connection.prepare(
    "update deliverable set status = ?, reason = null, done_at = ?, version = version + 1 where id = ?",
  );
  const phase = connection.prepare("update phase set done_count = ? where id = ?");
  const engagement = connection.prepare(
    `update engagement set seq = seq + 1, last_hash = ?, progress_bp = ?, open_count = ?
      ${target.movesNeed ? ", need = 70 + seq % 2" : ""} where id = ?`,
  );
  const event = connection.prepare(`
    insert into event (id, engagement_id, seq, at, on_date, actor_id, actor_name, kind, subject_id, label, "before",
      "after", visibility, previous_hash, hash)
    select ?, id, seq, ?, '2026-01-01', ?, 'floor', 'deliverable.status_changed', ?, 'Deliverable',
      '{"status":"todo","reason":null}', '{"status":"done","reason":null,"phase":"read"}', 'client', last_hash, last_hash
    from engagement where id = ?`);
  const write = connection.transaction((turn: number) => {
    const isDone = turn % 2 === 0;
    deliverable.run(isDone ? "done" : "todo", isDone ? turn : null, target.deliverableId);
    phase.run(isDone ? 4 : 3, target.phaseId);
    engagement.run("0".repeat(64), isDone ? 3000 : 2900, isDone ? 14 : 15, target.engagementId);
    event.run(randomUUID(), turn, target.actorId, target.deliverableId, target.engagementId);
  });
  let turn = 0;
  return async () => write.immediate(++turn);
}
