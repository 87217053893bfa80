import type { Option } from "./field";

let zones: Option[] | undefined;
let currencies: Option[] | undefined;

const COMMON = ["GBP", "EUR", "USD"];

/** Every time zone that this machine knows, to choose from. */
export function timeZoneOptions(): Option[] {
  zones ??= [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])]
    .sort()
    .map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
  return zones;
}

/** Every currency (ISO 4217), the common ones first. */
export function currencyOptions(): Option[] {
  if (!currencies) {
    const names = new Intl.DisplayNames("en-GB", { type: "currency" });
    const rest = Intl.supportedValuesOf("currency").filter((code) => !COMMON.includes(code));
    currencies = [...COMMON, ...rest].map((code) => ({ value: code, label: `${code} · ${names.of(code)}` }));
  }
  return currencies;
}

export function isTimeZone(text: string): boolean {
  return timeZoneOptions().some(({ value }) => value === text);
}

export function isCurrency(text: string): boolean {
  return currencyOptions().some(({ value }) => value === text);
}
