import { longDate, shortDate } from "~/domain/calendar";
import { useFirmClock } from "./firm-clock";

type DateTextProps = {
  /** `YYYY-MM-DD` */
  on: string;
  /** Leaves the weekday out where a column is narrow. */
  short?: boolean;
  className?: string;
};

/** A calendar date as people write it ("Sun 22 Nov", the year when it is not this one), with the machine form. */
export function DateText({ on, short, className }: DateTextProps) {
  const today = useFirmClock()?.today;
  return (
    <time dateTime={on} className={className}>
      {short ? shortDate(on, today) : longDate(on, today)}
    </time>
  );
}

// Numbers only, so that the server's and the browser's locale data cannot differ and break hydration.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const kept = formats.get(zone);
  if (kept) return kept;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  formats.set(zone, made);
  return made;
}

/** An instant in a time zone as "Sun 22 Nov, 14:05". `at` is epoch milliseconds. */
export function instantWords(at: number, zone: string, today?: string): string {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const on = `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`;
  return `${longDate(on, today)}, ${parts.get("hour")}:${parts.get("minute")}`;
}

/** An instant (epoch milliseconds) in the firm's time zone. */
export function Instant({ at, className }: { at: number; className?: string }) {
  const clock = useFirmClock();
  return (
    <time dateTime={new Date(at).toISOString()} className={className}>
      {instantWords(at, clock?.zone ?? "UTC", clock?.today)}
    </time>
  );
}
