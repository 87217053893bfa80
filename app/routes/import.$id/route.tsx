import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import {
  confirmUpload,
  discardUpload,
  listMappingNames,
  requireUpload,
  saveAsk,
  saveMapping,
} from "db/imports.server";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { Refusal } from "~/domain/refusal";
import { AppShell } from "~/ui/app-shell";
import { PageHeader } from "~/ui/page-header";
import { readAsk } from "./ask.server";
import { ImportOutcome, NOTES_SHOWN } from "./import-outcome";
import { MappingForm } from "./mapping-form";
import { previewUpload } from "./preview.server";
import { PreviewCard } from "./preview-card";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Import ${data?.fileName ?? ""} · Phaseline` },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "create_engagement");
  const { db } = args.context;
  const act = await actOf(args, actor);
  const upload = await requireUpload(db, act, args.params.id ?? "").catch(hideMissing);
  const { id, fileName, ask, result } = upload;
  const shell = shellOf(actor);
  if (result) {
    const noted = result.rows.filter((row) => row.notes.length > 0);
    const outcome = { ...result, rows: noted.slice(0, NOTES_SHOWN), notedCount: noted.length };
    return { shell, id, fileName, ask, outcome, preview: null, saved: [] };
  }
  const [preview, saved] = await Promise.all([previewUpload(db, act, upload), listMappingNames(db, act)]);
  return { shell, id, fileName, ask, outcome: null, preview, saved };
}

function hideMissing(error: unknown): never {
  if (error instanceof Refusal && error.kind === "not_found")
    throw new Response(error.message, { status: 404 });
  throw error;
}

export async function action(args: ActionFunctionArgs) {
  const actor = await requirePermission(args, "create_engagement");
  const formData = await args.request.formData();
  const intent = requireIntent(formData, ["map", "confirm", "discard"]);
  const { db } = args.context;
  const id = args.params.id ?? "";
  return answerRefusals(formData, async () => {
    const act = await actOf(args, actor, formData);
    const upload = await requireUpload(db, act, id);
    if (intent === "confirm") await confirmUpload(db, act, id);
    if (intent === "discard") {
      await discardUpload(db, act, id);
      throw redirect("/import", 303);
    }
    if (intent === "map") {
      const { ask, saveAs } = await readAsk(db, act, formData, upload.ask);
      await saveAsk(db, act, id, ask);
      if (saveAs) await saveMapping(db, act, saveAs, ask);
    }
    throw redirect(`/import/${id}${intent === "map" ? "#preview" : ""}`, 303);
  });
}

export default function ImportFile() {
  const { shell, id, fileName, ask, outcome, preview, saved } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const needsColumns = preview?.columns !== null && !preview?.chosen.title;
  const form = preview && (
    <MappingForm
      key={JSON.stringify(preview.chosen)}
      preview={preview}
      ask={ask}
      saved={saved}
      errors={answer?.errors}
      values={answer?.values}
    />
  );
  return (
    <AppShell {...shell}>
      <PageHeader
        title={outcome ? "Imported" : "Check the import"}
        above={<span className="break-all">{fileName}</span>}
        lead={outcome ? "Every row of the file is accounted for below." : "Nothing has been written yet."}
      />
      {outcome && <ImportOutcome id={id} outcome={outcome} />}
      {preview && (
        <div className="grid gap-4">
          {needsColumns && form}
          <PreviewCard preview={preview} />
          {!needsColumns && form}
        </div>
      )}
    </AppShell>
  );
}
