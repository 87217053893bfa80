const formats = new Map<string, Intl.NumberFormat>();

/** Making a format costs more than using it a hundred times, so each is made once. */
function formatOf(currency: string, mostDigits?: number): Intl.NumberFormat {
  const key = `${currency} ${mostDigits ?? ""}`;
  const known = formats.get(key);
  if (known) return known;
  const digits =
    mostDigits === undefined ? {} : { minimumFractionDigits: 0, maximumFractionDigits: mostDigits };
  const format = new Intl.NumberFormat("en-GB", { style: "currency", currency, ...digits });
  formats.set(key, format);
  return format;
}

/** Digits after the point of a currency: 2 for most, 0 for yen. */
function minorDigits(currency: string): number {
  return formatOf(currency).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Money in little room: `£410k`, `£1.2m`; whole below ten thousand. From minor units. */
export function shortMoney(minorUnits: number, currency: string): string {
  const whole = Math.round(minorUnits / 10 ** minorDigits(currency));
  if (whole < 10_000) return formatOf(currency, 0).format(whole);
  const thousands = Math.round(whole / 1000);
  if (thousands < 1000) return `${formatOf(currency, 0).format(thousands)}k`;
  return `${formatOf(currency, 1).format(whole / 1_000_000)}m`;
}

/** `48000.00` from minor units, for a file or a field. */
export function decimalMoney(minorUnits: number, currency: string): string {
  const digits = minorDigits(currency);
  return (minorUnits / 10 ** digits).toFixed(digits);
}

/** The same without needless zeros, as somebody would type it: `48000`. */
export function typedMoney(minorUnits: number, currency: string): string {
  return decimalMoney(minorUnits, currency).replace(/\.0+$/, "");
}

const MOST = 1_000_000_000_000;

/**
 * Minor units from what somebody typed: `48000`, `48,000`, `48 000.50`, `£48k`. Undefined when it is no amount, is
 * negative, or is beyond anything that we sell.
 */
export function parseMoney(text: string, currency: string): number | undefined {
  const match = /^[£$€]?\s*((?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d{1,2})?)\s*(k)?$/i.exec(text.trim());
  if (!match) return undefined;
  const amount = Number(match[1]?.replace(/[, ]/g, "")) * (match[2] ? 1000 : 1);
  const minor = Math.round(amount * 10 ** minorDigits(currency));
  return minor <= MOST ? minor : undefined;
}
