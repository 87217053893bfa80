import { Form } from "@remix-run/react";
import type { EngagementProfile } from "db/profile.server";
import {
  API_STYLES,
  IAC_TOOLS,
  JOB_RUNNERS,
  LANGUAGES,
  ORIGIN_LABEL,
  ORIGINS,
  PROFILE_LABEL,
  STORES,
  type TechnicalProfile,
} from "~/domain/engagement";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { type FormErrors as Errors, type FormValues, Select, TextArea, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import { Theirs } from "./theirs";

/** The usual answers; any other text will do as well. */
const CHOICES: Partial<Record<keyof TechnicalProfile, readonly string[]>> = {
  language: LANGUAGES,
  apiStyle: API_STYLES,
  relationalStore: ["Postgres", "MySQL", "SQL Server"],
  otherStores: STORES.filter((store) => store !== "Postgres"),
  backgroundJobs: JOB_RUNNERS,
  cloud: ["AWS", "Google Cloud", "Azure"],
  infrastructureAsCode: IAC_TOOLS,
  infrastructureOwner: ["The client", "Us until the hand-over"],
};

type Props = {
  engagement: EngagementProfile;
  errors?: Errors;
  values?: FormValues;
  current?: Record<string, string>;
};

export function ProfileForm({ engagement, errors, values, current }: Props) {
  const { profile } = engagement;
  const keys = Object.keys(PROFILE_LABEL) as (keyof TechnicalProfile)[];
  const labels = { ...PROFILE_LABEL, origin: "Origin", summary: "What it is about" };
  return (
    <Card id="profile" title="Technical profile">
      <Form method="post" className="grid gap-4" preventScrollReset>
        <FormErrors errors={errors} idPrefix="profile" />
        <Theirs current={current} values={values} labels={labels} />
        <input type="hidden" name="intent" value="profile" />
        <input type="hidden" name="seq" value={engagement.seq} />
        <TextArea
          name="summary"
          label={labels.summary}
          optional
          idPrefix="profile"
          rows={3}
          maxLength={4000}
          defaultValue={engagement.summary}
          errors={errors}
          values={values}
        />
        <Select
          name="origin"
          label={labels.origin}
          idPrefix="profile"
          options={ORIGINS.map((value) => ({ value, label: ORIGIN_LABEL[value] }))}
          defaultValue={engagement.origin}
          errors={errors}
          values={values}
          className="max-w-80"
        />
        <div className="grid gap-4 sm:grid-cols-2">
          {keys.map((key) => {
            const choices = CHOICES[key];
            return (
              <div key={key}>
                <TextInput
                  name={key}
                  label={PROFILE_LABEL[key]}
                  idPrefix="profile"
                  list={choices && `choices-${key}`}
                  maxLength={200}
                  autoComplete="off"
                  defaultValue={profile[key]}
                  errors={errors}
                  values={values}
                />
                {choices && (
                  <datalist id={`choices-${key}`}>
                    {choices.map((choice) => (
                      <option key={choice} value={choice} />
                    ))}
                  </datalist>
                )}
              </div>
            );
          })}
        </div>
        <div>
          <Button tone="primary">Save the profile</Button>
        </div>
      </Form>
    </Card>
  );
}
