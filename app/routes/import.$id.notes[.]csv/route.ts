import type { LoaderFunctionArgs } from "@remix-run/node";
import { csvOf, csvResponse } from "db/csv.server";
import { requireUpload } from "db/imports.server";
import { actOf, requirePermission } from "~/auth/guards.server";
import { notesTable } from "~/domain/import/notes-table";
import { Refusal } from "~/domain/refusal";

/** Every row of an import with what became of it, as CSV. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "create_engagement");
  try {
    const upload = await requireUpload(args.context.db, await actOf(args, actor), args.params.id ?? "");
    if (!upload.result) throw new Response("This file has not been imported yet.", { status: 404 });
    const { columns, rows } = notesTable(upload.result);
    return csvResponse(`notes-${upload.fileName.replace(/\.[a-z]+$/i, "")}`, csvOf(columns, rows));
  } catch (error) {
    if (error instanceof Refusal) throw new Response(error.message, { status: 404 });
    throw error;
  }
}
