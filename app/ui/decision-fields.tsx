import type { LinkTargets } from "db/decisions-page.server";
import { ARTEFACT_LABEL, ARTEFACTS } from "~/domain/deliverable";
import { PHASE_KINDS, PHASE_LABEL } from "~/domain/phase";
import { Checkbox, DateInput, type FormErrors, type FormValues, TextArea, TextInput } from "./field";

type Shared = { errors: FormErrors | undefined; values: FormValues | undefined; idPrefix: string };

export interface DecisionFieldValues {
  title: string;
  decidedOn: string | null;
  context: string;
  options: string;
  decision: string;
  consequences: string;
  present: string;
  more: string;
  revisitTrigger: string;
  revisitOn: string | null;
  isVisible: boolean;
}

type Props = Shared & {
  fields: DecisionFieldValues;
  /** Whether the text becomes fixed by saving it, and has to say what was decided. */
  isFixing: boolean;
};

/** The fields of a decision, in the order in which one tells of it. */
export function DecisionFields({ fields, isFixing, ...shared }: Props) {
  const areas = [
    { name: "context", label: "Context", hint: "What made us decide.", value: fields.context, rows: 5 },
    { name: "options", label: "Options", hint: "What was weighed.", value: fields.options, rows: 4 },
    { name: "decision", label: "Decision", hint: "What we do from now on.", value: fields.decision, rows: 4 },
    {
      name: "consequences",
      label: "Consequences",
      hint: "What follows, the unwelcome parts too.",
      value: fields.consequences,
      rows: 4,
    },
  ];
  return (
    <>
      <TextInput
        {...shared}
        name="title"
        label="Title"
        defaultValue={fields.title}
        required
        maxLength={200}
        autoComplete="off"
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <DateInput
          {...shared}
          name="decided_on"
          label="Decided on"
          defaultValue={fields.decidedOn ?? ""}
          optional={!isFixing}
        />
        <TextInput
          {...shared}
          name="present"
          label="Who was there"
          defaultValue={fields.present}
          autoComplete="off"
          optional
        />
      </div>
      {areas.map(({ name, label, hint, value, rows }) => (
        <TextArea
          key={name}
          {...shared}
          name={name}
          label={label}
          hint={hint}
          defaultValue={value}
          rows={rows}
          optional={name !== "decision" || !isFixing}
        />
      ))}
      {fields.more !== "" && (
        <TextArea {...shared} name="more" label="Besides" defaultValue={fields.more} rows={4} optional />
      )}
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_13rem]">
        <TextInput
          {...shared}
          name="revisit_trigger"
          label="Revisit when"
          hint="What would make us look at it again."
          defaultValue={fields.revisitTrigger}
          autoComplete="off"
          optional
        />
        <DateInput
          {...shared}
          name="revisit_on"
          label="At the latest on"
          hint="It comes up that day."
          defaultValue={fields.revisitOn ?? ""}
          optional
        />
      </div>
      <Checkbox {...shared} name="is_visible" label="The client reads it" defaultChecked={fields.isVisible} />
    </>
  );
}

type LinkProps = Shared & { targets: LinkTargets; linked: readonly { kind: string; id: string }[] };

/** What a decision is about: findings, deliverables and artefacts to tick. */
export function DecisionLinkFields({ targets, linked, ...shared }: LinkProps) {
  const groups = [
    {
      label: "Findings",
      kind: "finding",
      options: targets.findings.map(({ id, number, title }) => ({ id, label: `F-${number}: ${title}` })),
    },
    ...PHASE_KINDS.map((phase) => ({
      label: `Deliverables of ${PHASE_LABEL[phase]}`,
      kind: "deliverable",
      options: targets.deliverables
        .filter((deliverable) => deliverable.phase === phase)
        .map(({ id, title }) => ({ id, label: title })),
    })),
    {
      label: "Artefacts of the hand-over",
      kind: "artefact",
      options: ARTEFACTS.map((artefact) => ({ id: artefact, label: ARTEFACT_LABEL[artefact] })),
    },
  ].filter((group) => group.options.length > 0);
  return (
    <details>
      <summary className="inline-flex min-h-6 items-center text-sm underline underline-offset-2">
        What it is about{linked.length > 0 && ` (${linked.length})`}
      </summary>
      <div className="mt-2 grid max-h-96 gap-4 overflow-y-auto rounded-control border border-line p-3">
        {groups.map((group) => (
          <fieldset key={group.label} className="grid gap-1">
            <legend className="mb-1 font-semibold text-sm">{group.label}</legend>
            {group.options.map((option) => (
              <Checkbox
                key={option.id}
                {...shared}
                name={`link-${group.kind}-${option.id}`}
                label={option.label}
                defaultChecked={linked.some((link) => link.kind === group.kind && link.id === option.id)}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </details>
  );
}
