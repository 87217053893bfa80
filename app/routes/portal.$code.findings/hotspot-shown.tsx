import type { ProtectingTest } from "db/chain.server";
import type { CalendarDate } from "~/domain/calendar";
import { hoursText } from "~/domain/hotspot";
import { Badge } from "~/ui/badge";
import { DateText } from "~/ui/date";
import { Markdown } from "~/ui/markdown";

type Props = {
  hotspot: {
    rank: number;
    number: number;
    title: string;
    minutesBefore: number;
    minutesAfter: number | null;
    measuredOn: CalendarDate | null;
    fixHtml: string;
    fixedOn: CalendarDate | null;
    accepted: { reason: string; by: string; on: CalendarDate } | null;
    tests: ProtectingTest[];
  };
};

/** What a hotspot cost, what was done about it, what keeps it from coming back, and what it costs now. */
export function HotspotShown({ hotspot }: Props) {
  const { minutesBefore, minutesAfter, measuredOn, fixedOn, fixHtml, accepted, tests } = hotspot;
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="text-muted tabular-nums">{hotspot.rank}.</span>
        <h3 className="min-w-0 flex-1 basis-56 font-semibold">
          <a href={`#f-${hotspot.number}`} className="underline-offset-2 hover:underline">
            {hotspot.title}
          </a>
        </h3>
        {fixedOn ? (
          <Badge tone="good">
            Fixed <DateText on={fixedOn} short />
          </Badge>
        ) : (
          <Badge>{accepted ? "Stays as it is" : "Not fixed yet"}</Badge>
        )}
      </div>
      <p className="mt-1">
        {hoursText(minutesBefore)} a week when we found it
        {minutesAfter !== null && (
          <>
            , <strong className="font-semibold">{hoursText(minutesAfter)} a week</strong> now
            {measuredOn && (
              <>
                {" "}
                (measured on <DateText on={measuredOn} />)
              </>
            )}
          </>
        )}
        .
      </p>
      {fixedOn && fixHtml && <Markdown html={fixHtml} className="mt-1" />}
      {accepted && (
        <p className="mt-1">
          {accepted.by} agreed on <DateText on={accepted.on} /> that it stays as it is: {accepted.reason}
        </p>
      )}
      {tests.length > 0 && (
        <p className="mt-1 text-muted text-sm">
          Kept from coming back by {tests.length === 1 ? "the test" : `${tests.length} tests`}{" "}
          {tests.map((test) => `“${test.name}”`).join(", ")}.
        </p>
      )}
    </li>
  );
}
