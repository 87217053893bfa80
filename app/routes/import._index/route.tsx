import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { newId } from "db/act";
import { keepUpload, listUploads } from "db/imports.server";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { decodeFile, FILE_BYTES_MOST } from "~/domain/import/table";
import { invalid } from "~/domain/refusal";
import { AppShell } from "~/ui/app-shell";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { Field } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import { PageHeader } from "~/ui/page-header";
import { UploadList } from "./upload-list";

export const meta: MetaFunction = () => [{ title: "Import · Phaseline" }];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "create_engagement");
  const act = await actOf(args, actor);
  return { shell: shellOf(actor), uploads: await listUploads(args.context.db, act), key: newId() };
}

const FILES_MOST = 100;

export async function action(args: ActionFunctionArgs) {
  const actor = await requirePermission(args, "create_engagement");
  const formData = await args.request.formData();
  requireIntent(formData, ["upload"]);
  const given = formData
    .getAll("file")
    .filter((file): file is File => file instanceof File && file.name !== "");
  return answerRefusals(formData, async () => {
    if (given.length === 0) throw invalid("file", "Choose a file.");
    if (given.length > FILES_MOST) throw invalid("file", `Choose at most ${FILES_MOST} files at once.`);
    if (given.reduce((sum, file) => sum + file.size, 0) > FILE_BYTES_MOST) {
      throw invalid("file", "That is more than 10 MB. Split it, then try again.");
    }
    const files = await Promise.all(
      given.map(async (file) =>
        decodeFile(file.name.slice(0, 200), new Uint8Array(await file.arrayBuffer())),
      ),
    );
    const id = await keepUpload(args.context.db, await actOf(args, actor, formData), files);
    throw redirect(`/import/${id}`, 303);
  });
}

export default function Import() {
  const { shell, uploads, key } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const errors = answer?.errors;
  const isBusy = useNavigation().state !== "idle";
  return (
    <AppShell {...shell}>
      <PageHeader
        title="Import engagements"
        lead="From a spreadsheet saved as CSV, or from JSON. Nothing is written before you have seen what would become of every row."
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <Card id="upload" title="Choose a file">
          <Form method="post" encType="multipart/form-data" className="grid gap-4">
            <input type="hidden" name="intent" value="upload" />
            <input type="hidden" name="idempotency_key" value={key} />
            <FormErrors errors={errors} title="That could not be read." />
            <Field
              name="file"
              label="CSV or JSON, at most 10 MB"
              hint="Choose a file of milestones along with it if there is one, or all the files that tell of one engagement: its tickets, sprints and reports."
              errors={errors}
            >
              {(wiring) => (
                <input
                  {...wiring}
                  type="file"
                  multiple
                  required
                  accept=".csv,.tsv,.txt,.json,.jsonl,.md,text/csv,application/json,text/markdown"
                  className="control"
                />
              )}
            </Field>
            <div className="flex flex-wrap items-center gap-3">
              <Button tone="primary" disabled={isBusy}>
                {isBusy ? "Reading…" : "Read the file"}
              </Button>
              <p className="text-muted text-sm">The next page shows the columns and a preview.</p>
            </div>
          </Form>
        </Card>
        <UploadList uploads={uploads} />
      </div>
    </AppShell>
  );
}
