import { parseWithZod } from "@conform-to/zod/v4";
import type { z } from "zod";
import type { FormErrors, FormValues } from "./field";

export type ParsedForm<Value> =
  | { ok: true; value: Value }
  | { ok: false; errors: FormErrors; values: FormValues };

const NEVER_SENT_BACK = /password|secret|token/i;

/** Checks a form against a schema; when it fails, answers the messages by field and what was typed (never a secret). */
export function parseForm<Schema extends z.ZodType>(
  schema: Schema,
  formData: FormData,
): ParsedForm<z.output<Schema>> {
  const submission = parseWithZod(formData, { schema });
  if (submission.status === "success") return { ok: true, value: submission.value };
  const errors: FormErrors = {};
  for (const [name, messages] of Object.entries(submission.error ?? {})) {
    if (messages && messages.length > 0) errors[name] = messages;
  }
  return { ok: false, errors, values: typedValues(formData) };
}

/** The typed values of a form, for an answer that refuses it for a reason of its own. */
export function typedValues(formData: FormData): FormValues {
  const values: FormValues = {};
  for (const [name, value] of formData) {
    if (typeof value === "string" && !NEVER_SENT_BACK.test(name)) values[name] = value;
  }
  return values;
}
