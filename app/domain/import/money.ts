import { cleanLine } from "./text";

export interface ReadMoney {
  /** In minor units; null when it cannot be read. */
  minor: number | null;
  /** ISO 4217, where the text names one. */
  currency: string | null;
  note: string | null;
}

const SIGNS: Record<string, string> = { "£": "GBP", "€": "EUR", $: "USD", "¥": "JPY" };
const SCALES: Record<string, number> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  mio: 1e6,
  million: 1e6,
  bn: 1e9,
  billion: 1e9,
};
const AMOUNT =
  /^([A-Z]{3}|[£€$¥])?\s*(-|–|−)?\s*([£€$¥])?\s*(\d[\d., '’\u00a0\u202f]*)\s*(k|thousand|mn?|mio|million|bn|billion)?\s*([A-Z]{3}|[£€$¥])?$/i;

const MOST_SIGNS = 80;

/** Above this the whole number of minor units is no longer exact. */
const MOST = 9e13;

/** Digits after the point of a currency: 2 for most, 0 for yen. */
export function currencyDigits(currency: string): number {
  try {
    const format = new Intl.NumberFormat("en-GB", { style: "currency", currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

function plainNumber(text: string): { value: number; isDoubtful: boolean } | null {
  const digits = text.replace(/[ '’\u00a0\u202f]/g, "").replace(/[.,]$/, "");
  const marks = digits.match(/[.,]/g) ?? [];
  const last = Math.max(digits.lastIndexOf("."), digits.lastIndexOf(","));
  if (last < 0) return { value: Number(digits), isDoubtful: false };
  const mark = digits[last];
  const behind = digits.length - last - 1;
  const isMixed = new Set(marks).size > 1;
  // One mark with three digits behind it groups thousands: 12,500 and 12.500; so do several of the same.
  const groups = !isMixed && (marks.length > 1 || behind === 3);
  if (groups && !/^\d{1,3}(?:[.,]\d{3})+$/.test(digits)) return null;
  const value = groups
    ? Number(digits.replace(/[.,]/g, ""))
    : Number(`${digits.slice(0, last).replace(/[.,]/g, "")}.${digits.slice(last + 1)}`);
  return Number.isFinite(value) ? { value, isDoubtful: groups && mark === "." && marks.length === 1 } : null;
}

/** An amount such as `£1,083,427.50`, `60000.0`, `1.250,00 EUR`, `$12k` or `1.2 million`. */
export function parseMoney(text: string, currency: string): ReadMoney {
  const line = cleanLine(text);
  if (line === "") return { minor: null, currency: null, note: null };
  const nothing = (note: string): ReadMoney => ({ minor: null, currency: null, note });
  if (line.length > MOST_SIGNS) return nothing("is no amount that we can read; left blank");
  const range = /^(.*\d\D{0,3}?)\s*(?:-|–|\bto\b)\s*(\D{0,3}?\d.*)$/.exec(line);
  if (range?.[2]) {
    const upper = parseMoney(range[2], currency);
    const ownScale = parseMoney(range[1] ?? "", currency);
    if (upper.minor !== null && ownScale.minor !== null) {
      const named = upper.currency ?? ownScale.currency;
      return { minor: upper.minor, currency: named, note: "is a range; its upper end is taken" };
    }
  }
  const match = AMOUNT.exec(line.replace(/^(?:approx\w*\.?|about|around|circa|c\.|~|up to|max\w*)\s*/i, ""));
  const number = match ? plainNumber((match[4] ?? "").trim()) : null;
  if (!match || !number) return nothing("is no amount that we can read; left blank");
  if (match[2]) return nothing("is a negative amount; left blank");
  const sign = match[1] ?? match[3] ?? match[6];
  const named = sign ? (SIGNS[sign] ?? sign.toUpperCase()) : null;
  const scale = SCALES[(match[5] ?? "").toLowerCase()] ?? 1;
  const minor = Math.round(number.value * scale * 10 ** currencyDigits(named ?? currency));
  if (minor > MOST) return nothing("is larger than any engagement; left blank");
  const doubt = number.isDoubtful ? `read as ${number.value}, the point grouping thousands` : null;
  return { minor, currency: named, note: doubt };
}
