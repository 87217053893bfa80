import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { importDecisions } from "db/decision-import.server";
import { requireEngagement } from "db/scope.server";
import { actOf, answerRefusals, readOrRefuse, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { readDecisionFiles } from "~/domain/import/decision-files";
import { AppShell } from "~/ui/app-shell";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { Field } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import { PageHeader } from "~/ui/page-header";
import { typedLine } from "~/ui/typed.server";
import { packTexts, readChosen, unpackTexts } from "./given.server";
import { Preview } from "./preview";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `Import decisions · ${data.title} · Phaseline` : "Phaseline" },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "run_engagement");
  const { engagement } = await readOrRefuse(() =>
    requireEngagement(args.context.db, actor, args.params.code ?? "", "run_engagement"),
  );
  return {
    shell: shellOf(actor),
    code: engagement.code,
    title: engagement.title,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action(args: ActionFunctionArgs) {
  const formData = await args.request.formData();
  const intent = requireIntent(formData, ["preview", "confirm"]);
  const actor = await requirePermission(args, "run_engagement");
  const act = await actOf(args, actor, formData);
  const { db } = args.context;
  const code = args.params.code ?? "";
  const packed = typedLine(formData, "packed");
  // It is not sent a third time with an answer that refuses.
  formData.delete("packed");
  return answerRefusals(formData, async () => {
    if (intent === "confirm") {
      const files = readDecisionFiles(unpackTexts(packed));
      const isVisible = formData.get("is_visible") !== null;
      const { totals } = await importDecisions(db, act, code, files, { isVisible, isDryRun: false });
      const count = totals.taken + totals.corrected;
      return redirect(`/engagements/${code}/decisions${count > 0 ? `?imported=${count}` : ""}`, 303);
    }
    const texts = await readChosen(formData);
    const preview = await importDecisions(db, act, code, readDecisionFiles(texts), {
      isVisible: false,
      isDryRun: true,
    });
    return { preview, packed: packTexts(texts) };
  });
}

export default function ImportDecisions() {
  const { shell, code, title, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const seen = answer && "preview" in answer ? answer : undefined;
  const refused = answer && "errors" in answer ? answer : undefined;
  const isBusy = useNavigation().state !== "idle";
  const list = `/engagements/${code}/decisions`;
  return (
    <AppShell {...shell}>
      <PageHeader
        above={
          <>
            <Link to={`/engagements/${code}`} className="underline-offset-2 hover:underline">
              {title}
            </Link>
            <Link to={list} className="underline-offset-2 hover:underline">
              Decisions
            </Link>
          </>
        }
        title="Import decisions"
        lead="Records in the usual Markdown form. Nothing is written before you have seen what would become of every file."
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <Card id="upload" title={seen ? "Choose others" : "Choose the files"}>
          <Form method="post" encType="multipart/form-data" className="grid gap-3">
            <input type="hidden" name="intent" value="preview" />
            <FormErrors errors={refused?.errors} title="That could not be read." />
            <Field
              name="file"
              label="A zip archive, or Markdown files, at most 10 MB"
              hint="Each file is one decision: a title, a date, Status, Context, Decision and Consequences. What it has besides is kept."
              errors={refused?.errors}
            >
              {(wiring) => (
                <input
                  {...wiring}
                  type="file"
                  multiple
                  required
                  accept=".zip,.md,.markdown,.txt,application/zip,text/markdown"
                  className="control"
                />
              )}
            </Field>
            <Button tone={seen ? "secondary" : "primary"} disabled={isBusy} className="justify-self-start">
              {isBusy ? "Reading…" : "Read them"}
            </Button>
          </Form>
        </Card>
        {seen && <Preview {...seen} idempotencyKey={idempotencyKey} />}
      </div>
    </AppShell>
  );
}
