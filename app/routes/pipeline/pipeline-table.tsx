import type { PipelineRow } from "db/pipeline.server";
import { useRef } from "react";
import { shortDate } from "~/domain/calendar";
import { intervalsFromText, phasesFromText, sharedWeeks } from "~/domain/rail-text";
import type { Stage } from "~/domain/stage";
import { Badge } from "~/ui/badge";
import { HealthBadge } from "~/ui/health-badge";
import { useLinkClicks } from "~/ui/link-clicks";
import { PhaseRail, RailDefs } from "~/ui/phase-rail";

type Props = { rows: readonly PipelineRow[]; stage: Stage; today: string; caption: string };

/** One stage as a table: what it is, its plan as a picture, why it needs someone, when it is promised, who leads it. */
export function PipelineTable({ rows, stage, today, caption }: Props) {
  const body = useRef<HTMLTableSectionElement>(null);
  useLinkClicks(body);
  const phases = rows.map((row) => phasesFromText(row.rail));
  const weeks = sharedWeeks(phases);
  const isPromised = stage === "active" || stage === "handed_over";
  return (
    <>
      <RailDefs />
      <table className="pipeline">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Engagement</th>
            <th scope="col">{weeks > 0 ? `${weeks} weeks from its start` : "Plan"}</th>
            {stage === "active" && <th scope="col">Health</th>}
            <th scope="col">{stage === "active" ? "Why it needs someone" : "What we know"}</th>
            {isPromised && <th scope="col">Promised</th>}
            <th scope="col">Lead</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row, index) => (
            <tr key={row.code} data-list-item>
              <th scope="row">
                <a href={`/engagements/${row.code}`} data-list-open>
                  {row.title}
                </a>
                <small>
                  {row.code} · {row.client}
                </small>
              </th>
              <td>
                <PhaseRail
                  input={{
                    title: row.title,
                    phases: phases[index] ?? [],
                    todayOn: today,
                    promisedFinishOn: row.promisedOn,
                    waiting: intervalsFromText(row.waiting, today),
                    paused: intervalsFromText(row.paused, today),
                  }}
                  size="row"
                  weeks={weeks}
                />
              </td>
              {stage === "active" && (
                <td className="health">
                  {row.isPaused ? <Badge>Paused</Badge> : row.health && <HealthBadge health={row.health} />}
                </td>
              )}
              <td className={row.isNeeding ? "words" : "words quiet"}>{row.words}</td>
              {isPromised && (
                <td className="promised">
                  {row.promisedOn && (
                    <time dateTime={row.promisedOn}>{shortDate(row.promisedOn, today)}</time>
                  )}
                </td>
              )}
              <td className={row.lead ? undefined : "quiet"}>{row.lead ?? "No lead"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
