import { ArrowDown, ArrowUp, X } from "lucide-react";
import { ARTEFACT_LABEL, ARTEFACTS } from "~/domain/deliverable";
import { Button } from "~/ui/button";
import { Checkbox, type FormErrors as Errors, Select, TextInput } from "~/ui/field";
import type { DraftRow } from "./draft";

const ARTEFACT_OPTIONS = ARTEFACTS.map((artefact) => ({ value: artefact, label: ARTEFACT_LABEL[artefact] }));

type Props = {
  row: DraftRow;
  phaseIndex: number;
  phaseLabel: string;
  position: number;
  count: number;
  withArtefact: boolean;
  errors: Errors | undefined;
};

export function DeliverableRow({
  row,
  phaseIndex,
  phaseLabel,
  position,
  count,
  withArtefact,
  errors,
}: Props) {
  const path = `phases.${phaseIndex}.deliverables.${position}`;
  const which = `${phaseIndex}.${position}`;
  const named = row.title || `deliverable ${position + 1}`;
  const spoken = (text: string) => (
    <>
      {text}
      <span className="sr-only">: {named}</span>
    </>
  );
  return (
    <li className="grid gap-x-4 gap-y-2 border-b px-4 py-2.5 last:border-b-0 lg:grid-cols-[1fr_27rem] lg:items-start">
      <div className="grid grid-cols-[1fr_4.5rem] items-start gap-2">
        <TextInput
          name={`${path}.title`}
          label={`${phaseLabel}, deliverable ${position + 1}`}
          hideLabel
          defaultValue={row.title}
          maxLength={200}
          errors={errors}
          autoComplete="off"
        />
        <TextInput
          name={`${path}.dueDay`}
          label={`Due on working day, ${named}`}
          hideLabel
          defaultValue={row.dueDay}
          inputMode="numeric"
          errors={errors}
        />
        {withArtefact && (
          <Select
            name={`${path}.artefact`}
            label={`Hand-over artefact, ${named}`}
            hideLabel
            defaultValue={row.artefact}
            emptyLabel="Not one of the six artefacts"
            options={ARTEFACT_OPTIONS}
            errors={errors}
            className="col-span-2 lg:col-span-1"
          />
        )}
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 lg:min-h-10">
        <Checkbox
          name={`${path}.isVisible`}
          label={spoken("Client sees it")}
          defaultChecked={row.isVisible}
        />
        <Checkbox
          name={`${path}.requiresEvidence`}
          label={spoken("Needs evidence")}
          defaultChecked={row.requiresEvidence}
        />
        <div className="ml-auto flex gap-1">
          <Button
            tone="quiet"
            size="small"
            name="step"
            value={`up:${which}`}
            formNoValidate
            disabled={position === 0}
            aria-label={`Move up: ${named}`}
          >
            <ArrowUp aria-hidden="true" className="size-4" />
          </Button>
          <Button
            tone="quiet"
            size="small"
            name="step"
            value={`down:${which}`}
            formNoValidate
            disabled={position === count - 1}
            aria-label={`Move down: ${named}`}
          >
            <ArrowDown aria-hidden="true" className="size-4" />
          </Button>
          <Button
            tone="quiet"
            size="small"
            name="step"
            value={`remove:${which}`}
            formNoValidate
            aria-label={`Remove: ${named}`}
          >
            <X aria-hidden="true" className="size-4" />
          </Button>
        </div>
      </div>
    </li>
  );
}
