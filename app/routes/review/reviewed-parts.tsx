import { Link } from "@remix-run/react";
import { askAnchor } from "~/domain/ask";
import { shortDate, workingDaysText } from "~/domain/calendar";
import { DateText, Instant } from "~/ui/date";
import { useFirmClock } from "~/ui/firm-clock";
import { HealthBadge } from "~/ui/health-badge";
import type { Subject } from "./reviewed-card";

const HEADING = "font-semibold text-sm";
const LINK = "underline underline-offset-2";

/** What has happened since the review before: how much, and the lines that matter most. */
export function WhatChanged({ changes, code }: { changes: Subject["changes"]; code: string }) {
  const { sinceAt, sinceOn, count, isAtLeast, text, lines } = changes;
  const clock = useFirmClock();
  return (
    <section aria-labelledby="changed" className="min-w-0">
      <h3 id="changed" className={HEADING}>
        {isAtLeast && "At least "}
        {count === 0 ? "No changes" : count === 1 ? "1 change" : `${count} changes`} since{" "}
        {sinceAt !== null ? (
          <>
            the last review, <Instant at={sinceAt} />
          </>
        ) : (
          sinceOn && <DateText on={sinceOn} />
        )}
      </h3>
      {count > 0 && (
        <>
          {text && <p className="text-muted text-sm">{text}.</p>}
          <ul className="mt-1.5 grid gap-1.5">
            {lines.map(({ seq, on, by, sentence }) => (
              <li key={seq}>
                <span className="font-medium">{by}</span> {sentence}{" "}
                <time dateTime={on} className="whitespace-nowrap text-muted text-sm">
                  {shortDate(on, clock?.today)}
                </time>
              </li>
            ))}
          </ul>
          {count > lines.length && (
            <p className="mt-1.5 text-sm">
              <Link to={`/engagements/${code}/activity`} className={LINK}>
                All that happened
              </Link>
            </p>
          )}
        </>
      )}
    </section>
  );
}

/** What the lead claimed last, and where that does not agree with the dates. */
export function LastUpdate({ update, code }: { update: Subject["update"]; code: string }) {
  return (
    <section aria-labelledby="claimed" className="min-w-0">
      <h3 id="claimed" className={HEADING}>
        {update ? (
          <>
            Update of <DateText on={update.onDate} />
          </>
        ) : (
          "Last update"
        )}
      </h3>
      {update ? (
        <>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
            {update.health && <HealthBadge health={update.health} />}
            <span className="text-muted text-sm">{update.author}</span>
          </p>
          <p className="mt-1">
            <Link
              to={`/engagements/${code}/updates/${update.id}`}
              className="underline-offset-2 hover:underline"
            >
              {update.sentence}
            </Link>
          </p>
          {update.against && <p className="mt-1 text-alert-ink text-sm">{update.against}</p>}
        </>
      ) : (
        <p className="text-muted">None has been published.</p>
      )}
    </section>
  );
}

const ASKS_SHOWN = 4;

/** What the client is asked for and has not given. */
export function Asks({ asks, code }: { asks: Subject["asks"]; code: string }) {
  return (
    <section aria-labelledby="open-asks" className="min-w-0">
      <h3 id="open-asks" className={HEADING}>
        Open asks
      </h3>
      {asks.length === 0 ? (
        <p className="text-muted">We wait for nothing.</p>
      ) : (
        <ul className="mt-1 grid gap-1">
          {asks.slice(0, ASKS_SHOWN).map((ask) => (
            <li key={ask.id}>
              <Link
                to={`/engagements/${code}/asks#${askAnchor(ask.id)}`}
                className="underline-offset-2 hover:underline"
              >
                {ask.title}
              </Link>{" "}
              <span className={ask.lateBy === null ? "text-muted text-sm" : "text-alert-ink text-sm"}>
                {ask.lateBy !== null ? (
                  `late by ${workingDaysText(ask.lateBy)}`
                ) : ask.dueOn ? (
                  <>
                    by <DateText on={ask.dueOn} short />
                  </>
                ) : (
                  "no date"
                )}
                {ask.isBlocking && ", we wait for it"}
              </span>
            </li>
          ))}
        </ul>
      )}
      {asks.length > ASKS_SHOWN && (
        <p className="mt-1 text-sm">
          <Link to={`/engagements/${code}/asks`} className={LINK}>
            All {asks.length}
          </Link>
        </p>
      )}
    </section>
  );
}
