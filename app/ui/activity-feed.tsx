import { Link } from "@remix-run/react";
import { type CalendarDate, longDate } from "~/domain/calendar";
import type { EventIcon } from "~/domain/event";
import { useFirmClock } from "./firm-clock";

/** What a feed shows of an event; its sentence is already for the reader's eyes. */
export interface FeedEntry {
  seq: number;
  /** Epoch milliseconds. */
  at: number;
  on: CalendarDate;
  by: string;
  sentence: string;
  icon: EventIcon;
  deliverableId: string | null;
}

const ICONS: Record<EventIcon, string> = {
  check: "M3 8.5 6.5 12 13 4.5",
  gate: "M8 2.5 13.5 8 8 13.5 2.5 8Z",
  move: "M2.5 8h11M9.5 4l4 4-4 4",
  start: "M5 3.5v9l7-4.5Z",
  clock: "M8 4.5V8l2.5 1.5M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13",
  note: "M3 13l.8-3L11 2.8 13.2 5 6 12.2Z",
  stop: "M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5ZM8 5v3.5M8 11v.1",
};

type Props = {
  entries: readonly FeedEntry[];
  /** Links deliverables to their pages; left out for a client. */
  code?: string;
};

/** Events as sentences, by day, newest first. */
export function ActivityFeed({ entries, code }: Props) {
  const clock = useFirmClock();
  const days = new Map<CalendarDate, FeedEntry[]>();
  for (const entry of entries) days.set(entry.on, [...(days.get(entry.on) ?? []), entry]);
  return (
    <div className="divide-y divide-line">
      {[...days].map(([on, ofDay]) => (
        <section key={on} aria-label={longDate(on, clock?.today)} className="px-4 py-3">
          <h3 className="mb-1.5 font-semibold text-muted text-sm">
            <time dateTime={on}>{on === clock?.today ? "Today" : longDate(on, clock?.today)}</time>
          </h3>
          <ol className="grid gap-1.5">
            {ofDay.map((entry) => (
              <li key={entry.seq} className="flex items-start gap-2.5">
                <svg viewBox="0 0 16 16" aria-hidden="true" className="stroke-icon mt-1 size-4 text-muted">
                  <path d={ICONS[entry.icon]} />
                </svg>
                <p className="min-w-0 flex-1">
                  <span className="font-medium">{entry.by}</span>{" "}
                  <Sentence
                    text={entry.sentence}
                    to={
                      code && entry.deliverableId
                        ? `/engagements/${code}/deliverables/${entry.deliverableId}`
                        : null
                    }
                  />
                </p>
                <time
                  dateTime={new Date(entry.at).toISOString()}
                  className="whitespace-nowrap text-muted text-sm"
                >
                  {timeOf(entry.at, clock?.zone ?? "UTC")}
                </time>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

/** The sentence, with the quoted name of what it is about as the link to it. */
function Sentence({ text, to }: { text: string; to: string | null }) {
  const quoted = to ? /^([^“]*“)(.+)(”[^”]*)$/s.exec(text) : null;
  if (!to || !quoted) return <>{text}</>;
  return (
    <>
      {quoted[1]}
      <Link to={to} className="underline-offset-2 hover:underline">
        {quoted[2]}
      </Link>
      {quoted[3]}
    </>
  );
}

/** `14:05` in the firm's zone; numbers only, so that server and browser agree. */
function timeOf(at: number, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    hour: "2-digit",
    minute: "2-digit",
  }).format(at);
}
