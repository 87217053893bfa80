import type { Kysely } from "kysely";
import type { Facts } from "~/domain/event";
import { may, type Role } from "~/domain/permissions";
import { forbidden, invalid } from "~/domain/refusal";
import { type Act, personIdOf } from "./act";
import { endSharesOfOthers } from "./allocations.server";
import { requireUnchanged } from "./change.server";
import { once } from "./once.server";
import type { DB } from "./schema";
import { type EngagementRow, lockEngagement, type Reached } from "./scope.server";
import { finishChange } from "./standing.server";

interface Person {
  id: string;
  name: string;
}

export interface TeamInput {
  leadId: string | null;
  memberIds: readonly string[];
  /** Who is answerable for it; left out where that stays as it is. */
  managerId?: string | null;
  /** The version that a form was filled from. */
  seq?: number;
}

/** @throws Refusal `invalid` for who cannot lead an engagement */
export async function requireAbleToLead(trx: Kysely<DB>, personId: string): Promise<Person> {
  const person = await findStaff(trx, personId, ["lead", "manager", "admin"]);
  if (!person) throw invalid("lead_id", "Choose a lead from the list.");
  return person;
}

async function findStaff(
  trx: Kysely<DB>,
  personId: string,
  roles: readonly Role[],
): Promise<Person | undefined> {
  return trx
    .selectFrom("person")
    .select(["id", "name"])
    .where("id", "=", personId)
    .where("role", "in", roles)
    .where("disabled_at", "is", null)
    .executeTakeFirst();
}

async function nameOf(trx: Kysely<DB>, personId: string | null): Promise<string | null> {
  if (personId === null) return null;
  const person = await trx.selectFrom("person").select("name").where("id", "=", personId).executeTakeFirst();
  return person?.name ?? null;
}

/** The active people of ours with these ids. @throws Refusal `invalid` when one of them is somebody else */
async function requireMembers(trx: Kysely<DB>, ids: readonly string[]): Promise<Person[]> {
  const people = await trx
    .selectFrom("person")
    .select(["id", "name"])
    .where("id", "in", [...ids, ""])
    .where("role", "<>", "client")
    .where("disabled_at", "is", null)
    .execute();
  if (people.length !== new Set(ids).size) throw invalid("member_ids", "Choose members from the list.");
  return people;
}

/**
 * Who is answerable from now on: whom the form names, and where it names nobody, as it is or as `takenOnBy` says.
 * @throws Refusal `forbidden` when somebody hands it over who does not manage, `invalid` for who cannot
 */
async function nextManager(
  trx: Kysely<DB>,
  act: Act,
  { engagement, relation }: Reached,
  managerId: string | null | undefined,
): Promise<string | null> {
  const kept = takenOnBy(act, engagement).manager_id ?? engagement.manager_id;
  if (managerId === undefined || managerId === engagement.manager_id) return kept;
  if (!may(relation, "move_stage")) throw forbidden("Only a manager hands an engagement to another.");
  const manager = managerId === null ? undefined : await findStaff(trx, managerId, ["manager", "admin"]);
  if (!manager) throw invalid("manager_id", "Choose a manager from the list.");
  return manager.id;
}

const namesOf = (people: readonly Person[]) =>
  people
    .map(({ name }) => name)
    .sort()
    .join(", ");

const idsOf = (people: readonly Person[]) =>
  people
    .map(({ id }) => id)
    .sort()
    .join();

/**
 * Sets the lead, the members of the team and who manages it; what anybody else was planned for on it ends today.
 * @throws Refusal `invalid` on a person who does not fit, `conflict` when the team was changed since `seq`
 */
export async function saveTeam(db: Kysely<DB>, act: Act, code: string, input: TeamInput): Promise<void> {
  await once(db, act, async (trx) => {
    const reached = await lockEngagement(trx, act.actor, code, "run_engagement");
    const { engagement } = reached;
    const lead = input.leadId ? await requireAbleToLead(trx, input.leadId) : null;
    if (!lead && engagement.stage === "active") throw invalid("lead_id", "A live engagement has a lead.");
    const people = await requireMembers(trx, input.memberIds);
    const managerId = await nextManager(trx, act, reached, input.managerId);
    const team = await trx
      .selectFrom("engagement_member")
      .innerJoin("person", "person.id", "engagement_member.person_id")
      .select(["person.id", "person.name"])
      .where("engagement_id", "=", engagement.id)
      .execute();
    const leadId = lead?.id ?? null;
    const isHandedOver = input.managerId !== undefined && managerId !== engagement.manager_id;
    if (engagement.lead_id === leadId && idsOf(team) === idsOf(people) && !isHandedOver) return;
    const [leadBefore, managerBefore] = [
      await nameOf(trx, engagement.lead_id),
      await nameOf(trx, engagement.manager_id),
    ];
    const before: Facts = {
      lead: leadBefore,
      members: namesOf(team),
      ...(isHandedOver && { manager: managerBefore }),
    };
    const after: Facts = {
      lead: lead?.name ?? null,
      members: namesOf(people),
      ...(isHandedOver && { manager: await nameOf(trx, managerId) }),
    };
    if (input.seq !== undefined) {
      const current = {
        lead: leadBefore ?? "Nobody",
        manager: managerBefore ?? "Nobody",
        members: namesOf(team),
      };
      await requireUnchanged(trx, engagement, input.seq, "engagement.team_changed", current);
    }
    await trx.deleteFrom("engagement_member").where("engagement_id", "=", engagement.id).execute();
    if (people.length > 0) {
      await trx
        .insertInto("engagement_member")
        .values(people.map((person) => ({ engagement_id: engagement.id, person_id: person.id })))
        .execute();
    }
    const teamIds = [...people.map((person) => person.id), ...(lead ? [lead.id] : [])];
    const ended = await endSharesOfOthers(trx, engagement.id, teamIds, act.today);
    await finishChange(
      trx,
      engagement,
      act,
      [{ kind: "engagement.team_changed", before, after, visibility: "internal" }, ...ended],
      { lead_id: leadId, manager_id: managerId },
    );
  });
}

/** What came in by itself has no manager: the first who moves it on or gives it a lead has it from then on. */
export function takenOnBy(
  act: Act,
  { manager_id }: Pick<EngagementRow, "manager_id">,
): { manager_id?: string | null } {
  const manages = act.actor.role === "manager" || act.actor.role === "admin";
  return manager_id === null && manages ? { manager_id: personIdOf(act.actor) } : {};
}
