import type { FindingFields } from "db/findings.server";
import { z } from "zod";
import { SEVERITIES } from "~/domain/finding";
import { invalid } from "~/domain/refusal";
import { parseForm } from "./form.server";

/** Text of any length, its line breaks as we keep them: what is too long is refused by name, not cut. */
export const anyText = z
  .string()
  .optional()
  .transform((value) => (value ?? "").replace(/\r\n?/g, "\n"));

/** A box that is ticked or not. */
export const box = z
  .string()
  .optional()
  .transform((value) => value !== undefined);

export const versionField = z.coerce.number("Read the page again, then try once more.").int();

const schema = z.object({
  title: anyText,
  severity: z.enum(SEVERITIES, "Choose how severe it is."),
  area: anyText,
  body: anyText,
  place: anyText,
  is_visible: box,
});

/** Reads a form by its schema. @throws Refusal `invalid` on the first field that does not fit */
export function readForm<Schema extends z.ZodType>(schema: Schema, formData: FormData): z.output<Schema> {
  const form = parseForm(schema, formData);
  if (form.ok) return form.value;
  const [field, messages] = Object.entries(form.errors)[0] ?? ["", []];
  throw invalid(field, messages[0] ?? "That does not fit.");
}

/** The fields of a finding as they were typed. @throws Refusal `invalid` */
export function readFindingFields(formData: FormData): FindingFields {
  const { is_visible: isVisible, ...fields } = readForm(schema, formData);
  return { ...fields, isVisible };
}
