import { data } from "@remix-run/node";
import { Refusal } from "~/domain/refusal";
import type { FormErrors, FormValues } from "./field";
import { typedValues } from "./form.server";

export type RefusedForm = {
  errors: FormErrors;
  values: FormValues;
  /** What was refused, in a sentence. */
  message: string;
  /** What the other person's change made of the row, after a conflict. */
  current?: Record<string, string>;
};

/**
 * The answer of an action whose verb refused: 422 beside the field, or 409 with what the other person changed.
 * Throws a Response for what is not found (404) or not allowed (403), and anything that is no refusal as it is.
 */
export function refused(error: unknown, formData: FormData) {
  if (!(error instanceof Refusal)) throw error;
  if (error.kind === "not_found") throw new Response(error.message, { status: 404 });
  if (error.kind === "forbidden") throw new Response(error.message, { status: 403 });
  const answer: RefusedForm = {
    errors: { [error.field ?? ""]: [error.message] },
    values: typedValues(formData),
    message: error.message,
    current: error.current,
  };
  return data(answer, { status: error.kind === "conflict" ? 409 : 422 });
}
