import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { archiveTemplate, findTemplate } from "db/templates.server";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { AppShell } from "~/ui/app-shell";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { PageHeader } from "~/ui/page-header";
import { draftOf } from "./draft";
import { Editor } from "./editor";
import { saveDraft } from "./save-template.server";

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `${page?.template.name ?? "Template"} · Phaseline` },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "administer");
  const template = await findTemplate(args.context.db, args.params.id ?? "");
  if (!template) throw new Response("We could not find that template.", { status: 404 });
  const done = new URL(args.request.url).searchParams.get("done");
  return { shell: shellOf(actor), template, done };
}

export async function action(args: ActionFunctionArgs) {
  const actor = await requirePermission(args, "administer");
  const { db } = args.context;
  const id = args.params.id ?? "";
  const formData = await args.request.formData();
  const intent = requireIntent(formData, ["save", "archive"]);
  if (intent === "save") return saveDraft(args, actor, formData);
  return answerRefusals(formData, async () => {
    const isToGo = formData.get("to") !== "restored";
    await archiveTemplate(db, await actOf(args, actor, formData), id, isToGo);
    throw redirect(`/templates/${id}?done=${isToGo ? "archive" : "restore"}`);
  });
}

const DONE: Record<string, string> = {
  save: "Saved. Engagements that are opened from now on begin with this.",
  copy: "Copied. Give it a name of its own.",
  archive: "Archived. It is no longer offered for new engagements.",
  restore: "It is offered for new engagements again.",
};

export default function TemplatePage() {
  const { shell, template, done } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const edited = answer && "draft" in answer ? answer : null;
  const refusal = answer && "message" in answer ? answer.message : null;
  return (
    <AppShell {...shell}>
      <PageHeader
        above={
          <>
            <Link to="/templates">Templates</Link>
            {template.isBuiltin && <Badge>Built in</Badge>}
            {template.isArchived && <Badge>Archived</Badge>}
          </>
        }
        title={template.name}
        lead={
          <span className="text-base text-muted">
            What an engagement begins with. Those that are under way keep what they began with.
          </span>
        }
      />
      {done && DONE[done] && !answer && (
        <p role="status" className="mb-4 rounded-control bg-good-soft px-4 py-3 font-semibold text-good-ink">
          {DONE[done]}
        </p>
      )}
      {refusal && (
        <p role="alert" className="mb-4 rounded-control bg-alert-soft px-4 py-3 font-semibold text-alert-ink">
          {refusal}
        </p>
      )}
      <Editor
        key={edited?.turn ?? `${template.id} ${template.version}`}
        draft={edited?.draft ?? draftOf(template.name, template.body)}
        version={template.version}
        turn={edited?.turn ?? 0}
        errors={edited?.errors}
        focus={edited?.focus ?? null}
        theirs={edited?.theirs ?? null}
      />
      {!template.isBuiltin && (
        <Card id="archive" title={template.isArchived ? "Restore" : "Archive"} className="mt-6 max-w-2xl">
          <Form method="post" className="grid gap-3">
            <input type="hidden" name="intent" value="archive" />
            <input type="hidden" name="to" value={template.isArchived ? "restored" : "archived"} />
            <p className="text-muted">
              {template.isArchived
                ? "It is not offered for new engagements at present."
                : "It will no longer be offered for new engagements. Nothing else changes, and it can be restored."}
            </p>
            <div>
              <Button>{template.isArchived ? "Restore the template" : "Archive the template"}</Button>
            </div>
          </Form>
        </Card>
      )}
    </AppShell>
  );
}
