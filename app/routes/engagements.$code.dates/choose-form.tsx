import { Form } from "@remix-run/react";
import type { PhaseDates } from "db/dates.server";
import { shortDate } from "~/domain/calendar";
import { PHASE_LABEL } from "~/domain/phase";
import { Button } from "~/ui/button";
import { DateInput, type FormErrors as Errors, type FormValues, Select } from "~/ui/field";
import { useFirmClock } from "~/ui/firm-clock";
import { FormErrors } from "~/ui/form-errors";

type Props = { phases: readonly PhaseDates[]; errors: Errors | undefined; values: FormValues | undefined };

/** The first step: which date, and where to. Only dates that can still move are offered. */
export function ChooseForm({ phases, errors, values }: Props) {
  const today = useFirmClock()?.today;
  const options = phases
    .filter((phase) => phase.status !== "done")
    .map((phase) => ({
      label: PHASE_LABEL[phase.kind],
      options: [
        ...(phase.status === "upcoming" ? [{ edge: "start", on: phase.plannedStartOn }] : []),
        { edge: "finish", on: phase.plannedFinishOn },
      ].map(({ edge, on }) => ({
        value: `${phase.kind}.${edge}`,
        label: `${PHASE_LABEL[phase.kind]} ${edge}, now ${shortDate(on, today)}`,
      })),
    }));
  const current = phases.find((phase) => phase.status !== "done");
  if (!current) return <p>Every phase is done; no date can move any more.</p>;
  return (
    <Form method="post" className="grid gap-4" preventScrollReset>
      <FormErrors errors={errors} title="It cannot move there." />
      <input type="hidden" name="intent" value="preview" />
      <div className="grid gap-4 sm:grid-cols-[1fr_13rem]">
        <Select
          name="which"
          label="Which date"
          options={options}
          defaultValue={`${current.kind}.finish`}
          errors={errors}
          values={values?.which ? values : undefined}
        />
        <DateInput name="to_on" label="New date" required errors={errors} values={values} />
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button tone="primary">Show what follows</Button>
        <p className="text-muted text-sm">Nothing moves before you have seen it and said why.</p>
      </div>
    </Form>
  );
}
