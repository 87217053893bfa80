import type { PipelinePage } from "db/pipeline.server";
import { shortDate } from "~/domain/calendar";
import { moneyText, ORIGIN_LABEL } from "~/domain/engagement";
import { PHASE_LABEL } from "~/domain/phase";
import { spanText } from "~/domain/pipeline";
import type { PipelineColumn } from "~/domain/pipeline-view";
import type { RailPhase } from "~/domain/rail";
import { intervalsFromText } from "~/domain/rail-text";
import { Badge } from "~/ui/badge";
import { HealthBadge } from "~/ui/health-badge";
import { PhaseRail } from "~/ui/phase-rail";

type Row = PipelinePage["rows"][number];

type Props = {
  column: PipelineColumn;
  row: Row;
  phases: RailPhase[];
  /** Weeks of the scale that all rows share. */
  weeks: number;
  today: string;
};

/** One column of one row. */
export function PipelineCell({ column, row, phases, weeks, today }: Props) {
  const { facts } = row;
  switch (column) {
    case "plan":
      return (
        <td className="plan">
          <PhaseRail
            input={{
              title: row.title,
              phases,
              todayOn: today,
              promisedFinishOn: row.promisedOn,
              waiting: intervalsFromText(row.waiting, today),
              paused: intervalsFromText(row.paused, today),
              expected: row.expected,
            }}
            size="row"
            weeks={weeks}
          />
        </td>
      );
    case "health":
      return (
        <td className="health">
          {row.isPaused ? <Badge>Paused</Badge> : row.health && <HealthBadge health={row.health} />}
        </td>
      );
    case "words":
      return <td className={row.isNeeding ? "words" : "words quiet"}>{row.words}</td>;
    case "phase":
      return <td>{facts?.phase && PHASE_LABEL[facts.phase]}</td>;
    case "start":
      return <td className="start">{facts?.startsOn && <Day on={facts.startsOn} today={today} />}</td>;
    case "promised":
      return <td className="promised">{row.promisedOn && <Day on={row.promisedOn} today={today} />}</td>;
    case "expected":
      return <Expected row={row} today={today} />;
    case "value":
      return (
        <td className="value">{facts?.value && moneyText(facts.value.valueMinor, facts.value.currency)}</td>
      );
    case "origin":
      return <td>{facts && ORIGIN_LABEL[facts.origin]}</td>;
    case "lead":
      return <td className={row.lead ? "lead" : "lead quiet"}>{row.lead ?? "No lead"}</td>;
  }
}

function Day({ on, today }: { on: string; today: string }) {
  return <time dateTime={on}>{shortDate(on, today)}</time>;
}

/** From the date that half of such work makes to the one that 8 of 10 do; in bold once that is past the promise. */
function Expected({ row: { expected, promisedOn }, today }: { row: Row; today: string }) {
  if (!expected) return <td className="expected" />;
  const isPast = promisedOn !== null && expected.p80On > promisedOn;
  return (
    <td className="expected">
      <time dateTime={expected.p80On} className={isPast ? "past" : undefined}>
        {spanText(expected.p50On, expected.p80On, today)}
      </time>
      {isPast && <span className="sr-only">, past the promise</span>}
    </td>
  );
}
