import { Form } from "@remix-run/react";
import type { PlanPage } from "db/engagement-page.server";
import { longDate, workingDaysText } from "~/domain/calendar";
import type { EngagementHead } from "~/domain/engagement-head";
import { PHASE_LABEL } from "~/domain/phase";
import { CAUSE_HINT, CAUSE_LABEL, SLIP_CAUSES } from "~/domain/promise";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { Checkbox, DateInput, Select, TextInput } from "~/ui/field";
import { formState, type Problem } from "./problem";

type Props = { head: EngagementHead; problem: Problem | null };

/** Pausing a live engagement. */
export function PauseCard({ head, problem }: Props) {
  const state = formState(problem, "pause");
  return (
    <Card>
      <details open={state.errors ? true : undefined}>
        <summary className="inline-flex min-h-6 items-center text-sm underline underline-offset-2">
          Pause this engagement
        </summary>
        <Form method="post" action={`/engagements/${head.code}`} className="mt-2 grid gap-3">
          <input type="hidden" name="intent" value="pause" />
          <TextInput
            {...state}
            idPrefix="pause"
            name="reason"
            label="Why"
            hint="The client reads it. The clock stands still, and nobody is reminded of anything."
            required
            maxLength={1000}
            autoComplete="off"
          />
          <Button className="justify-self-start">Pause</Button>
        </Form>
      </details>
    </Card>
  );
}

type ResumeProps = Props & { resumption: PlanPage["resumption"]; canRun: boolean };

/** Resuming, with the offer to move what is left by what the pause took. */
export function ResumeCard({ head, resumption, canRun, problem }: ResumeProps) {
  const { pause, code } = head;
  if (!pause) return null;
  const state = formState(problem, "resume");
  return (
    <Card id="next" title="Paused" tone="waiting">
      <p className="text-sm">
        Since <DateText on={pause.since} />
        {resumption && `, ${workingDaysText(resumption.workingDays)}`}: {pause.reason}
      </p>
      {canRun && (
        <Form method="post" action={`/engagements/${code}`} className="mt-3 grid gap-3">
          <input type="hidden" name="intent" value="resume" />
          {resumption && (
            <fieldset className="grid gap-3">
              <Checkbox
                {...state}
                idPrefix="resume"
                name="shift"
                defaultChecked
                label={`Move the dates that are left by ${workingDaysText(resumption.workingDays)}`}
                hint={`${PHASE_LABEL[resumption.phase]} would ${resumption.edge} on ${longDate(resumption.toOn)}, and what follows moves along. It goes into the ledger.`}
              />
              <DateInput
                {...state}
                idPrefix="resume"
                name="to_on"
                label={`New ${resumption.edge} of ${PHASE_LABEL[resumption.phase]}`}
                defaultValue={resumption.toOn}
              />
              <Select
                {...state}
                idPrefix="resume"
                name="cause"
                label="Because of"
                emptyLabel="Choose a cause"
                options={SLIP_CAUSES.map((cause) => ({
                  value: cause,
                  label: `${CAUSE_LABEL[cause]}: ${CAUSE_HINT[cause]}`,
                }))}
              />
              <TextInput
                {...state}
                idPrefix="resume"
                name="sentence"
                label="Why, in a sentence"
                hint="Both sides read it."
                defaultValue={`Paused since ${longDate(pause.since)}: ${pause.reason}`}
                maxLength={1000}
              />
            </fieldset>
          )}
          <Button tone="primary" className="justify-self-start">
            Resume
          </Button>
        </Form>
      )}
    </Card>
  );
}
