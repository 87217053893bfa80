import type { Act } from "db/act";
import { type ImportAsk, requireMapping } from "db/imports.server";
import type { DB } from "db/schema";
import type { Kysely } from "kysely";
import { z } from "zod";
import { lineField } from "~/auth/fields";
import { FIELDS, type Field } from "~/domain/import/headings";
import { invalid } from "~/domain/refusal";
import { isCurrency } from "~/ui/firm-options.server";

const nothing = z.literal("").transform(() => null);
const maybe = (field: z.ZodType<string>) =>
  z
    .union([nothing, field])
    .optional()
    .transform((text) => text ?? null);

/** Names of columns are the file's own: any text, bounded. */
const columnName = z.string().max(200);

const schema = z.object({
  client: maybe(lineField("Name the client.", 120)),
  title: maybe(lineField("Name the engagement.", 200)),
  currency: maybe(z.string().refine(isCurrency, "Choose a currency from the list.")),
  save_as: maybe(lineField("Name the mapping.", 80)),
  saved: maybe(lineField("Choose a saved mapping.", 80)),
});

export interface AskForm {
  ask: ImportAsk;
  /** The name under which the mapping is to be kept. */
  saveAs: string | null;
}

/** What the form asks for: the chosen columns, or those of a saved mapping when its button was pressed. */
export async function readAsk(
  db: Kysely<DB>,
  act: Act,
  formData: FormData,
  before: ImportAsk,
): Promise<AskForm> {
  const text = (name: string) => {
    const value = formData.get(name);
    return typeof value === "string" ? value.trim() : undefined;
  };
  const parsed = schema.safeParse(
    Object.fromEntries(Object.keys(schema.shape).map((name) => [name, text(name)])),
  );
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(String(issue?.path[0] ?? ""), issue?.message ?? "That cannot be used.");
  }
  const { client, title, currency, save_as, saved } = parsed.data;
  if (formData.get("use") === "saved") {
    if (!saved) throw invalid("saved", "Choose a saved mapping.");
    return { ask: { ...before, ...(await requireMapping(db, act, saved)) }, saveAs: null };
  }
  const columns: Partial<Record<Field, string>> = {};
  for (const field of FIELDS) {
    const name = columnName.safeParse(text(`column-${field}`));
    if (name.success) columns[field] = name.data;
  }
  return {
    ask: { columns, currency, fallbackClient: client, title, source: before.source },
    saveAs: save_as,
  };
}
