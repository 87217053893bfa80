import { z } from "zod";
import { isCalendarDate } from "~/domain/calendar";
import { HOLDERS } from "~/domain/clock";
import { DELIVERABLE_STATUSES } from "~/domain/deliverable";
import { PHASE_KINDS } from "~/domain/phase";
import { SLIP_CAUSES } from "~/domain/promise";
import { invalid } from "~/domain/refusal";
import { LOST_AS, STAGES } from "~/domain/stage";
import { parseForm } from "~/ui/form.server";

/** A form's values. @throws Refusal `invalid` on the first field that does not fit */
export function read<Schema extends z.ZodType>(schema: Schema, formData: FormData): z.output<Schema> {
  const form = parseForm(schema, formData);
  if (form.ok) return form.value;
  const [field, messages] = Object.entries(form.errors)[0] ?? ["", []];
  throw invalid(field, messages[0] ?? "That does not fit.");
}

const id = z.string("That is gone.").max(100);
const optionalId = id.optional().transform((value) => value ?? null);
const optionalText = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest, `At most ${longest} characters.`)
    .optional()
    .transform((value) => value ?? "");
const box = z
  .string()
  .optional()
  .transform((value) => value !== undefined);
const on = z.string("Choose a date.").refine(isCalendarDate, "That is not a date.");
const optionalOn = on.optional().transform((value) => value ?? null);
const back = z.enum(["today"]).optional();
const reason = optionalText(1000);

export const status = z.object({
  id,
  from: z
    .enum(DELIVERABLE_STATUSES)
    .optional()
    .transform((value) => value ?? null),
  to: z.enum(DELIVERABLE_STATUSES, "Choose a status."),
  reason: reason.transform((value) => value || null),
  evidence: optionalText(2000),
  back,
});

export const addition = z.object({
  phase: z.enum(PHASE_KINDS),
  title: z
    .string("Name the deliverable.")
    .trim()
    .min(1, "Name the deliverable.")
    .max(200, "At most 200 characters."),
  owner_id: optionalId,
  due_on: optionalOn,
  is_visible: box,
  requires_evidence: box,
});

export const order = z.object({ id, before_id: optionalId });

export const start = z.object({ phase: z.enum(PHASE_KINDS), start_on: on, back });

export const pause = z.object({ reason });

export const resumption = z.object({
  shift: box,
  to_on: optionalOn,
  cause: z.enum(SLIP_CAUSES, "Choose a cause.").optional(),
  sentence: reason,
});

/** The move of the dates that a resumption asks for; null when it asks for none. */
export function shiftOf(form: z.output<typeof resumption>) {
  if (!form.shift) return null;
  if (!form.to_on) throw invalid("to_on", "Choose a date.");
  if (!form.cause) throw invalid("cause", "Choose what made the dates move.");
  if (!form.sentence) throw invalid("sentence", "Say why in a sentence; both sides read it.");
  return { toOn: form.to_on, cause: form.cause, sentence: form.sentence };
}

export const handing = z.object({ holder: z.enum(HOLDERS, "Choose who holds the ball."), why: reason });

export const stage = z.object({
  from: z.enum(STAGES),
  to: z.enum(STAGES, "Choose a stage."),
  reason: reason.transform((value) => value || null),
  lost_as: z.enum(LOST_AS, "Choose how it was lost.").optional(),
});

export const undo = z.object({ move_id: id });
