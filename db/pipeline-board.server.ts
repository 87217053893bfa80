import { type Kysely, sql } from "kysely";
import type { Health } from "~/domain/attention";
import type { CalendarDate } from "~/domain/calendar";
import type { EngagementFilter } from "~/domain/engagement-filter";
import type { Actor } from "~/domain/permissions";
import { BOARD_COLUMNS, type BoardColumn } from "~/domain/pipeline";
import type { Stage } from "~/domain/stage";
import { workingCalendar } from "./firm.server";
import { engagementsFor, engagementsIn, OWN_COLUMNS, wordsOf } from "./pipeline-rows.server";
import type { DB } from "./schema";
import { refreshStandings } from "./standing-refresh.server";

const BOARD_COLUMN_CARDS = 25;
/** What has ended is looked up, not looked over. */
const ENDED_COLUMN_CARDS = 6;

export interface BoardCard {
  code: string;
  title: string;
  client: string;
  lead: string | null;
  stage: Stage;
  health: Health | null;
  isPaused: boolean;
  words: string;
  isNeeding: boolean;
}

export interface Board {
  columns: { key: string; cards: BoardCard[]; hasMore: boolean }[];
}

/**
 * The board as the actor sees it: the first cards of every column by need, in one query. `counts` holds how many stand
 * in each column at most, where that is known: an empty phase would be looked for among all that is active.
 */
export async function readBoard(
  db: Kysely<DB>,
  actor: Actor,
  filter: EngagementFilter,
  today: CalendarDate,
  counts: Readonly<Record<string, number>> | null = null,
): Promise<Board> {
  await refreshStandings(db, today);
  const calendar = await workingCalendar(db);
  const everywhere = { ...filter, stage: null, phase: null };
  const filled = BOARD_COLUMNS.filter((column) => counts?.[column.key] !== 0);
  const first = sql.join(
    filled.map((column) => firstOf(db, actor, everywhere, column)),
    sql` union all `,
  );
  const none = sql`(select id from engagement where 1 = 0)`;
  const rows = await engagementsIn(db, actor, filled.length > 0 ? sql`(${first})` : none)
    .select([...OWN_COLUMNS, "company.name as company_name", "lead.name as lead_name"])
    .orderBy("engagement.need", "desc")
    .orderBy("engagement.number", "desc")
    .execute();
  return {
    columns: BOARD_COLUMNS.map((column) => {
      const own = rows.filter((row) => columnOf(row) === column.key);
      const most = mostCards(column);
      return {
        key: column.key,
        hasMore: own.length > most,
        cards: own.slice(0, most).map((row) => ({
          code: row.code,
          title: row.title,
          client: row.company_name,
          lead: row.lead_name,
          stage: row.stage,
          health: row.health,
          isPaused: row.is_paused === 1,
          ...wordsOf(row, actor, today, calendar),
        })),
      };
    }),
  };
}

function mostCards(column: BoardColumn): number {
  return column.stage === "handed_over" || column.stage === "lost" ? ENDED_COLUMN_CARDS : BOARD_COLUMN_CARDS;
}

/** An active engagement without a plan stands where it would begin. */
function columnOf(row: { stage: Stage; phase: string | null }): string {
  return row.stage === "active" ? (row.phase ?? "read") : row.stage;
}

function firstOf(db: Kysely<DB>, actor: Actor, filter: EngagementFilter, column: BoardColumn) {
  let query = engagementsFor(db, actor, filter)
    .select("engagement.id")
    .where("engagement.stage", "=", column.stage)
    .orderBy("engagement.need", "desc")
    .orderBy("engagement.number", "desc")
    .limit(mostCards(column) + 1);
  const { phase } = column;
  if (phase) {
    query = query.where((eb) =>
      phase === "read"
        ? eb.or([eb("engagement.phase", "=", phase), eb("engagement.phase", "is", null)])
        : eb("engagement.phase", "=", phase),
    );
  }
  return sql`select id from (${query}) as ${sql.ref(`first_${column.key}`)}`;
}
