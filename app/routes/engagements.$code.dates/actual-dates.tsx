import { Form } from "@remix-run/react";
import type { PhaseDates } from "db/dates.server";
import { PHASE_LABEL } from "~/domain/phase";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { DateInput, type FormErrors as Errors, type FormValues } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";

type Props = {
  phases: readonly PhaseDates[];
  errors: Errors | undefined;
  values: FormValues | undefined;
  /** What somebody else made of the phase meanwhile. */
  current: Record<string, string> | undefined;
};

/** Corrects when a phase really began and ended: facts, which move no promise. */
export function ActualDates({ phases, errors, values, current }: Props) {
  const started = phases.filter((phase) => phase.status !== "upcoming");
  return (
    <Card id="actual" title="What really happened">
      {started.length === 0 ? (
        <p className="text-muted">No phase has started yet.</p>
      ) : (
        <div className="grid gap-4">
          {started.map((phase) => {
            const isOwn = values?.phase === phase.kind;
            return (
              <ActualForm
                key={`${phase.kind}.${phase.version}`}
                phase={phase}
                errors={isOwn ? errors : undefined}
                values={isOwn ? values : undefined}
                current={isOwn ? current : undefined}
              />
            );
          })}
        </div>
      )}
      <p className="mt-4 border-t pt-3 text-muted text-sm">
        A phase starts on the Plan page and finishes when its gate is signed or waived. Correct here only the
        day on which that really was.
      </p>
    </Card>
  );
}

type FormProps = Omit<Props, "phases"> & { phase: PhaseDates };

function ActualForm({ phase, errors, values, current }: FormProps) {
  const name = PHASE_LABEL[phase.kind];
  const prefix = `actual-${phase.kind}`;
  const isDone = phase.status === "done";
  return (
    <Form method="post" className="grid gap-2" aria-label={`Actual dates of ${name}`} preventScrollReset>
      <h3 className="font-semibold">{name}</h3>
      <FormErrors errors={errors} idPrefix={prefix} />
      {current && (
        <p className="text-sm">
          Theirs: {current.start_on ? <DateText on={current.start_on} /> : "no start"}
          {current.finish_on && (
            <>
              {" "}
              – <DateText on={current.finish_on} />
            </>
          )}
          . Save again to replace it.
        </p>
      )}
      <input type="hidden" name="intent" value="confirm_actual" />
      <input type="hidden" name="phase" value={phase.kind} />
      <input type="hidden" name="version" value={phase.version} />
      <div className="flex flex-wrap items-end gap-2">
        <DateInput
          name="start_on"
          label="Started"
          idPrefix={prefix}
          required
          defaultValue={phase.actualStartOn ?? ""}
          errors={errors}
          values={values}
          className="w-36"
        />
        {isDone && (
          <DateInput
            name="finish_on"
            label="Finished"
            idPrefix={prefix}
            required
            defaultValue={phase.actualFinishOn ?? ""}
            errors={errors}
            values={values}
            className="w-36"
          />
        )}
        <Button className="min-h-10">
          Save<span className="sr-only"> the dates of {name}</span>
        </Button>
      </div>
    </Form>
  );
}
