import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { newId } from "db/act";
import { createEngagement } from "db/engagements.server";
import { firmToday, workingCalendar } from "db/firm.server";
import { readOpening } from "db/opening.server";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { addWorkingDays } from "~/domain/calendar";
import { lengthWarning } from "~/domain/schedule";
import { AppShell } from "~/ui/app-shell";
import { parseForm, typedValues } from "~/ui/form.server";
import { PageHeader } from "~/ui/page-header";
import { newEngagementForm } from "./fields";
import { OpeningForm } from "./opening-form";

export const meta: MetaFunction = () => [{ title: "New engagement · Phaseline" }];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "create_engagement");
  const { context } = args;
  const today = await firmToday(context.db, context.now());
  const { searchParams } = new URL(args.request.url);
  const choices = await readOpening(context.db, actor, today);
  const company = searchParams.get("company");
  return {
    shell: shellOf(actor),
    choices,
    defaults: {
      companyId: choices.companies.some(({ id }) => id === company) ? (company ?? "") : "",
      startsOn: addWorkingDays(today, 1, await workingCalendar(context.db)),
      weeks: choices.templates[0]?.weeks ?? 9,
      templateId: choices.templates[0]?.id ?? "",
    },
    key: newId(),
  };
}

export async function action(args: ActionFunctionArgs) {
  const actor = await requirePermission(args, "create_engagement");
  const formData = await args.request.formData();
  requireIntent(formData, ["create"]);
  const form = parseForm(newEngagementForm, formData);
  if (!form.ok) return data({ errors: form.errors, values: form.values }, { status: 422 });
  const { company_id, company_name, ...input } = form.value;
  const warning = lengthWarning(input.weeks);
  const missing: Record<string, string[]> = {};
  if (warning && !input.weeks_reason) missing.weeks_reason = [warning];
  if (input.stage === "active" && !input.lead_id) missing.lead_id = ["Choose a lead before the work starts."];
  if (Object.keys(missing).length > 0) {
    return data({ errors: missing, values: typedValues(formData) }, { status: 422 });
  }
  return answerRefusals(formData, async () => {
    const { db } = args.context;
    const act = await actOf(args, actor, formData);
    const code = await createEngagement(db, act, {
      title: input.title,
      companyId: company_id ?? "",
      companyName: company_name,
      leadId: input.lead_id || null,
      startsOn: input.starts_on,
      weeks: input.weeks,
      weeksReason: warning ? input.weeks_reason || null : null,
      templateId: input.template_id,
      stage: input.stage,
    });
    throw redirect(`/engagements/${code}`, 303);
  });
}

export default function NewEngagement() {
  const { shell, choices, defaults, key } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <AppShell {...shell}>
      <PageHeader
        title="New engagement"
        lead="Its phases, deliverables and dates come from the template; all of them can change later."
      />
      <OpeningForm
        choices={choices}
        defaults={defaults}
        idempotencyKey={key}
        errors={answer?.errors}
        values={answer?.values}
      />
    </AppShell>
  );
}
