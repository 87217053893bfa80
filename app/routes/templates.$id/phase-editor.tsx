import { PHASE_LABEL } from "~/domain/phase";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { Checkbox, type FormErrors as Errors, TextInput } from "~/ui/field";
import { PhaseMark } from "~/ui/phase-mark";
import { DeliverableRow } from "./deliverable-row";
import type { Draft } from "./draft";

type Props = { phase: Draft["phases"][number]; index: number; errors: Errors | undefined };

/** One phase of a template: how long it lasts, and its deliverables. */
export function PhaseEditor({ phase, index, errors }: Props) {
  const label = PHASE_LABEL[phase.kind];
  const path = `phases.${index}`;
  return (
    <Card
      id={phase.kind}
      flush
      title={
        <span className="flex items-center gap-2">
          <PhaseMark phase={phase.kind} />
          {label}
        </span>
      }
      aside={phase.rows.length === 1 ? "1 deliverable" : `${phase.rows.length} deliverables`}
    >
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3 border-b px-4 py-3">
        <TextInput
          name={`${path}.workingDays`}
          label="Working days"
          defaultValue={phase.workingDays}
          inputMode="numeric"
          required
          errors={errors}
          className="w-40"
        />
        <Checkbox
          name={`${path}.isFixed`}
          label="Always this long"
          hint="Whatever the whole engagement lasts."
          defaultChecked={phase.isFixed}
          className="sm:pt-6"
        />
      </div>
      {phase.rows.length > 0 && (
        <div
          aria-hidden="true"
          className="grid gap-x-4 px-4 pt-3 font-semibold text-muted text-xs lg:grid-cols-[1fr_27rem]"
        >
          <div className="grid grid-cols-[1fr_4.5rem] gap-2">
            <span>Deliverable</span>
            <span>Due on day</span>
          </div>
        </div>
      )}
      <ol aria-label={`Deliverables of ${label}`}>
        {phase.rows.map((row, position) => (
          <DeliverableRow
            key={row.id}
            row={row}
            phaseIndex={index}
            phaseLabel={label}
            position={position}
            count={phase.rows.length}
            withArtefact={phase.kind === "document"}
            errors={errors}
          />
        ))}
      </ol>
      {phase.rows.length === 0 && (
        <p className="px-4 py-4 text-muted">Nothing is asked for in {label} yet.</p>
      )}
      <div className="border-t px-4 py-3">
        <Button name="step" value={`add:${index}`} formNoValidate>
          Add a deliverable to {label}
        </Button>
      </div>
    </Card>
  );
}
