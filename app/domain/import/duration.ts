import { cleanLine } from "./text";

/** Weeks read from words, and what had to be decided to read them; null weeks when they cannot be read. */
export interface ReadDuration {
  weeks: number | null;
  note: string | null;
}

type Unit = "day" | "week" | "fortnight" | "month" | "quarter" | "year";

/** What is longer is an essay: its beginning is read. */
const MOST_SIGNS = 600;

/** Ten years: beyond that it is a slip of the pen. */
const MOST_WEEKS = 520;

const NUMBERS: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  half: 0.5,
};

const WORD =
  "(?:twenty|thirty|forty)[- ](?:one|two|three|four|five|six|seven|eight|nine)|half an?|" +
  Object.keys(NUMBERS)
    .sort((a, b) => b.length - a.length)
    .join("|");
const NUMBER = `(?:\\d+(?:[.,]\\d+)?|\\b(?:${WORD})\\b(?:\\s*\\(\\s*\\d+\\s*\\))?)`;
const UNIT =
  "(?:(?:contracted |consecutive )?(?:working|business|calendar|person|man|billable|elapsed)?[- ]?days?|weeks?|wks?|fortnights?|months?|mths?|mos?\\b|quarters?|years?|yrs?)(?![a-z])";
const MENTION = new RegExp(
  `(${NUMBER})(?:\\s*(?:-|–|—|\\bto\\b|\\band\\b|/|\\bor\\b)\\s*(${NUMBER}))?\\s*[-–]?\\s*(${UNIT})`,
  "gi",
);

/** `12 + 12 months` and `2+1 years`: a first term and what may be added to it. */
const SUM = new RegExp(`(${NUMBER})\\s*\\+\\s*(${NUMBER})\\s*[-–]?\\s*(${UNIT})`, "gi");

/** Short forms that stand alone: `6m`, `2y`, `10 d`. */
const SHORT = /^(\d+(?:\.\d+)?)\s*([dwmy])$/i;
const ISO = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/i;

function unitOf(text: string): { unit: Unit; isCalendar: boolean } {
  const word = text.toLowerCase();
  const isCalendar = /calendar|consecutive|elapsed/.test(word);
  if (/day/.test(word)) return { unit: "day", isCalendar };
  if (/^(week|wk)/.test(word)) return { unit: "week", isCalendar };
  if (/^fortnight/.test(word)) return { unit: "fortnight", isCalendar };
  if (/^quarter/.test(word)) return { unit: "quarter", isCalendar };
  if (/^m/.test(word)) return { unit: "month", isCalendar };
  return { unit: "year", isCalendar };
}

function numberOf(text: string): number {
  const digits = /^\d+(?:[.,]\d+)?$/.exec(text.trim());
  if (digits) return Number(text.trim().replace(",", "."));
  const words = text
    .toLowerCase()
    .replace(/\(.*\)/, "")
    .trim()
    .replace(/\s+an?$/, "");
  const [tens, ones] = words.split(/[- ]/);
  return (NUMBERS[tens ?? ""] ?? 0) + (ones ? (NUMBERS[ones] ?? 0) : 0);
}

/** Weeks in so many of a unit: working days by fives, months and quarters as twelfths of 52 weeks. */
function weeksIn(amount: number, unit: Unit, isCalendar: boolean): number {
  const length: Record<Unit, number> = {
    day: isCalendar ? 1 / 7 : 1 / 5,
    week: 1,
    fortnight: 2,
    month: 52 / 12,
    quarter: 13,
    year: 52,
  };
  return amount * length[unit];
}

/** To whole weeks, the nearest, never fewer than one. */
function toWholeWeeks(weeks: number): number {
  return Math.max(1, Math.round(weeks + 1e-9));
}

interface Mention {
  text: string;
  low: number;
  /** The longer end of a range. */
  high: number;
  unit: Unit;
  weeks: number;
  before: string;
  after: string;
  isExtension: boolean;
  isOther: boolean;
  isSow: boolean;
  namesPart: boolean;
}

const RATE = /^\s*(?:\/|per\b|an?\s+(?:week|month|year)\b|each\s+(?:week|month)\b)/i;
const EXTENDS =
  /\b(?:exten\w*|option\w*|further|additional|extra|renew\w*|plus|follow\w*|up to an? additional)\b|\+|\bwith\s+(?:a\s+)?possib\w*\s+(?:of\s+)?(?:an?\s+)?$/i;
const EXTENDS_AFTER = /^\s*\(?\s*(?:optional|option|possible )?\s*(?:exten\w*|options?)\b/i;
const MAYBE = /\b(?:potential\w*|possib\w*|view|scope|could|may)\b/i;
const OTHER = /\b(?:review\w*|notice|break|every|reviewed|stop\/go|pilot of|age)\b/i;
const OTHER_AFTER = /^\s*(?:ly\b|point\b|review|notice|break|gap|rolling review)/i;
const SOW = /\b(?:sows?\d*|statements? of works?|work ?packages?|sprints?)\b/i;
const SOW_AFTER = /^\s*(?:sows?\d*|statements? of works?|work packages? each)\b/i;
const PART = /\b(?:discover\w*|alpha|beta|lot \d+|phase \d+|stage \d+)\b/i;

function mentionsIn(text: string): Mention[] {
  const found: Mention[] = [];
  let end = 0;
  for (const match of text.matchAll(MENTION)) {
    const [whole, first = "", second, unitText = ""] = match;
    const from = match.index;
    // `a week` and `an month` after a rate or a blank are no lengths of their own: `3 days a week`.
    if (/^an?$/i.test(first) && /\bdays?\s*$/i.test(text.slice(0, from))) continue;
    const { unit, isCalendar } = unitOf(unitText);
    const [one, two] = [numberOf(first), second ? numberOf(second) : null];
    const amount = two === null ? one : Math.max(one, two);
    const gap = text.slice(end, from);
    const before = gap.split(/[.;:]\s|[,(–]\s*|\s-\s/).at(-1) ?? "";
    const sentence = gap.split(/[.;]\s/).at(-1) ?? "";
    const after = text.slice(from + whole.length);
    const last = found.at(-1);
    const earlier = found.some((mention) => !mention.isOther);
    const sameSentence = earlier && !/[.;]\s/.test(gap);
    const continues = last !== undefined && /^\s*(?:,|and|&)?\s*$/.test(gap);
    found.push({
      text: whole.trim(),
      low: two === null ? one : Math.min(one, two),
      high: amount,
      unit,
      weeks: weeksIn(amount, unit, isCalendar),
      before,
      after,
      isExtension:
        (continues && last.isExtension) ||
        EXTENDS.test(sentence) ||
        EXTENDS_AFTER.test(after) ||
        (sameSentence && MAYBE.test(sentence)),
      isOther: OTHER.test(before) || OTHER_AFTER.test(after) || RATE.test(after),
      isSow: SOW.test(before) || SOW_AFTER.test(after),
      namesPart: PART.test(before) || PART.test(after.split(/[.;,]/)[0] ?? ""),
    });
    end = from + whole.length;
  }
  return found;
}

/** `1 year and 6 months` is one length: a smaller unit that follows at once is added. */
function joined(mentions: readonly Mention[], chosen: Mention): number {
  const next = mentions[mentions.indexOf(chosen) + 1];
  const order: Unit[] = ["day", "week", "fortnight", "month", "quarter", "year"];
  if (!next || next.isOther || next.isExtension || next.isSow) return chosen.weeks;
  if (order.indexOf(next.unit) >= order.indexOf(chosen.unit)) return chosen.weeks;
  return /^\s*(?:,|and|&)?\s*$/.test(chosen.after.slice(0, chosen.after.indexOf(next.text)))
    ? chosen.weeks + next.weeks
    : chosen.weeks;
}

const nothing = (note: string): ReadDuration => ({ weeks: null, note });

function bounded(weeks: number, note: string | null): ReadDuration {
  if (!(weeks > 0)) return nothing("comes to no time at all; left blank");
  if (weeks > MOST_WEEKS) return nothing("is longer than ten years; left blank");
  return { weeks: toWholeWeeks(weeks), note };
}

/**
 * Whole weeks from words such as `6-8 weeks`, `3 months`, `up to 2 years` or a sentence. A range or a limit counts with
 * its longer end, options to extend and statements of work inside a contract do not count, days are working days, a
 * month is 52/12 weeks; the result is rounded to the nearest week. `bareUnit` is the unit of a number that stands alone,
 * where the heading names one. The note says what was decided, or why nothing could be read.
 */
export function parseDuration(text: string, bareUnit: Unit | null = null): ReadDuration {
  const line = cleanLine(text.slice(0, MOST_SIGNS))
    .replace(/\bI(?=\s+(?:year|month|week)\b)/g, "1")
    .replace(/\bup\s?to\b/gi, "up to");
  if (line === "") return { weeks: null, note: null };
  const alone = /^\d+(?:[.,]\d+)?$/.exec(line);
  if (alone) {
    if (!bareUnit) return nothing("is a number without a unit; left blank");
    return bounded(weeksIn(numberOf(line), bareUnit, false), null);
  }
  const iso = ISO.exec(line);
  if (iso && line.length > 1) {
    const [years, months, weeks, days] = iso.slice(1).map((part) => Number(part ?? 0));
    return bounded((years ?? 0) * 52 + ((months ?? 0) * 52) / 12 + (weeks ?? 0) + (days ?? 0) / 7, null);
  }
  const short = SHORT.exec(line);
  if (short) {
    const unit = ({ d: "day", w: "week", m: "month", y: "year" } as const)[
      (short[2] ?? "w").toLowerCase() as "d" | "w" | "m" | "y"
    ];
    return bounded(weeksIn(Number(short[1]), unit, false), null);
  }
  const hasTwoTerms = SUM.test(line);
  SUM.lastIndex = 0;
  return fromSentence(hasTwoTerms ? line.replace(SUM, "$1 $3 + $2 $3") : line);
}

function fromSentence(line: string): ReadDuration {
  const mentions = mentionsIn(line);
  if (mentions.length === 0) {
    return nothing(
      /\b\d{4}\b|\d[/.]\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/i.test(line)
        ? "names a date and no length; left blank"
        : "gives no length; left blank",
    );
  }
  const own = mentions.filter((mention) => !mention.isExtension && !mention.isOther);
  const terms = own.filter((mention) => !mention.isSow);
  const overall = terms.find((mention) => /\bover(?: a period of)?(?: up to)?\s*$/i.test(mention.before));
  const chosen = overall ?? terms[0] ?? own[0];
  if (!chosen) return nothing("names an extension or a review but no first term; left blank");
  const parts = terms.filter((mention) => mention.namesPart);
  const isInLots = mentions.length > 1 && /\b(lot|phase|stage) \d.*\b\1 \d/i.test(line);
  if (isInLots || (!overall && chosen.namesPart && parts.length > 1)) {
    return nothing("names several lengths for several parts; left blank");
  }
  if (/^\s*each\b/i.test(chosen.after)) return nothing("gives a length for each of several; left blank");
  const weeks = joined(mentions, chosen);
  return bounded(weeks, noteOn(line, mentions, chosen, toWholeWeeks(weeks)));
}

/** What a reader should know about how the weeks were read; null for a plain length. */
function noteOn(line: string, mentions: readonly Mention[], chosen: Mention, weeks: number): string | null {
  const read = `read as ${weeks} ${weeks === 1 ? "week" : "weeks"}`;
  if (chosen.low !== chosen.high) return `${read}, the longer end`;
  if (mentions.some((mention) => mention !== chosen && mention.isExtension)) {
    return `${read}, without the extension`;
  }
  if (
    /\b(?:up to|max\w*|less than|at most|no more than|not exceed\w*)\s*(?:a\s+(?:max\w*)\s*(?:of\s*)?)?$/i.test(
      chosen.before.trim(),
    )
  ) {
    return `${read}, an upper limit`;
  }
  if (/\b(?:min\w*|at least)\s*(?:of\s*)?$/i.test(chosen.before.trim()) || /^\s*min/i.test(chosen.after)) {
    return `${read}, a lower limit`;
  }
  if (chosen.unit === "day") return `${read}, from working days`;
  return chosen.text.length >= line.replace(/[.\s]+$/, "").length ? null : read;
}
