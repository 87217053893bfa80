import { Link } from "@remix-run/react";
import type { Counted, StartAnswer } from "db/earliest-start.server";
import { addDays, type CalendarDate, daysBetween, shortDate } from "~/domain/calendar";
import { Badge } from "~/ui/badge";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";

type Lead = StartAnswer["leads"][number];

const WIDTH = 300;
const HEIGHT = 18;
const TICKS = 3;

/** Each lead by the date that holds with 80 %, with a picture of how sure it is and what they are on. */
export function LeadsCard({ start, today }: { start: StartAnswer; today: CalendarDate }) {
  const ends = start.leads.map(({ dates }) => dates.p95On ?? dates.p80On ?? dates.p50On ?? today);
  const last = [...ends, addDays(today, 28)].sort().at(-1) ?? today;
  const days = daysBetween(today, last);
  return (
    <Card id="leads" title={start.lead ? "How sure it is" : "Lead by lead"}>
      <table className="starts">
        <caption className="sr-only">
          The first day on which Read can begin with each lead, with a chance of 50, 80 and 95 %
        </caption>
        <thead>
          <tr>
            <th scope="col">Lead</th>
            <th scope="col">50 %</th>
            <th scope="col">80 %</th>
            <th scope="col">95 %</th>
            <th scope="col" className="starts-picture">
              <Axis today={today} days={days} />
            </th>
          </tr>
        </thead>
        {start.leads.map((lead) => (
          <tbody key={lead.id}>
            <tr>
              <th scope="row">{lead.name}</th>
              {[lead.dates.p50On, lead.dates.p80On, lead.dates.p95On].map((on, at) => (
                <td key={["50", "80", "95"][at]} className={at === 1 ? "font-semibold" : undefined}>
                  {on ? <DateText on={on} short /> : "later"}
                </td>
              ))}
              <td className="starts-picture">
                <Band lead={lead} today={today} days={days} />
              </td>
            </tr>
            <tr>
              <td colSpan={5} className="starts-behind">
                <Behind lead={lead} isOpen={start.lead !== null} />
              </td>
            </tr>
          </tbody>
        ))}
      </table>
    </Card>
  );
}

const placeOf = (on: CalendarDate, today: CalendarDate, days: number) =>
  Math.round((WIDTH * Math.min(days, Math.max(0, daysBetween(today, on)))) / days);

function Axis({ today, days }: { today: CalendarDate; days: number }) {
  const ticks = Array.from({ length: TICKS }, (_, at) =>
    addDays(today, Math.round((days * at) / (TICKS - 1))),
  );
  return (
    <>
      <span className="sr-only">Picture</span>
      <svg viewBox={`-6 0 ${WIDTH + 12} 12`} aria-hidden="true" className="block w-full">
        {ticks.map((on, at) => (
          <text
            key={on}
            x={placeOf(on, today, days)}
            y="10"
            fontSize="9"
            textAnchor={at === 0 ? "start" : at === TICKS - 1 ? "end" : "middle"}
            className="fill-muted"
          >
            {at === 0 ? "today" : shortDate(on, today)}
          </text>
        ))}
      </svg>
    </>
  );
}

/** From the 50 % date to the 95 % date, with a diamond on the one of 80 %. */
function Band({ lead: { dates, name }, today, days }: { lead: Lead; today: CalendarDate; days: number }) {
  const { p50On, p80On, p95On } = dates;
  if (!p50On) return null;
  const from = placeOf(p50On, today, days);
  const until = p95On ? placeOf(p95On, today, days) : WIDTH;
  const at = p80On ? placeOf(p80On, today, days) : null;
  const middle = HEIGHT / 2;
  return (
    <svg
      viewBox={`-6 0 ${WIDTH + 12} ${HEIGHT}`}
      role="img"
      aria-label={`${name}: from ${shortDate(p50On, today)} to ${p95On ? shortDate(p95On, today) : "later than three years"}`}
      className="block w-full"
    >
      <line x1="0" x2={WIDTH} y1={middle} y2={middle} className="stroke-line" />
      <rect
        x={from}
        y={middle - 5}
        width={Math.max(3, until - from)}
        height="10"
        rx="3"
        className="fill-extend-soft stroke-extend"
      />
      {at !== null && <path d={`M${at} ${middle - 6}l6 6-6 6-6-6z`} className="fill-extend stroke-surface" />}
    </svg>
  );
}

function Behind({ lead, isOpen }: { lead: Lead; isOpen: boolean }) {
  const { counted, absences, name } = lead;
  return (
    <details open={isOpen ? true : undefined}>
      <summary className="inline-flex min-h-7 items-center text-muted text-sm underline underline-offset-2 pointer-coarse:min-h-9">
        {counted.length === 0
          ? "On nothing"
          : `On ${counted.length} ${counted.length === 1 ? "engagement" : "engagements"}`}
        <span className="sr-only">: what {name} is on</span>
      </summary>
      <ul className="mt-1 mb-2 grid gap-1 border-l-2 pl-3 text-sm">
        {counted.map((work) => (
          <li key={`${work.code} ${work.fromOn}`}>
            <CountedLine work={work} />
          </li>
        ))}
        {absences.map(({ fromOn, untilOn }) => (
          <li key={fromOn}>
            Away from <DateText on={fromOn} short /> to <DateText on={untilOn} short />
          </li>
        ))}
        {counted.length + absences.length === 0 && <li>Nothing is planned: they are free at once.</li>}
      </ul>
    </details>
  );
}

function CountedLine({ work }: { work: Counted }) {
  const { code, title, sharePercent, ends, isGuessed, isProposal } = work;
  return (
    <>
      <span className="font-semibold">{sharePercent} %</span>{" "}
      <Link to={`/engagements/${code}/${isProposal ? "team" : "forecast"}`}>{title}</Link>
      {", "}
      {ends.by === "forecast" && (
        <>
          finished by <DateText on={ends.p80On} short /> with 80 %
        </>
      )}
      {ends.by === "plan" && (
        <>
          until its planned finish on <DateText on={ends.on} short />
          {!isProposal && ", for which there is no forecast"}
        </>
      )}
      {ends.by === "share" && (
        <>
          until their share ends on <DateText on={ends.on} short />
        </>
      )}
      {isGuessed && <Badge className="ml-2">Nobody planned how much of them</Badge>}
      {isProposal && <Badge className="ml-2">Counted as won</Badge>}
    </>
  );
}
