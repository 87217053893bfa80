import { data } from "@remix-run/node";
import type { Act } from "db/act";
import { type MovePreview, movePromisedDate, previewMove } from "db/promises.server";
import type { DB } from "db/schema";
import type { Kysely } from "kysely";
import { z } from "zod";
import { isCalendarDate } from "~/domain/calendar";
import { PHASE_KINDS } from "~/domain/phase";
import { SLIP_CAUSES } from "~/domain/promise";
import { Refusal } from "~/domain/refusal";
import type { DateMove } from "~/domain/schedule";
import type { FormErrors, FormValues } from "~/ui/field";
import { parseForm, typedValues } from "~/ui/form.server";

/** What the page shows of a move under way: the preview once there is one, else the first step with what is wrong. */
export interface MoveAnswer {
  step: "choose" | "confirm";
  move: DateMove | null;
  preview: MovePreview | null;
  errors: FormErrors;
  values: FormValues;
}

const dateField = (missing: string) =>
  z.string({ error: missing }).refine(isCalendarDate, "Enter a date that exists, such as 2026-03-02.");

const chosen = z.object({
  /** `extend.finish`: one field for both, so that it is one choice. */
  which: z.string({ error: "Choose which date moves." }).transform((text, context) => {
    const [kind, edge] = text.split(".");
    const phase = PHASE_KINDS.find((one) => one === kind);
    if (phase && (edge === "start" || edge === "finish")) return { kind: phase, edge } as const;
    context.addIssue({ code: "custom", message: "Choose which date moves." });
    return z.NEVER;
  }),
  to_on: dateField("Choose the new date."),
});

const confirmed = chosen.extend({
  seq: z.coerce.number().int(),
  cause: z.enum(SLIP_CAUSES, { error: "Choose what caused it." }),
  sentence: z
    .string({ error: "Say why in a sentence; both sides read it." })
    .trim()
    .min(1, "Say why in a sentence; both sides read it.")
    .max(500, "Use at most 500 characters."),
});

const answered = (answer: MoveAnswer, status: number) =>
  data({ kind: "move" as const, ...answer }, { status });

/** Shows everything that a move would change, without changing it. */
export async function answerPreview(db: Kysely<DB>, act: Act, code: string, formData: FormData) {
  const form = parseForm(chosen, formData);
  if (!form.ok) {
    return answered(
      { step: "choose", move: null, preview: null, errors: form.errors, values: form.values },
      422,
    );
  }
  const move = { ...form.value.which, toOn: form.value.to_on };
  return showPreview(db, act, code, move, { errors: {}, values: typedValues(formData), status: 200 });
}

/**
 * Moves the date as it was confirmed and answers the move's id; or the answer that shows the preview again, with what
 * is missing (422) or with what the move would do by now (409).
 */
export async function answerMove(db: Kysely<DB>, act: Act, code: string, formData: FormData) {
  const values = typedValues(formData);
  const first = parseForm(chosen, formData);
  if (!first.ok) {
    return answered({ step: "choose", move: null, preview: null, errors: first.errors, values }, 422);
  }
  const move = { ...first.value.which, toOn: first.value.to_on };
  const form = parseForm(confirmed, formData);
  if (!form.ok) return showPreview(db, act, code, move, { errors: form.errors, values, status: 422 });
  const { cause, sentence, seq } = form.value;
  try {
    return await movePromisedDate(db, act, code, { ...move, cause, sentence, seq });
  } catch (error) {
    if (!(error instanceof Refusal) || (error.kind !== "conflict" && error.kind !== "invalid")) throw error;
    const errors = { [error.field ?? ""]: [error.message] };
    return showPreview(db, act, code, move, {
      errors,
      values,
      status: error.kind === "conflict" ? 409 : 422,
    });
  }
}

async function showPreview(
  db: Kysely<DB>,
  act: Act,
  code: string,
  move: DateMove,
  said: { errors: FormErrors; values: FormValues; status: number },
) {
  try {
    const preview = await previewMove(db, act, code, move);
    return answered(
      { step: "confirm", move, preview, errors: said.errors, values: said.values },
      said.status,
    );
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== "invalid") throw error;
    const errors = { [error.field ?? ""]: [error.message] };
    return answered({ step: "choose", move, preview: null, errors, values: said.values }, 422);
  }
}

export const actualForm = z.object({
  phase: z.enum(PHASE_KINDS),
  version: z.coerce.number().int(),
  start_on: dateField("Enter the day on which it started."),
  finish_on: z.preprocess((text) => text || undefined, dateField("").optional()),
});
