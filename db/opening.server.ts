import type { Kysely } from "kysely";
import { addDays, type CalendarDate } from "~/domain/calendar";
import { type Actor, may, type Role } from "~/domain/permissions";
import { notFound } from "~/domain/refusal";
import type { PhaseLength } from "~/domain/schedule";
import { listCompanyOptions } from "./companies.server";
import { workingCalendar } from "./firm.server";
import type { DB } from "./schema";
import { listTemplates } from "./templates.server";

export interface OpeningChoices {
  companies: { id: string; name: string }[];
  leads: { id: string; name: string }[];
  /** The built-in one first; lengths at the template's own number of weeks. */
  templates: { id: string; name: string; weeks: number; lengths: PhaseLength[] }[];
  /** For reckoning the dates that follow: days off from today on. */
  calendar: { weekend: readonly number[]; holidays: CalendarDate[] };
}

const HOLIDAYS_AHEAD_DAYS = 3 * 366;

/** What a new engagement is put together from. @throws Refusal `not_found` for who may not open one */
export async function readOpening(
  db: Kysely<DB>,
  actor: Actor,
  today: CalendarDate,
): Promise<OpeningChoices> {
  if (!may(actor.role, "create_engagement")) throw notFound();
  const calendar = await workingCalendar(db);
  const until = addDays(today, HOLIDAYS_AHEAD_DAYS);
  const templates = (await listTemplates(db)).filter((template) => !template.isArchived);
  return {
    companies: await listCompanyOptions(db, actor),
    leads: await listLeads(db),
    templates: templates
      .sort((a, b) => Number(b.isBuiltin) - Number(a.isBuiltin))
      .map(({ id, name, body }) => ({
        id,
        name,
        weeks: body.weeks,
        lengths: body.phases.map(({ kind, workingDays, isFixed }) => ({ kind, workingDays, isFixed })),
      })),
    calendar: {
      weekend: calendar.weekend,
      holidays: [...calendar.holidays].filter(
        (on) => on >= addDays(today, -HOLIDAYS_AHEAD_DAYS) && on <= until,
      ),
    },
  };
}

/** Everybody who can lead an engagement. */
export const listLeads = (db: Kysely<DB>) => listOfRoles(db, ["lead", "manager", "admin"]);

/** Everybody who can be answerable for an engagement. */
export const listManagers = (db: Kysely<DB>) => listOfRoles(db, ["manager", "admin"]);

async function listOfRoles(db: Kysely<DB>, roles: readonly Role[]): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom("person")
    .select(["id", "name"])
    .where("role", "in", roles)
    .where("disabled_at", "is", null)
    .orderBy((eb) => eb.fn("lower", ["name"]))
    .limit(500)
    .execute();
}
