import type { CalendarDate } from "~/domain/calendar";
import { shortDate } from "~/domain/calendar";
import type { ExpectedDates } from "~/domain/expected";
import { PHASE_LABEL, PHASE_STATUS_LABEL } from "~/domain/phase";
import { countText } from "~/domain/progress";
import type { RailInput } from "~/domain/rail";
import { isPhaseLate, type RailPhase } from "~/domain/rail-input";

const GATE_TEXT: Record<RailPhase["gate"], string> = {
  none: "Not requested",
  requested: "With the client",
  declined: "Declined",
  signed: "Signed",
  waived: "Waived",
};

/** The table behind the rail: the same phases and dates, in cells; the client is spoken to. */
export function RailTable({ input, isForClient = false }: { input: RailInput; isForClient?: boolean }) {
  const isTheirs = (phase: RailPhase) => isForClient && phase.gate === "requested";
  const { todayOn } = input;
  return (
    <div className="rail-table">
      <table>
        <caption>Phases of {input.title}</caption>
        <thead>
          <tr>
            <th scope="col">Phase</th>
            <th scope="col">Status</th>
            <th scope="col">First promised</th>
            <th scope="col">Promised now</th>
            <th scope="col">Actual</th>
            <th scope="col">Gate</th>
            <th scope="col">Done</th>
          </tr>
        </thead>
        <tbody>
          {input.phases.map((phase) => (
            <tr key={phase.kind}>
              <th scope="row">{PHASE_LABEL[phase.kind]}</th>
              <td data-label="Status">
                {isTheirs(phase) ? "Gate with you" : PHASE_STATUS_LABEL[phase.status]}
                {isPhaseLate(phase, todayOn) ? ", late" : ""}
              </td>
              <td data-label="First promised">
                <Dates from={phase.firstStartOn} to={phase.firstFinishOn} todayOn={todayOn} />
              </td>
              <td data-label="Promised now">
                <Dates from={phase.plannedStartOn} to={phase.plannedFinishOn} todayOn={todayOn} />
              </td>
              <td data-label="Actual">
                {phase.actualStartOn === null ? (
                  "Not started"
                ) : (
                  <Dates from={phase.actualStartOn} to={phase.actualFinishOn} todayOn={todayOn} />
                )}
              </td>
              <td data-label="Gate">{isTheirs(phase) ? "With you" : GATE_TEXT[phase.gate]}</td>
              <td data-label="Done">{countText(phase)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {input.expected ? <Expected expected={input.expected} todayOn={todayOn} /> : null}
    </div>
  );
}

function Expected({ expected, todayOn }: { expected: ExpectedDates; todayOn: CalendarDate }) {
  const day = (on: CalendarDate) => <time dateTime={on}>{shortDate(on, todayOn)}</time>;
  return (
    <p className="rail-expected">
      Expected finish: as likely as not by {day(expected.p50On)}, in 8 of 10 cases by {day(expected.p80On)},
      in 19 of 20 by {day(expected.p95On)}.
    </p>
  );
}

function Dates({
  from,
  to,
  todayOn,
}: {
  from: CalendarDate;
  to: CalendarDate | null;
  todayOn: CalendarDate;
}) {
  return (
    <>
      <time dateTime={from}>{shortDate(from, todayOn)}</time>
      {to === null ? " to now" : " to "}
      {to === null ? null : <time dateTime={to}>{shortDate(to, todayOn)}</time>}
    </>
  );
}
