import { Form, useNavigation } from "@remix-run/react";
import type { OpeningChoices } from "db/opening.server";
import { type FormEvent, useState } from "react";
import { lengthWarning, WEEKS_MAX, WEEKS_MIN } from "~/domain/schedule";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import {
  DateInput,
  type FormErrors as Errors,
  type FormValues,
  Select,
  TextArea,
  TextInput,
} from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import { PlanPreview } from "./plan-preview";

export interface OpeningDefaults {
  companyId: string;
  startsOn: string;
  weeks: number;
  templateId: string;
}

type Props = {
  choices: OpeningChoices;
  defaults: OpeningDefaults;
  idempotencyKey: string;
  errors: Errors | undefined;
  values: FormValues | undefined;
};

/** Six fields, and the dates that follow from them. */
export function OpeningForm({ choices, defaults, idempotencyKey, errors, values }: Props) {
  const navigation = useNavigation();
  const isSending = navigation.state === "submitting";
  const [plan, setPlan] = useState({
    startsOn: values?.starts_on ?? defaults.startsOn,
    weeks: Number(values?.weeks ?? defaults.weeks),
    templateId: values?.template_id ?? defaults.templateId,
  });
  const warning = lengthWarning(plan.weeks);
  const asksWhy = (warning !== null && plan.weeks > 0) || errors?.weeks_reason !== undefined;

  function onChange(event: FormEvent<HTMLFormElement>) {
    const form = new FormData(event.currentTarget);
    setPlan({
      startsOn: String(form.get("starts_on") ?? ""),
      weeks: Number(form.get("weeks") ?? 0),
      templateId: String(form.get("template_id") ?? ""),
    });
  }

  return (
    <Form
      method="post"
      onChange={onChange}
      className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]"
    >
      <Card>
        <div className="grid gap-4">
          <FormErrors errors={errors} title="It is not open yet." />
          <input type="hidden" name="intent" value="create" />
          <input type="hidden" name="idempotency_key" value={values?.idempotency_key ?? idempotencyKey} />
          <TextInput
            name="title"
            label="Title"
            hint="What both sides call it."
            required
            maxLength={120}
            autoComplete="off"
            errors={errors}
            values={values}
          />
          <div className="grid gap-2">
            <Select
              name="company_id"
              label="Client"
              emptyLabel="Choose a client"
              options={choices.companies.map(({ id, name }) => ({ value: id, label: name }))}
              defaultValue={defaults.companyId}
              errors={errors}
              values={values}
            />
            <details open={Boolean(values?.company_name) || choices.companies.length === 0}>
              <summary className="w-fit text-sm underline underline-offset-2">A new client</summary>
              <TextInput
                name="company_name"
                label="Name of the new client"
                maxLength={120}
                autoComplete="organization"
                errors={errors}
                values={values}
                className="mt-2"
              />
            </details>
          </div>
          <Select
            name="lead_id"
            label="Lead"
            hint="Needed once the work starts."
            emptyLabel="Nobody yet"
            options={choices.leads.map(({ id, name }) => ({ value: id, label: name }))}
            errors={errors}
            values={values}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <DateInput
              name="starts_on"
              label="Starts on"
              hint="Or the next working day."
              required
              defaultValue={defaults.startsOn}
              errors={errors}
              values={values}
            />
            <TextInput
              name="weeks"
              label="Weeks"
              hint={`Usually ${WEEKS_MIN} to ${WEEKS_MAX}.`}
              type="number"
              inputMode="numeric"
              min={1}
              max={104}
              required
              defaultValue={defaults.weeks}
              errors={errors}
              values={values}
              className="max-w-52"
            />
          </div>
          {asksWhy && (
            <TextArea
              name="weeks_reason"
              label="Why this length"
              hint={warning ?? undefined}
              rows={2}
              maxLength={500}
              errors={errors}
              values={values}
            />
          )}
          <Select
            name="template_id"
            label="Template"
            options={choices.templates.map(({ id, name }) => ({ value: id, label: name }))}
            defaultValue={defaults.templateId}
            errors={errors}
            values={values}
          />
          <div className="flex flex-wrap items-center gap-2 border-t pt-4">
            <Button name="stage" value="active" tone="primary" size="large" disabled={isSending}>
              Start the engagement
            </Button>
            <Button name="stage" value="lead" size="large" disabled={isSending}>
              Keep as a lead
            </Button>
          </div>
          <p className="text-muted text-sm">
            Starting it promises these dates to the client: from then on they move with a reason, in the
            ledger. A lead promises nothing.
          </p>
        </div>
      </Card>
      <PlanPreview choices={choices} plan={plan} />
    </Form>
  );
}
