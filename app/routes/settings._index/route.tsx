import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { findEnquiryForm, switchEnquiry } from "db/enquiries.server";
import { findFirm, saveFirm } from "db/firm.server";
import { z } from "zod";
import { lineField } from "~/auth/fields";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import type { Actor } from "~/domain/permissions";
import { invalid, Refusal } from "~/domain/refusal";
import { AppShell } from "~/ui/app-shell";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { Select, TextInput } from "~/ui/field";
import { currencyOptions, isCurrency, isTimeZone, timeZoneOptions } from "~/ui/firm-options.server";
import { parseForm, typedValues } from "~/ui/form.server";
import { FormErrors } from "~/ui/form-errors";
import { PageHeader } from "~/ui/page-header";
import { Tabs } from "~/ui/tabs";
import { EnquirySwitch } from "./enquiry-switch";

export const meta: MetaFunction = () => [{ title: "Settings · Phaseline" }];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "administer");
  const firm = await findFirm(args.context.db);
  if (!firm) throw new Response("We could not find that page.", { status: 404 });
  return {
    shell: shellOf(actor),
    firm,
    zones: timeZoneOptions(),
    currencies: currencyOptions(),
    isEnquiryOpen: (await findEnquiryForm(args.context.db))?.isOpen === true,
    enquiryUrl: `${args.context.config.baseUrl}/enquiry`,
    isSaved: new URL(args.request.url).searchParams.has("saved"),
  };
}

const schema = z.object({
  name: lineField("Name the firm."),
  time_zone: z
    .string({ error: "Choose a time zone." })
    .refine(isTimeZone, "Choose a time zone from the list."),
  currency: z.string({ error: "Choose a currency." }).refine(isCurrency, "Choose a currency from the list."),
  version: z.coerce.number().int(),
});

export async function action(args: ActionFunctionArgs) {
  const actor = await requirePermission(args, "administer");
  const { db } = args.context;
  const formData = await args.request.formData();
  if (requireIntent(formData, ["firm", "enquiry"]) === "enquiry") {
    return switchForm(args, actor, formData);
  }
  const form = parseForm(schema, formData);
  if (!form.ok) return data({ errors: form.errors, values: form.values, theirs: null }, { status: 422 });
  return answerRefusals(formData, async () => {
    const { name, time_zone: timeZone, currency, version } = form.value;
    try {
      await saveFirm(db, await actOf(args, actor, formData), { name, timeZone, currency, version });
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind !== "conflict") throw error;
      const theirs = (await findFirm(db)) ?? null;
      const answer = { errors: { "": [error.message] }, values: typedValues(formData), theirs };
      return data(answer, { status: 409 });
    }
    throw redirect("/settings?saved");
  });
}

async function switchForm(args: ActionFunctionArgs, actor: Actor, formData: FormData) {
  return answerRefusals(formData, async () => {
    const wanted = formData.get("open");
    if (wanted !== "yes" && wanted !== "no") throw invalid("open", "Say whether it is to be open.");
    await switchEnquiry(args.context.db, await actOf(args, actor, formData), wanted === "yes");
    throw redirect("/settings?saved#enquiry", 303);
  });
}

export default function Settings() {
  const { shell, firm, zones, currencies, isSaved, isEnquiryOpen, enquiryUrl } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const theirs = answer && "theirs" in answer ? answer.theirs : null;
  const form = { errors: answer?.errors, values: answer?.values };
  return (
    <AppShell {...shell}>
      <PageHeader title="Settings" />
      <Tabs
        label="Settings"
        tabs={[
          { to: "/settings", label: "The firm" },
          { to: "/settings/calendar", label: "Calendar" },
        ]}
      />
      {isSaved && !answer && (
        <p role="status" className="mb-4 rounded-control bg-good-soft px-4 py-3 font-semibold text-good-ink">
          Saved.
        </p>
      )}
      <Card id="firm" title="The firm" className="max-w-2xl">
        <Form method="post" className="grid gap-4">
          <FormErrors errors={answer?.errors} />
          {theirs && (
            <p>
              It is now “{theirs.name}”, {theirs.timeZone}, {theirs.currency}. What you typed is kept below;
              saving again writes it over theirs.
            </p>
          )}
          <input type="hidden" name="intent" value="firm" />
          <input type="hidden" name="version" value={theirs?.version ?? firm.version} />
          <TextInput
            name="name"
            label="Name"
            hint="Clients read it at the top of their portal and in our mails."
            defaultValue={firm.name}
            required
            maxLength={120}
            autoComplete="organization"
            {...form}
          />
          <Select
            name="time_zone"
            label="Time zone"
            hint="It decides which day it is, for everybody."
            defaultValue={firm.timeZone}
            options={zones}
            {...form}
          />
          <Select
            name="currency"
            label="Currency"
            hint="For engagements opened from now on; the others keep theirs."
            defaultValue={firm.currency}
            options={currencies}
            {...form}
          />
          <div>
            <Button tone="primary">Save</Button>
          </div>
        </Form>
      </Card>
      <EnquirySwitch isOpen={isEnquiryOpen} url={enquiryUrl} />
    </AppShell>
  );
}
