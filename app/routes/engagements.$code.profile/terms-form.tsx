import { Form } from "@remix-run/react";
import type { EngagementProfile } from "db/profile.server";
import { useState } from "react";
import { typedMoney } from "~/domain/money";
import { lengthWarning } from "~/domain/schedule";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateInput, type FormErrors as Errors, type FormValues, TextArea, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import { Theirs } from "./theirs";

type Props = {
  engagement: EngagementProfile;
  errors?: Errors;
  values?: FormValues;
  current?: Record<string, string>;
};

const LABELS = { title: "Title", win_probability: "Chance in %", starts_on: "Starts on", weeks: "Weeks" };

/** What was agreed. Start and length are part of it until they are promised. */
export function TermsForm({ engagement, errors, values, current }: Props) {
  const { terms, areDatesOpen } = engagement;
  const currency = terms.money?.currency ?? "";
  const [weeks, setWeeks] = useState(Number(values?.weeks ?? terms.weeks ?? 0));
  const warning = weeks > 0 ? lengthWarning(weeks) : null;
  const value = terms.money?.valueMinor;
  return (
    <Card id="terms" title="Terms">
      {/* The key fills the fields anew once other terms are saved: "£48k" comes back as 48000. */}
      <Form key={JSON.stringify(terms)} method="post" className="grid gap-4" preventScrollReset>
        <FormErrors errors={errors} idPrefix="terms" />
        <Theirs current={current} values={values} labels={LABELS} />
        <input type="hidden" name="intent" value="terms" />
        <input type="hidden" name="seq" value={engagement.seq} />
        <TextInput
          name="title"
          label={LABELS.title}
          idPrefix="terms"
          required
          maxLength={120}
          autoComplete="off"
          defaultValue={terms.title}
          errors={errors}
          values={values}
        />
        <div className="grid grid-cols-2 gap-4">
          <TextInput
            name="value"
            label={`Value in ${currency}`}
            idPrefix="terms"
            inputMode="decimal"
            autoComplete="off"
            defaultValue={value === null || value === undefined ? "" : typedMoney(value, currency)}
            errors={errors}
            values={values}
          />
          <TextInput
            name="win_probability"
            label={LABELS.win_probability}
            idPrefix="terms"
            type="number"
            min={0}
            max={100}
            defaultValue={terms.money?.winProbability ?? ""}
            errors={errors}
            values={values}
          />
        </div>
        {areDatesOpen ? (
          <>
            <div className="grid grid-cols-2 gap-4">
              <DateInput
                name="starts_on"
                label={LABELS.starts_on}
                idPrefix="terms"
                defaultValue={terms.startsOn ?? ""}
                errors={errors}
                values={values}
              />
              <TextInput
                name="weeks"
                label={LABELS.weeks}
                idPrefix="terms"
                type="number"
                min={1}
                max={104}
                defaultValue={terms.weeks ?? ""}
                onChange={(event) => setWeeks(Number(event.currentTarget.value))}
                errors={errors}
                values={values}
              />
            </div>
            {(warning || errors?.weeks_reason) && (
              <TextArea
                name="weeks_reason"
                label="Why this length"
                hint={warning}
                idPrefix="terms"
                rows={2}
                maxLength={500}
                defaultValue={terms.weeksReason ?? ""}
                errors={errors}
                values={values}
              />
            )}
            <p className="text-muted text-sm">
              A new start or length lays the plan out anew, from the {engagement.templateName} template.
            </p>
          </>
        ) : (
          <p className="text-muted text-sm">
            Start and finish are promised: they move on the Dates page, with a reason.
          </p>
        )}
        <div>
          <Button>Save the terms</Button>
        </div>
      </Form>
    </Card>
  );
}
