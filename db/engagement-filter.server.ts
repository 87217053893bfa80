import { type Expression, type ExpressionBuilder, type SqlBool, sql } from "kysely";
import { engagementCode } from "~/domain/engagement";
import type { EngagementFilter } from "~/domain/engagement-filter";
import type { DB } from "./schema";
import { contains } from "./search";

type Joined = ExpressionBuilder<DB, "engagement" | "company">;

/** The filter for the WHERE of a query that joins `company`. It narrows; who may see what is `visibleTo`'s. */
export function matching(filter: EngagementFilter) {
  return (eb: Joined): Expression<SqlBool> => {
    const all: Expression<SqlBool>[] = [];
    if (filter.stage) all.push(eb("engagement.stage", "=", filter.stage));
    if (filter.phase) all.push(eb("engagement.phase", "=", filter.phase));
    if (filter.health === "paused") all.push(eb("engagement.is_paused", "=", 1));
    else if (filter.health) all.push(eb("engagement.health", "=", filter.health));
    if (filter.lead === "none") all.push(eb("engagement.lead_id", "is", null));
    else if (filter.lead) all.push(eb("engagement.lead_id", "=", filter.lead));
    if (filter.client) {
      all.push(eb.or([eb("company.id", "=", filter.client), contains("company.name", filter.client)]));
    }
    if (filter.origin) all.push(eb("engagement.origin", "=", filter.origin));
    if (filter.outcome === "undecided") {
      all.push(eb("engagement.is_undecided", "=", 1), eb("engagement.stage", "=", "proposal"));
    } else if (filter.outcome) all.push(eb("engagement.lost_as", "=", filter.outcome));
    if (filter.q) all.push(...wordsOf(filter.q).map((word) => eb.or(textMatches(word))));
    return all.length === 0 ? sql<SqlBool>`1 = 1` : eb.and(all);
  };
}

const MOST_WORDS = 6;

/** Each word has to be found, in any of the three texts, so that "booking northwind" finds what it means. */
function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
}

function textMatches(word: string): Expression<SqlBool>[] {
  // "42" means ENG-0042 to whoever types it.
  const code = /^\d{1,9}$/.test(word) ? engagementCode(Number(word)) : word;
  return [
    contains("engagement.code", code),
    contains("engagement.title", word),
    contains("company.name", word),
  ];
}
