import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { findFirm } from "db/firm.server";
import { useEffect, useState } from "react";
import { requireIntent } from "~/auth/guards.server";
import { Button } from "~/ui/button";
import { EntryShell } from "~/ui/entry-shell";
import { Select, TextInput } from "~/ui/field";
import { currencyOptions, timeZoneOptions } from "~/ui/firm-options.server";
import { FormErrors } from "~/ui/form-errors";
import { found } from "./found.server";
import { StartChoice } from "./start-choice";

export const meta: MetaFunction = () => [{ title: "Set up · Phaseline" }];

export async function loader({ context }: LoaderFunctionArgs) {
  if (await findFirm(context.db)) throw redirect("/");
  return data({ zones: timeZoneOptions(), currencies: currencyOptions() });
}

export async function action({ request, context }: ActionFunctionArgs) {
  if (await findFirm(context.db)) throw redirect("/");
  const formData = await request.formData();
  requireIntent(formData, ["found"]);
  return found(context, request, formData);
}

export default function SetUp() {
  const { zones, currencies } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const isBusy = useNavigation().state !== "idle";
  const form = { errors: answer?.errors, values: answer?.values };
  const [zone, setZone] = useState("Europe/London");
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (zones.some(({ value }) => value === timeZone)) setZone(timeZone);
  }, [zones]);
  return (
    <EntryShell
      title="Set up your firm"
      lead="Nothing is here yet. Name the firm, make yourself its first administrator, and begin."
    >
      <Form method="post" className="grid gap-6">
        <FormErrors errors={answer?.errors} title="Not quite yet." />
        <input type="hidden" name="intent" value="found" />
        <fieldset className="grid gap-4">
          <legend className="mb-2 font-semibold text-lg">The firm</legend>
          <TextInput
            name="firm"
            label="Name of the firm"
            required
            maxLength={120}
            autoComplete="organization"
            {...form}
          />
          <Select
            key={zone}
            name="timeZone"
            label="Time zone"
            hint="It decides which day it is, for everybody."
            defaultValue={zone}
            options={zones}
            {...form}
          />
          <Select name="currency" label="Currency" defaultValue="GBP" options={currencies} {...form} />
        </fieldset>
        <fieldset className="grid gap-4">
          <legend className="mb-2 font-semibold text-lg">You, its administrator</legend>
          <TextInput name="name" label="Your name" required maxLength={120} autoComplete="name" {...form} />
          <TextInput
            name="email"
            label="Your mail address"
            type="email"
            required
            autoComplete="username"
            {...form}
          />
          <TextInput
            name="password"
            label="A password"
            type="password"
            required
            autoComplete="new-password"
            hint="At least 12 characters. A few words in a row do well."
            errors={answer?.errors}
          />
        </fieldset>
        <StartChoice chosen={answer?.values.start} errors={answer?.errors} />
        <Button tone="primary" size="large" disabled={isBusy}>
          {isBusy ? "Setting up…" : "Set up and sign in"}
        </Button>
      </Form>
    </EntryShell>
  );
}
