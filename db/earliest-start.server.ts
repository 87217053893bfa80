import type { Kysely } from "kysely";
import { USUAL_SHARE } from "~/domain/allocation";
import { addDays, type CalendarDate, daysBetween } from "~/domain/calendar";
import {
  type Commitment,
  type EarliestStart,
  type ExpectedFinish,
  earliestStart,
  type StartAsked,
} from "~/domain/earliest-start";
import { type Actor, may, reach } from "~/domain/permissions";
import { notFound } from "~/domain/refusal";
import type { Stage } from "~/domain/stage";
import { listAbsenceSpans } from "./capacity.server";
import { workingCalendar } from "./firm.server";
import type { DB } from "./schema";

export interface StartQuery extends StartAsked {
  /** Null for whichever lead is free first. */
  leadId: string | null;
  /** Whether what is proposed counts as if it were won and began as planned. */
  withProposals: boolean;
}

/** What one of the leads is on, as the answer counts it. */
export interface Counted {
  code: string;
  title: string;
  sharePercent: number;
  fromOn: CalendarDate;
  /** How its end is known. */
  ends:
    | { by: "forecast"; p80On: CalendarDate }
    | { by: "plan"; on: CalendarDate }
    | { by: "share"; on: CalendarDate };
  /** Nobody said how much of the lead it takes. */
  isGuessed: boolean;
  isProposal: boolean;
}

export interface StartAnswer {
  options: { id: string; name: string }[];
  /** The lead that was asked for; null for any. */
  lead: { id: string; name: string } | null;
  answer: EarliestStart;
  /** Everybody who was looked at, the one with the earliest 80 % date first. */
  leads: {
    id: string;
    name: string;
    dates: EarliestStart["any"];
    firstShare: number;
    counted: Counted[];
    absences: { fromOn: CalendarDate; untilOn: CalendarDate }[];
  }[];
  proposals: number;
}

const LEADS_MOST = 200;
const ABSENCES_AHEAD_DAYS = 366;

/**
 * When Read of a new engagement could begin, from what the leads are on. A lead asks for themselves alone.
 * @throws Refusal `not_found` for a lead who does not exist, or is another where only one's own answer may be seen
 */
export async function readEarliestStart(
  db: Kysely<DB>,
  actor: Actor,
  query: StartQuery,
  today: CalendarDate,
): Promise<StartAnswer> {
  if (!may(actor.role, "run_engagement")) throw notFound();
  const options = await listWhoLead(db, actor);
  const isOwn = reach(actor.role, "see_capacity") === "own";
  const leadId = isOwn ? (query.leadId ?? actor.id) : query.leadId;
  const asked = leadId === null ? options : options.filter(({ id }) => id === leadId);
  if (leadId !== null && asked.length === 0) throw notFound("lead");
  const calendar = await workingCalendar(db);
  const ids = asked.map(({ id }) => id);
  const seats = await listSeats(db, ids, query.withProposals, today);
  const span = { fromOn: today, untilOn: addDays(today, ABSENCES_AHEAD_DAYS) };
  const absences = await listAbsenceSpans(db, ids, span);
  const loads = ids.map((id) => ({
    id,
    commitments: seats.filter((seat) => seat.personId === id).map(({ commitment }) => commitment),
    absences: absences.get(id) ?? [],
  }));
  const answer = earliestStart(loads, query, today, calendar);
  const leads = asked.map(({ id, name }, at) => ({
    id,
    name,
    dates: answer.leads[at]?.dates ?? { p50On: null, p80On: null, p95On: null },
    firstShare: answer.leads[at]?.firstShare ?? 0,
    counted: seats.filter((seat) => seat.personId === id).map(({ counted }) => counted),
    absences: (absences.get(id) ?? []).map(({ fromOn, untilOn }) => ({ fromOn, untilOn })),
  }));
  const late = "9999";
  leads.sort((a, b) => {
    const [one, other] = [a.dates.p80On ?? late, b.dates.p80On ?? late];
    return one < other ? -1 : one > other ? 1 : 0;
  });
  return {
    options,
    lead: leadId === null ? null : (asked[0] ?? null),
    answer,
    leads,
    proposals: seats.filter(({ counted }) => counted.isProposal).length,
  };
}

/** Those whose work it is to lead; of oneself whoever leads something. */
async function listWhoLead(db: Kysely<DB>, actor: Actor): Promise<{ id: string; name: string }[]> {
  let people = db.selectFrom("person").select(["id", "name"]).where("disabled_at", "is", null);
  people =
    reach(actor.role, "see_capacity") === "own"
      ? people.where("id", "=", actor.id)
      : people.where("role", "=", "lead");
  return people
    .orderBy((eb) => eb.fn("lower", ["name"]))
    .orderBy("id")
    .limit(LEADS_MOST)
    .execute();
}

interface Seat {
  personId: string;
  commitment: Commitment;
  counted: Counted;
}

/** What takes the leads' time: their shares of live work, and whole engagements that they lead without a share. */
async function listSeats(
  db: Kysely<DB>,
  personIds: readonly string[],
  withProposals: boolean,
  today: CalendarDate,
): Promise<Seat[]> {
  if (personIds.length === 0) return [];
  const stages: Stage[] = withProposals ? ["active", "proposal"] : ["active"];
  const work = db
    .selectFrom("engagement")
    .innerJoin("phase", (join) =>
      join.onRef("phase.engagement_id", "=", "engagement.id").on("phase.kind", "=", "document"),
    )
    .select([
      "engagement.id",
      "engagement.number",
      "engagement.code",
      "engagement.title",
      "engagement.stage",
      "engagement.lead_id",
      "engagement.starts_on",
      "engagement.p50_on",
      "engagement.p80_on",
      "engagement.p95_on",
      "phase.planned_finish_on",
    ])
    .where("engagement.stage", "in", stages);
  const planned = await work
    .innerJoin("allocation", "allocation.engagement_id", "engagement.id")
    .select(["allocation.person_id", "allocation.from_on", "allocation.until_on", "allocation.share_percent"])
    .where("allocation.person_id", "in", personIds)
    .orderBy("engagement.number")
    .orderBy("allocation.from_on")
    .execute();
  const unplanned = await work
    .where("engagement.lead_id", "in", personIds)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("allocation")
            .select("allocation.id")
            .whereRef("allocation.engagement_id", "=", "engagement.id")
            .whereRef("allocation.person_id", "=", "engagement.lead_id"),
        ),
      ),
    )
    .orderBy("engagement.number")
    .execute();
  const seatKey = (row: { id: string; person_id: string }) => `${row.id} ${row.person_id}`;
  const lastOf = new Map(planned.map((row, at) => [seatKey(row), at]));
  const shares = planned.map((row, at) => {
    const isLast = lastOf.get(seatKey(row)) === at;
    const staysOn = row.lead_id === row.person_id || row.until_on >= row.planned_finish_on;
    return seatOf(row, { ...row, isUntilFinish: isLast && staysOn, isGuessed: false }, today);
  });
  const guesses = unplanned.map((row) =>
    seatOf(
      row,
      {
        person_id: row.lead_id ?? "",
        from_on: row.starts_on ?? today,
        until_on: row.planned_finish_on,
        share_percent: USUAL_SHARE.lead,
        isUntilFinish: true,
        isGuessed: true,
      },
      today,
    ),
  );
  return [...shares, ...guesses].filter(
    ({ commitment }) => commitment.isUntilFinish || commitment.untilOn >= today,
  );
}

interface WorkRow {
  id: string;
  code: string;
  title: string;
  stage: Stage;
  starts_on: CalendarDate | null;
  p50_on: CalendarDate | null;
  p80_on: CalendarDate | null;
  p95_on: CalendarDate | null;
  planned_finish_on: CalendarDate;
}

interface ShareRow {
  person_id: string;
  from_on: CalendarDate;
  until_on: CalendarDate;
  share_percent: number;
  isUntilFinish: boolean;
  isGuessed: boolean;
}

function seatOf(row: WorkRow, share: ShareRow, today: CalendarDate): Seat {
  const isProposal = row.stage !== "active";
  // A proposal whose start has passed begins today at the earliest, and then takes as long as planned.
  const late = isProposal && row.starts_on && row.starts_on < today ? daysBetween(row.starts_on, today) : 0;
  const plannedOn = addDays(row.planned_finish_on, late);
  const finish: ExpectedFinish = isProposal
    ? { p50On: null, p80On: null, p95On: null, plannedOn }
    : { p50On: row.p50_on, p80On: row.p80_on, p95On: row.p95_on, plannedOn };
  const commitment: Commitment = {
    engagementId: row.id,
    fromOn: addDays(share.from_on, late),
    untilOn: addDays(share.until_on, late),
    sharePercent: share.share_percent,
    isUntilFinish: share.isUntilFinish,
    finish,
  };
  return {
    personId: share.person_id,
    commitment,
    counted: {
      code: row.code,
      title: row.title,
      sharePercent: share.share_percent,
      fromOn: commitment.fromOn,
      ends: !share.isUntilFinish
        ? { by: "share", on: commitment.untilOn }
        : finish.p80On
          ? { by: "forecast", p80On: finish.p80On }
          : { by: "plan", on: plannedOn },
      isGuessed: share.isGuessed,
      isProposal,
    },
  };
}
