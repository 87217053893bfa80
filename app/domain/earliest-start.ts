import type { Load, Span } from "./allocation";
import { type CalendarDate, dateOf, dayNumber, isWorkingDay, type WorkingCalendar } from "./calendar";
import { randomFrom } from "./forecast/random";

/**
 * When an engagement is expected to finish: dates with a chance of 50, 80 and 95 %. Where nothing was reckoned the
 * planned finish stands for all of them, as if it were certain.
 */
export interface ExpectedFinish {
  p50On: CalendarDate | null;
  p80On: CalendarDate | null;
  p95On: CalendarDate | null;
  plannedOn: CalendarDate | null;
}

/** A share of a lead that an engagement takes. */
export interface Commitment extends Load {
  engagementId: string;
  /** Whether it lasts until the engagement is finished, whenever that is, and not until its own last day. */
  isUntilFinish: boolean;
  finish: ExpectedFinish;
}

export interface LeadLoad {
  id: string;
  commitments: readonly Commitment[];
  absences: readonly Span[];
}

export interface StartAsked {
  /** Share of the lead that the new engagement takes, in percent. */
  sharePercent: number;
  /** How long it takes it. */
  weeks: number;
}

/** First days with a chance of 50, 80 and 95 %; null where it is later than can be said. */
export interface StartDates {
  p50On: CalendarDate | null;
  p80On: CalendarDate | null;
  p95On: CalendarDate | null;
}

export interface EarliestStart {
  /** With whichever of the leads is free first. */
  any: StartDates;
  /** For each lead, with the share of the runs in which they are the first. */
  leads: { id: string; dates: StartDates; firstShare: number }[];
}

const RUNS = 500;
/** Beyond three years nothing is said. */
const HORIZON_DAYS = 3 * 366;
/** Read is days one to three: the lead has to be there for it. */
const READ_DAYS = 3;

/**
 * Days from today until an engagement is finished, at a share from 0 to 1 of all cases: straight lines through today,
 * the 50, 80 and 95 % dates and their mirror images before the middle (as many times earlier as those are later), and
 * beyond 95 % a tail whose remaining chance falls by the same factor each day. Never falls as the share grows.
 */
export function finishCurve(finish: ExpectedFinish, today: CalendarDate): (share: number) => number {
  const first = dayNumber(today);
  const after = (on: CalendarDate | null, least: number) =>
    on === null ? least : Math.max(least, dayNumber(on) - first);
  const planned = after(finish.plannedOn, 0);
  if (finish.p50On === null || finish.p80On === null || finish.p95On === null) return () => planned;
  const middle = after(finish.p50On, 0);
  const p80 = after(finish.p80On, middle);
  const p95 = after(finish.p95On, p80);
  const mirrored = (late: number) => (late > 0 ? (middle * middle) / late : 0);
  const shares = [0, 0.05, 0.2, 0.5, 0.8, 0.95];
  const days = [0, mirrored(p95), mirrored(p80), middle, p80, p95];
  const tail = (p95 - p80) / Math.log(0.2 / 0.05);
  return (share) => {
    if (share > 0.95) return p95 + tail * Math.log(0.05 / (1 - share));
    let at = 1;
    while (share > (shares[at] as number)) at += 1;
    const [fromShare, toShare] = [shares[at - 1] as number, shares[at] as number];
    const [from, to] = [days[at - 1] as number, days[at] as number];
    return from + ((to - from) * (share - fromShare)) / (toShare - fromShare);
  };
}

/**
 * The days, from today, on which each run finishes the engagement: every run takes another slice of its distribution,
 * in an order that depends on the engagement alone. So more work leaves every other engagement as it was.
 */
function finishDays(engagementId: string, finish: ExpectedFinish, today: CalendarDate): Int32Array {
  const curve = finishCurve(finish, today);
  const days = new Int32Array(RUNS);
  for (let run = 0; run < RUNS; run += 1) {
    days[run] = Math.min(HORIZON_DAYS, Math.ceil(curve((run + 0.5) / RUNS) - 1e-9));
  }
  // The same on every run, so that there is nothing to shuffle.
  if (days[0] === days[RUNS - 1]) return days;
  const random = randomFrom(seedOf(engagementId));
  for (let last = RUNS - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [days[last], days[other]] = [days[other] as number, days[last] as number];
  }
  return days;
}

/** FNV-1a over the id's characters. */
function seedOf(id: string): number {
  let hash = 2_166_136_261;
  for (const character of id) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619);
  return hash >>> 0;
}

/**
 * The first working day after today on which a lead is there for Read and has enough of their time free for the whole
 * of the new engagement, in each of 500 runs with a fixed seed.
 */
export function earliestStart(
  leads: readonly LeadLoad[],
  asked: StartAsked,
  today: CalendarDate,
  calendar: WorkingCalendar,
): EarliestStart {
  const first = dayNumber(today);
  const works = Array.from({ length: HORIZON_DAYS + 60 }, (_, day) =>
    isWorkingDay(dateOf(first + day), calendar),
  );
  const finishes = new Map<string, Int32Array>();
  const daysOf = ({ engagementId, finish }: Commitment): Int32Array => {
    let days = finishes.get(engagementId);
    if (!days) {
      days = finishDays(engagementId, finish, today);
      finishes.set(engagementId, days);
    }
    return days;
  };
  const runs = leads.map((lead) => startsOf(lead, asked, first, works, daysOf));
  const firstOf = Int32Array.from({ length: RUNS }, (_, run) =>
    Math.min(...runs.map((starts) => starts[run] as number), Number(NEVER)),
  );
  const dateAt = (sorted: Int32Array, share: number): CalendarDate | null => {
    const day = sorted[Math.ceil(share * RUNS) - 1] as number;
    return day === NEVER ? null : dateOf(first + day);
  };
  const datesOf = (starts: Int32Array): StartDates => {
    const sorted = Int32Array.from(starts).sort();
    return { p50On: dateAt(sorted, 0.5), p80On: dateAt(sorted, 0.8), p95On: dateAt(sorted, 0.95) };
  };
  return {
    any: datesOf(firstOf),
    leads: leads.map(({ id }, at) => {
      const starts = runs[at] as Int32Array;
      const firsts = starts.reduce(
        (count, day, run) => count + (day !== NEVER && day === firstOf[run] ? 1 : 0),
        0,
      );
      return { id, dates: datesOf(starts), firstShare: firsts / RUNS };
    }),
  };
}

const NEVER = 2 ** 30;

/** The first day of each run, counted from today, on which the lead can start; NEVER within the horizon. */
function startsOf(
  lead: LeadLoad,
  { sharePercent, weeks }: StartAsked,
  first: number,
  works: readonly boolean[],
  daysOf: (commitment: Commitment) => Int32Array,
): Int32Array {
  const canBegin = beginnings(lead.absences, first, works);
  const spans = lead.commitments.map((commitment) => ({
    from: Math.max(0, dayNumber(commitment.fromOn) - first),
    until: commitment.isUntilFinish ? null : Math.min(HORIZON_DAYS, dayNumber(commitment.untilOn) - first),
    finish: daysOf(commitment),
    share: commitment.sharePercent,
  }));
  const steps = new Int32Array(HORIZON_DAYS + 2);
  const starts = new Int32Array(RUNS);
  for (let run = 0; run < RUNS; run += 1) {
    steps.fill(0);
    for (const { from, until, finish, share } of spans) {
      // Whatever was planned for later, nobody is needed any more once it is finished.
      const done = finish[run] as number;
      const last = until === null ? done : Math.min(until, done);
      if (last < from) continue;
      steps[from] = (steps[from] as number) + share;
      steps[last + 1] = (steps[last + 1] as number) - share;
    }
    starts[run] = firstGap(steps, canBegin, 100 - sharePercent, 7 * weeks);
  }
  return starts;
}

/** For each day whether it is a working day with the lead there, then and on the next ones that Read takes. */
function beginnings(absences: readonly Span[], first: number, works: readonly boolean[]): boolean[] {
  const away = absences.map(
    ({ fromOn, untilOn }) => [dayNumber(fromOn) - first, dayNumber(untilOn) - first] as const,
  );
  const isAway = (day: number) => away.some(([from, until]) => from <= day && day <= until);
  return works.slice(0, HORIZON_DAYS + 1).map((isWorking, day) => {
    if (!isWorking || day === 0) return false;
    let left = READ_DAYS;
    for (let next = day; left > 0 && next < works.length; next += 1) {
      if (!works[next]) continue;
      if (isAway(next)) return false;
      left -= 1;
    }
    return true;
  });
}

function firstGap(steps: Int32Array, canBegin: readonly boolean[], most: number, length: number): number {
  let [share, begin] = [0, NEVER];
  for (let day = 0; day <= HORIZON_DAYS; day += 1) {
    share += steps[day] as number;
    if (share > most) {
      begin = NEVER;
      continue;
    }
    if (begin === NEVER && canBegin[day]) begin = day;
    if (begin !== NEVER && (day - begin + 1 >= length || day === HORIZON_DAYS)) return begin;
  }
  return NEVER;
}
