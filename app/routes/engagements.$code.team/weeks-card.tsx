import type { TeamPerson, TeamPlan } from "db/team-plan.server";
import type { ReactNode } from "react";
import { Card } from "~/ui/card";
import { LoadCell, LoadLegend, LoadTable } from "~/ui/load-weeks";

/** A small picture by week: what each takes part with, and below it everything that they are on. */
export function WeeksCard({ plan: { people, mondays } }: { plan: TeamPlan }) {
  const shown = people.filter(
    ({ part, weeks }) => part !== "gone" || weeks.some(({ percent }) => percent > 0),
  );
  return (
    <Card className="px-2! py-3 sm:px-4!">
      <LoadTable mondays={mondays}>
        {shown.map((person) => (
          <PersonWeeks key={person.id} person={person} mondays={mondays} />
        ))}
      </LoadTable>
      <LoadLegend isPart />
    </Card>
  );
}

const isSame = ({ weeks, allWeeks }: TeamPerson) =>
  allWeeks === null || weeks.every(({ peakPercent }, week) => allWeeks[week]?.peakPercent === peakPercent);

function PersonWeeks({ person, mondays }: { person: TeamPerson; mondays: readonly string[] }) {
  const { name, weeks, allWeeks } = person;
  const all = isSame(person) ? null : allWeeks;
  return (
    <tbody>
      <Heading span={weeks.length}>
        <span className="font-semibold">{name}</span>
      </Heading>
      <tr>
        <th scope="row" className="hidden pr-3 text-left font-semibold lg:table-cell">
          {name}
        </th>
        {weeks.map((load, week) => (
          <LoadCell key={mondays[week]} load={load} isPart />
        ))}
      </tr>
      {all && (
        <>
          <Heading span={weeks.length}>
            <span className="text-muted text-sm">with all else that {name} is on</span>
          </Heading>
          <tr className="load-all">
            <th scope="row" className="hidden pr-3 text-left font-normal text-muted text-sm lg:table-cell">
              with all else<span className="sr-only"> that {name} is on</span>
            </th>
            {all.map((load, week) => (
              <LoadCell key={mondays[week]} load={load} />
            ))}
          </tr>
        </>
      )}
    </tbody>
  );
}

/** On a narrow screen the name stands above the weeks. */
function Heading({ span, children }: { span: number; children: ReactNode }) {
  return (
    <tr className="lg:hidden">
      <th scope="rowgroup" colSpan={span} className="pt-2 text-left font-normal">
        {children}
      </th>
    </tr>
  );
}
