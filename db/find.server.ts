import { type Kysely, sql } from "kysely";
import { NO_FILTER } from "~/domain/engagement-filter";
import { type Actor, may, reach, relationTo } from "~/domain/permissions";
import type { Stage } from "~/domain/stage";
import { matching } from "./engagement-filter.server";
import type { DB } from "./schema";
import { visibleTo } from "./scope.server";
import { contains } from "./search";

const ENGAGEMENTS_FOUND = 8;
const CLIENTS_FOUND = 4;

export interface Found {
  engagements: {
    code: string;
    title: string;
    client: string;
    stage: Stage;
    /** Whether its dates are the actor's to move. */
    mayRun: boolean;
  }[];
  clients: { id: string; name: string }[];
}

/** Engagements by code, title or client, and clients by name, as far as the actor sees them; live ones first. */
export async function findByText(db: Kysely<DB>, actor: Actor, q: string): Promise<Found> {
  const filter = { ...NO_FILTER, q: q || null };
  const engagements = await db
    .selectFrom("engagement")
    .innerJoin("company", "company.id", "engagement.company_id")
    .select(["engagement.code", "engagement.title", "engagement.stage", "company.name as client"])
    .select(["engagement.lead_id", "engagement.company_id"])
    .where(visibleTo(actor))
    .where(matching(filter))
    .orderBy(sql`case when engagement.stage = 'active' then 0 else 1 end`)
    .orderBy("engagement.need", "desc")
    .orderBy("engagement.number", "desc")
    .limit(ENGAGEMENTS_FOUND)
    .execute();
  const clients =
    q === "" || reach(actor.role, "see_clients") !== "all"
      ? []
      : await db
          .selectFrom("company")
          .select(["company.id", "company.name"])
          .where(contains("company.name", q))
          .orderBy(sql`lower(company.name)`)
          .limit(CLIENTS_FOUND)
          .execute();
  return {
    engagements: engagements.map(({ code, title, client, stage, lead_id, company_id }) => {
      const relation = relationTo(actor, { leadId: lead_id, companyId: company_id, isOnTeam: true });
      return { code, title, client, stage, mayRun: relation !== null && may(relation, "run_engagement") };
    }),
    clients,
  };
}
