import type { TimelinePage } from "db/pipeline-timeline.server";
import { useEffect, useRef } from "react";
import { dayNumber, longDate, shortDate } from "~/domain/calendar";
import { spanText } from "~/domain/pipeline";
import { type TimelineWindow, timelineBar, timelineTicks } from "~/domain/pipeline-timeline";
import { intervalsFromText, phasesFromText } from "~/domain/rail-text";
import { describeRail } from "~/domain/rail-words";
import { STAGE_LABEL } from "~/domain/stage";
import { Badge } from "~/ui/badge";
import { HealthBadge } from "~/ui/health-badge";
import { useLinkClicks } from "~/ui/link-clicks";
import { RailDefs } from "~/ui/phase-rail";
import { TimelineBar, TimelineGrid, TimelineScale } from "./timeline-bar";

type Props = { rows: TimelinePage["rows"]; window: TimelineWindow; today: string };

/** What scrolls can be reached by keyboard, so that the arrows scroll it. */
const IN_TAB_ORDER = 0;

/** Every engagement as a bar of its phases on one axis of dates, with its promised and expected finish in words. */
export function Timeline({ rows, window, today }: Props) {
  const frame = useRef<HTMLElement>(null);
  const table = useRef<HTMLTableElement>(null);
  useLinkClicks(table);
  const ticks = timelineTicks(window);
  const now = placeOf(today, window);
  useEffect(() => {
    const box = frame.current;
    if (box && now !== null) box.scrollLeft = Math.max(0, now * box.scrollWidth - box.clientWidth / 3);
  }, [now]);
  return (
    <section
      ref={frame}
      aria-label="Engagements on a line of dates"
      tabIndex={IN_TAB_ORDER}
      className="timeline rounded-card border bg-surface"
    >
      <RailDefs />
      <TimelineGrid ticks={ticks} now={now} />
      <table ref={table}>
        <caption className="sr-only">Engagements and their phases by date</caption>
        <thead>
          <tr>
            <th scope="col">Engagement</th>
            <th scope="col">Promised, expected</th>
            <th scope="col">
              <span className="sr-only">
                {longDate(window.fromOn, today)} to {longDate(window.toOn, today)}
              </span>
              <TimelineScale ticks={ticks} now={now} />
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <TimelineLine key={row.code} row={row} window={window} today={today} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Where today's middle lies; null when it is outside. */
function placeOf(today: string, { fromOn, toOn }: TimelineWindow): number | null {
  if (today < fromOn || today >= toOn) return null;
  return (dayNumber(today) + 0.5 - dayNumber(fromOn)) / (dayNumber(toOn) - dayNumber(fromOn));
}

function TimelineLine({ row, window, today }: Omit<Props, "rows"> & { row: Props["rows"][number] }) {
  const phases = phasesFromText(row.rail);
  const waiting = intervalsFromText(row.waiting, today);
  const { promisedOn, expected } = row;
  const label = describeRail(
    { title: row.title, phases, todayOn: today, promisedFinishOn: promisedOn },
    "short",
  );
  return (
    <tr data-list-item>
      <th scope="row">
        <a href={`/engagements/${row.code}`} data-list-open>
          {row.title}
        </a>
        <small>
          {row.code} · {row.client}
        </small>
      </th>
      <td>
        <span>
          {promisedOn && <time dateTime={promisedOn}>{shortDate(promisedOn, today)}</time>}
          {expected && (
            <time dateTime={expected.p80On} className="expected">
              {spanText(expected.p50On, expected.p80On, today)}
            </time>
          )}
        </span>
        {row.isPaused ? (
          <Badge>Paused</Badge>
        ) : row.stage !== "active" ? (
          <Badge>{STAGE_LABEL[row.stage]}</Badge>
        ) : (
          row.health && row.health !== "on_track" && <HealthBadge health={row.health} />
        )}
      </td>
      <td>
        <TimelineBar
          bar={timelineBar({ phases, waiting, promisedOn, expected }, window, today)}
          label={label}
        />
      </td>
    </tr>
  );
}
