import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from "kysely";
import type { Health } from "~/domain/attention";
import type { CalendarDate } from "~/domain/calendar";
import type { EngagementFilter } from "~/domain/engagement-filter";
import type { Actor } from "~/domain/permissions";
import type { TimelineWindow } from "~/domain/pipeline-timeline";
import type { Stage } from "~/domain/stage";
import { OPEN_STAGES } from "~/domain/stage-chance";
import {
  type Arrangement,
  beyond,
  cursorText,
  directionOf,
  type PipelineCursor,
  sortKey,
} from "./pipeline-order.server";
import {
  type Expected,
  engagementsFor,
  engagementsIn,
  expectedOf,
  phasesText,
  waitingText,
} from "./pipeline-rows.server";
import type { DB } from "./schema";
import { refreshStandings } from "./standing-refresh.server";

export const TIMELINE_PAGE_ROWS = 50;

/** One engagement on the timeline; `rail` and `waiting` are texts that `domain/rail-text` reads. */
export interface TimelineRow {
  code: string;
  title: string;
  client: string;
  stage: Stage;
  health: Health | null;
  isPaused: boolean;
  promisedOn: CalendarDate | null;
  expected: Expected | null;
  rail: string | null;
  waiting: string | null;
}

export interface TimelinePage {
  rows: TimelineRow[];
  /** Cursors as they stand in an address; null where there is no such page. */
  next: string | null;
  previous: string | null;
}

export type TimelineOrder = "start" | "need";

export const timelineArrangement = (order: TimelineOrder): Arrangement => ({
  sort: order,
  isReversed: false,
  group: null,
});

/**
 * The engagements whose plans reach into the window, as the actor sees them: those of the filter's stage, or without
 * one what is live and what is about to start.
 */
export async function readTimeline(
  db: Kysely<DB>,
  actor: Actor,
  filter: EngagementFilter,
  asked: { window: TimelineWindow; order: TimelineOrder },
  cursor: PipelineCursor | null,
  today: CalendarDate,
): Promise<TimelinePage> {
  await refreshStandings(db, today);
  const arrangement = timelineArrangement(asked.order);
  const key = sortKey(arrangement, actor);
  const order = directionOf(arrangement, cursor);
  const firstOf = (stage: Stage) => {
    let places = engagementsFor(db, actor, { ...filter, stage })
      .select("engagement.id")
      .where(reachingInto(asked.window, today))
      .orderBy(key, order)
      .orderBy("engagement.number", order)
      .limit(TIMELINE_PAGE_ROWS + 1);
    // Without a stage asked for, what is being sold counts from the day on which it could start.
    if (!filter.stage && stage !== "active") places = places.where("engagement.starts_on", ">=", today);
    if (cursor) places = places.where(beyond(arrangement, cursor, actor));
    return sql`select id from (${places}) as ${sql.ref(`first_${stage}`)}`;
  };
  const stages: readonly Stage[] = filter.stage ? [filter.stage] : ["active", ...OPEN_STAGES];
  // Stage by stage, each along its index: what is live alone may be ten thousand.
  const places = sql<{ id: string }>`(${sql.join(stages.map(firstOf), sql` union all `)})`;
  const found = await engagementsIn(db, actor, places)
    .select(["engagement.number", "engagement.code", "engagement.title", "engagement.stage"])
    .select(["engagement.health", "engagement.is_paused", "engagement.promised_finish_on"])
    .select(["engagement.p50_on", "engagement.p80_on", "engagement.p95_on", "company.name as company_name"])
    .select([phasesText.as("rail"), waitingText.as("waiting"), key.as("sort_key")])
    .orderBy(key, order)
    .orderBy("engagement.number", order)
    .limit(TIMELINE_PAGE_ROWS + 1)
    .execute();
  const page = found.slice(0, TIMELINE_PAGE_ROWS);
  const isBackward = cursor?.direction === "before";
  if (isBackward) page.reverse();
  const hasMore = found.length > TIMELINE_PAGE_ROWS;
  const [first, last] = [page[0], page.at(-1)];
  return {
    rows: page.map((row) => ({
      code: row.code,
      title: row.title,
      client: row.company_name,
      stage: row.stage,
      health: row.health,
      isPaused: row.is_paused === 1,
      promisedOn: row.stage === "active" || row.stage === "handed_over" ? row.promised_finish_on : null,
      expected: expectedOf(row),
      rail: row.rail,
      waiting: row.waiting,
    })),
    next: last && (isBackward || hasMore) ? cursorText(last) : null,
    previous: first && cursor && (!isBackward || hasMore) ? cursorText(first) : null,
  };
}

type Builder = ExpressionBuilder<DB, "engagement">;

/** What has a plan with a day in the window; an open one reaches today at least. */
function reachingInto({ fromOn, toOn }: TimelineWindow, today: CalendarDate) {
  return (eb: Builder): Expression<SqlBool> => {
    const planned = sql<SqlBool>`exists (select 1 from phase p
      where p.engagement_id = engagement.id and p.planned_finish_on >= ${fromOn})`;
    const reaching = [
      ...(fromOn <= today ? [eb("engagement.stage", "=", "active")] : []),
      eb("engagement.promised_finish_on", ">=", fromOn),
      eb("engagement.p95_on", ">=", fromOn),
      planned,
    ];
    return eb.and([
      eb("engagement.starts_on", "<", toOn),
      // Kept beside the rows, and null while there is no plan.
      eb("engagement.phase_start_on", "is not", null),
      eb.or(reaching),
    ]);
  };
}
