import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { requireFindingFile } from "db/finding-imports.server";
import { requireEngagement } from "db/scope.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { may } from "~/domain/permissions";
import { AppShell } from "~/ui/app-shell";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { Field } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import { PageHeader } from "~/ui/page-header";
import { FindingsNav } from "~/ui/room-nav";
import { actOnImport } from "./acts.server";
import { DoneCard, FindingsPreview } from "./findings-preview";
import { shownOf } from "./preview.server";
import { SuggestForm } from "./suggest-form";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Import findings · ${data?.title ?? "Engagement"} · Phaseline` },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "work_checklist");
  const { db } = args.context;
  const code = args.params.code ?? "";
  const id = new URL(args.request.url).searchParams.get("file");
  return readOrRefuse(async () => {
    const { engagement, relation } = await requireEngagement(db, actor, code, "work_checklist");
    const kept = id ? await requireFindingFile(db, actor, code, id) : null;
    return {
      shell: shellOf(actor),
      code: engagement.code,
      title: engagement.title,
      canRun: may(relation, "run_engagement"),
      shown: kept && (await shownOf(db, actor, code, kept)),
      idempotencyKey: crypto.randomUUID(),
    };
  });
}

export const action = (args: ActionFunctionArgs) => actOnImport(args);

export default function ImportFindings() {
  const { shell, code, title, canRun, shown, idempotencyKey } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const isBusy = useNavigation().state !== "idle";
  return (
    <AppShell {...shell}>
      <PageHeader
        above={
          <>
            <Link to={`/engagements/${code}`} className="underline-offset-2 hover:underline">
              {title}
            </Link>
            <span>{code}</span>
          </>
        }
        title="Import findings"
        lead="Nothing is written before you have seen what would become of every row."
      />
      <FindingsNav code={code} canImport />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {refused && <FormErrors errors={refused.errors} title="That did not happen." />}
        {shown?.kind === "findings" && <FindingsPreview shown={shown} idempotencyKey={idempotencyKey} />}
        {shown?.kind === "done" && <DoneCard shown={shown} code={code} />}
        {shown?.kind === "changes" && (
          <SuggestForm
            shown={shown}
            canRun={canRun}
            idempotencyKey={idempotencyKey}
            values={refused?.values.intent === "suggest" ? refused.values : undefined}
          />
        )}
        {shown?.kind === "unreadable" && (
          <Card id="unreadable" title={shown.name} tone="alert">
            <p>{shown.message}</p>
          </Card>
        )}
        {(!shown || shown.kind === "unreadable") && (
          <Card id="upload" title="Choose a file">
            <Form method="post" encType="multipart/form-data" className="grid gap-4">
              <input type="hidden" name="intent" value="upload" />
              <input type="hidden" name="idempotency_key" value={idempotencyKey} />
              <Field name="file" label="CSV or JSON, at most 10 MB" errors={refused?.errors}>
                {(wiring) => (
                  <input
                    {...wiring}
                    type="file"
                    required
                    accept=".csv,.tsv,.txt,.json,text/csv,application/json"
                    className="control"
                  />
                )}
              </Field>
              <ul className="grid max-w-prose list-disc gap-1 pl-5 text-muted text-sm">
                <li>
                  A list of findings: columns such as title, severity, area, body, place, visible.
                  Recommendations of an audit and the points that it checked are read as well.
                </li>
                <li>Audits as JSON, each with its points and recommendations.</li>
                <li>
                  Change counts by file (path, commits, fix_commits, and month where there is one): they
                  suggest where the hours go.
                </li>
              </ul>
              <Button tone="primary" disabled={isBusy} className="justify-self-start">
                {isBusy ? "Reading…" : "Read the file"}
              </Button>
            </Form>
          </Card>
        )}
      </div>
    </AppShell>
  );
}
