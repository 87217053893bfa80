import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { newId } from "db/act";
import { copyTemplate, listTemplates } from "db/templates.server";
import { z } from "zod";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { notFound } from "~/domain/refusal";
import { AppShell } from "~/ui/app-shell";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { FormErrors } from "~/ui/form-errors";
import { PageHeader } from "~/ui/page-header";
import { PhaseMark } from "~/ui/phase-mark";

export const meta: MetaFunction = () => [{ title: "Templates · Phaseline" }];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "administer");
  const templates = await listTemplates(args.context.db);
  return {
    shell: shellOf(actor),
    templates: templates.map(({ id, name, body, isBuiltin, isArchived }) => ({
      id,
      name,
      isBuiltin,
      isArchived,
      weeks: body.weeks,
      deliverableCount: body.phases.reduce((sum, phase) => sum + phase.deliverables.length, 0),
      phases: body.phases.map(({ kind, workingDays }) => ({ kind, workingDays })),
      key: newId(),
    })),
  };
}

export async function action(args: ActionFunctionArgs) {
  const actor = await requirePermission(args, "administer");
  const formData = await args.request.formData();
  requireIntent(formData, ["copy"]);
  return answerRefusals(formData, async () => {
    const id = z.string().min(1).safeParse(formData.get("id"));
    if (!id.success) throw notFound("template");
    const copy = await copyTemplate(args.context.db, await actOf(args, actor, formData), id.data);
    throw redirect(`/templates/${copy}?done=copy`);
  });
}

export default function Templates() {
  const { shell, templates } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <AppShell {...shell}>
      <PageHeader
        title="Templates"
        lead={
          <span className="text-base text-muted">
            The four phases with their lengths and deliverables. A new engagement begins with one of these;
            copy one to make another.
          </span>
        }
      />
      <FormErrors errors={answer?.errors} title="That was not copied." />
      <Card flush>
        <ul>
          {templates.map((template) => (
            <li
              key={template.id}
              className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b px-4 py-3 last:border-b-0"
            >
              <div className="min-w-0 flex-1 basis-60">
                <h2 className="flex flex-wrap items-center gap-2 font-semibold text-lg">
                  <Link to={`/templates/${template.id}`} className="hover:underline">
                    {template.name}
                  </Link>
                  {template.isBuiltin && <Badge>Built in</Badge>}
                  {template.isArchived && <Badge>Archived</Badge>}
                </h2>
                <p className="text-muted text-sm">
                  {template.weeks} weeks · {template.deliverableCount} deliverables
                </p>
              </div>
              <ul aria-label="Working days by phase" className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
                {template.phases.map(({ kind, workingDays }) => (
                  <li key={kind} className="flex items-center gap-1.5 sm:w-20">
                    <PhaseMark phase={kind} named />
                    {workingDays} {workingDays === 1 ? "day" : "days"}
                  </li>
                ))}
              </ul>
              <Form method="post">
                <input type="hidden" name="intent" value="copy" />
                <input type="hidden" name="id" value={template.id} />
                <input type="hidden" name="idempotency_key" value={template.key} />
                <Button aria-label={`Copy ${template.name}`}>Copy</Button>
              </Form>
            </li>
          ))}
        </ul>
      </Card>
    </AppShell>
  );
}
