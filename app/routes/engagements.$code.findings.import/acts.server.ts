import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import {
  confirmFindingFile,
  dropFindingFile,
  keepFindingFile,
  prepareFindings,
  recordSuggestions,
  requireFindingFile,
  saveFindingColumns,
} from "db/finding-imports.server";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { FINDING_FIELDS, type FindingColumns } from "~/domain/import/finding-columns";
import { decodeFile } from "~/domain/import/table";
import { invalid } from "~/domain/refusal";

const INTENTS = ["upload", "map", "confirm", "suggest", "discard"] as const;
const SUGGESTIONS_MOST = 100;

function textOf(formData: FormData, name: string): string {
  const value = formData.get(name);
  return typeof value === "string" ? value : "";
}

/** Puts a file up, says which column is what, imports it, or takes what it suggests. */
export async function actOnImport(args: ActionFunctionArgs) {
  const formData = await args.request.formData();
  const intent = requireIntent(formData, INTENTS);
  const actor = await requirePermission(args, "work_checklist");
  const act = await actOf(args, actor, formData);
  const { db } = args.context;
  const code = args.params.code ?? "";
  const id = textOf(formData, "file_id").slice(0, 100);
  const here = `/engagements/${code}/findings/import`;
  return answerRefusals(formData, async () => {
    if (intent !== "upload" && id === "") throw invalid("file", "Choose a file first.");
    switch (intent) {
      case "upload": {
        const file = formData.get("file");
        if (!(file instanceof File) || file.name === "") throw invalid("file", "Choose a file.");
        const bytes = new Uint8Array(await file.arrayBuffer());
        const kept = await keepFindingFile(db, act, code, decodeFile(file.name.slice(0, 200), bytes));
        return redirect(`${here}?file=${kept}`, 303);
      }
      case "map": {
        const columns: FindingColumns = {};
        for (const field of FINDING_FIELDS) {
          const name = formData.get(`column-${field}`);
          if (typeof name === "string") columns[field] = name.slice(0, 200);
        }
        await saveFindingColumns(db, act, code, id, columns);
        return redirect(`${here}?file=${id}`, 303);
      }
      case "confirm":
        await confirmFindingFile(db, act, code, id);
        return redirect(`${here}?file=${id}`, 303);
      case "suggest": {
        const { file, columns } = await requireFindingFile(db, actor, code, id);
        const prepared = file && prepareFindings(file, columns);
        if (prepared?.kind !== "changes") throw invalid("pick", "The list is gone: put it up again.");
        const paths = formData.getAll("pick").slice(0, SUGGESTIONS_MOST);
        const picks = paths.flatMap((pick) => {
          const [at = "", ...path] = String(pick).split(":");
          return [{ at: Number(at), path: path.join(":"), hours: textOf(formData, `hours-${at}`) }];
        });
        const count = await recordSuggestions(db, act, code, prepared.read, picks);
        await dropFindingFile(db, act, code, id);
        return redirect(`/engagements/${code}/findings?imported=${count}`, 303);
      }
      case "discard":
        await dropFindingFile(db, act, code, id);
        return redirect(here, 303);
    }
  });
}
