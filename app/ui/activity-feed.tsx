import { Link } from "@remix-run/react";
import { type CalendarDate, longDate } from "~/domain/calendar";
import type { EventIcon } from "~/domain/event";
import { EventMark } from "./event-mark";
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
                <EventMark icon={entry.icon} className="mt-1" />
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
