import { addDays, type CalendarDate, isCalendarDate } from "~/domain/calendar";
import { mondayOf } from "~/domain/capacity";
import type { Role } from "~/domain/permissions";
import { STAFF_ROLES } from "~/domain/person";
import { readListQuery } from "~/ui/list-query";

/** What the address of the picture asks for. */
export interface Asked {
  search: string;
  role: Role | null;
  /** The first Monday. */
  fromOn: CalendarDate;
  withProspects: boolean;
  page: number;
}

export function askedOf(request: Request, today: CalendarDate): Asked {
  const query = new URL(request.url).searchParams;
  const from = query.get("from") ?? "";
  return {
    ...readListQuery(request),
    role: STAFF_ROLES.find((role) => role === query.get("role")) ?? null,
    fromOn: mondayOf(isCalendarDate(from) ? from : today),
    withProspects: query.get("prospects") === "counted",
  };
}

/** The address that asks for this. */
export function addressOf(asked: Asked, today: CalendarDate): string {
  const query = new URLSearchParams();
  if (asked.fromOn !== mondayOf(today)) query.set("from", asked.fromOn);
  if (asked.search) query.set("q", asked.search);
  if (asked.role) query.set("role", asked.role);
  if (asked.withProspects) query.set("prospects", "counted");
  if (asked.page > 1) query.set("page", String(asked.page));
  const text = query.toString();
  return text ? `/capacity?${text}` : "/capacity";
}

const STEP_DAYS = 28;

/** Four weeks before, this week, and four weeks later; no link to where one is. */
export function stepsOf(asked: Asked, today: CalendarDate) {
  const at = (fromOn: CalendarDate) => addressOf({ ...asked, fromOn }, today);
  const now = mondayOf(today);
  return {
    earlier: at(addDays(asked.fromOn, -STEP_DAYS)),
    now: asked.fromOn === now ? null : at(now),
    later: at(addDays(asked.fromOn, STEP_DAYS)),
  };
}
