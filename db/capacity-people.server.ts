import { type Kysely, sql } from "kysely";
import type { Span } from "~/domain/allocation";
import { type Actor, reach } from "~/domain/permissions";
import type { CapacityQuery } from "./capacity.server";
import type { DB } from "./schema";
import { visibleTo } from "./scope.server";
import { contains } from "./search";

export const PEOPLE_PER_PAGE = 40;
const UNPLANNED_NAMED = 3;

/** Leads and members, and whoever else is planned or leads live work. */
export async function listPlannable(db: Kysely<DB>, actor: Actor, query: CapacityQuery, span: Span) {
  let people = db
    .selectFrom("person")
    .where("person.role", "<>", "client")
    .where("person.disabled_at", "is", null);
  if (query.search) people = people.where(contains("person.name", query.search));
  if (query.role) people = people.where("person.role", "=", query.role);
  else {
    people = people.where((eb) =>
      eb.or([
        eb("person.role", "in", ["lead", "member"]),
        eb.exists(
          eb
            .selectFrom("allocation")
            .select("allocation.id")
            .whereRef("allocation.person_id", "=", "person.id")
            .where("allocation.until_on", ">=", span.fromOn),
        ),
        eb.exists(
          eb
            .selectFrom("engagement")
            .select("engagement.id")
            .whereRef("engagement.lead_id", "=", "person.id")
            .where("engagement.stage", "=", "active"),
        ),
      ]),
    );
  }
  if (reach(actor.role, "see_capacity") === "own") {
    people = people.where((eb) =>
      eb.or([
        eb("person.id", "=", actor.id),
        eb(
          "person.id",
          "in",
          eb
            .selectFrom("engagement_member")
            .innerJoin("engagement", "engagement.id", "engagement_member.engagement_id")
            .select("engagement_member.person_id")
            .where("engagement.lead_id", "=", actor.id)
            .where("engagement.stage", "not in", ["handed_over", "lost"]),
        ),
      ]),
    );
  }
  const { total } = await people
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await people
    .select(["person.id", "person.name", "person.role"])
    .orderBy((eb) => eb.fn("lower", ["person.name"]))
    .orderBy("person.id")
    .limit(PEOPLE_PER_PAGE)
    .offset((query.page - 1) * PEOPLE_PER_PAGE)
    .execute();
  return { rows, total: Number(total) };
}

/** Live engagements of which somebody is lead or member without any share, the first few of each person by name. */
export async function listUnplanned(db: Kysely<DB>, actor: Actor, personIds: readonly string[]) {
  if (personIds.length === 0) return [];
  const live = db.selectFrom("engagement").where("engagement.stage", "=", "active").where(visibleTo(actor));
  const asLead = live
    .where("engagement.lead_id", "in", personIds)
    .select(["engagement.id", "engagement.number", "engagement.code", "engagement.title"])
    .select((eb) => eb.ref("engagement.lead_id").$castTo<string>().as("person_id"));
  const asMember = live
    .innerJoin("engagement_member", "engagement_member.engagement_id", "engagement.id")
    .where("engagement_member.person_id", "in", personIds)
    .select(["engagement.id", "engagement.number", "engagement.code", "engagement.title"])
    .select("engagement_member.person_id as person_id");
  const ranked = db
    .selectFrom(asLead.union(asMember).as("seat"))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("allocation")
            .select("allocation.id")
            .whereRef("allocation.engagement_id", "=", "seat.id")
            .whereRef("allocation.person_id", "=", "seat.person_id"),
        ),
      ),
    )
    .select(["seat.person_id", "seat.code", "seat.title"])
    .select([
      sql<number>`row_number() over (partition by seat.person_id order by seat.number)`.as("place"),
      sql<number>`count(*) over (partition by seat.person_id)`.as("total"),
    ]);
  return db
    .selectFrom(ranked.as("ranked"))
    .select(["person_id", "code", "title", "total"])
    .where("place", "<=", UNPLANNED_NAMED)
    .orderBy("person_id")
    .orderBy("place")
    .execute();
}
