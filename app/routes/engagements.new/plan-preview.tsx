import type { OpeningChoices } from "db/opening.server";
import { isCalendarDate, workingDaysText } from "~/domain/calendar";
import { PHASE_LABEL } from "~/domain/phase";
import { layOut, plannedWorkingDays, scaleLengths } from "~/domain/schedule";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { PhaseMark } from "~/ui/phase-mark";

type Props = { choices: OpeningChoices; plan: { startsOn: string; weeks: number; templateId: string } };

/** The dates that follow from what is typed, by the rules that will lay them out. */
export function PlanPreview({ choices, plan }: Props) {
  const template = choices.templates.find(({ id }) => id === plan.templateId);
  const isWhole = Number.isInteger(plan.weeks) && plan.weeks >= 1 && plan.weeks <= 104;
  if (!template || !isWhole || !isCalendarDate(plan.startsOn)) {
    return (
      <Card title="The dates that follow">
        <p className="text-muted">Choose a start date and a length.</p>
      </Card>
    );
  }
  const calendar = { weekend: choices.calendar.weekend, holidays: new Set(choices.calendar.holidays) };
  const phases = layOut(plan.startsOn, scaleLengths(template.lengths, plan.weeks, calendar), calendar);
  const finishOn = phases.at(-1)?.plannedFinishOn;
  return (
    <Card title="The dates that follow" aside={template.name}>
      <ol className="grid gap-3">
        {phases.map((phase) => (
          <li key={phase.kind} className="flex gap-3">
            <PhaseMark phase={phase.kind} className="mt-0.5" />
            <div>
              <p className="font-semibold">
                {PHASE_LABEL[phase.kind]}{" "}
                <span className="font-normal text-muted text-sm">
                  {workingDaysText(plannedWorkingDays(phase, calendar))}
                </span>
              </p>
              <p className="text-sm">
                <DateText on={phase.plannedStartOn} /> – <DateText on={phase.plannedFinishOn} />
              </p>
            </div>
          </li>
        ))}
      </ol>
      {finishOn && (
        <p className="mt-4 border-t pt-3">
          Finished by <DateText on={finishOn} className="font-semibold" />
        </p>
      )}
    </Card>
  );
}
