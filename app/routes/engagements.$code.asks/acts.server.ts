import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { editAsk, openAsk, withdrawAsk } from "db/asks.server";
import { handClock } from "db/clock.server";
import { z } from "zod";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { askAnchor } from "~/domain/ask";
import { isCalendarDate } from "~/domain/calendar";
import { HOLDERS } from "~/domain/clock";
import { invalid } from "~/domain/refusal";
import { announceAsk, announceWithdrawal } from "~/jobs/announce-asks.server";
import { parseForm } from "~/ui/form.server";

const INTENTS = ["open", "edit", "withdraw", "hand_clock"] as const;

const longText = (most: number) =>
  z
    .string()
    .max(most, `At most ${most.toLocaleString("en-GB")} characters.`)
    .optional()
    .transform((value) => value?.trim() ?? "");

const askFields = {
  title: z
    .string("Say in a few words what we need.")
    .trim()
    .min(1, "Say in a few words what we need.")
    .max(200, "At most 200 characters."),
  body: longText(20_000),
  due_on: z
    .string()
    .refine(isCalendarDate, "That is not a date.")
    .optional()
    .transform((value) => value ?? null),
  is_blocking: z
    .string()
    .optional()
    .transform((value) => value !== undefined),
};

const id = z.string("That ask is gone.").max(100);
const openForm = z.object(askFields);
const editForm = z.object({ ...askFields, id, version: z.coerce.number().int() });
const withdrawForm = z.object({ id, reason: longText(1000) });
const handForm = z.object({ holder: z.enum(HOLDERS, "Choose who holds the ball."), why: longText(1000) });

function read<Schema extends z.ZodType>(schema: Schema, formData: FormData): z.output<Schema> {
  const form = parseForm(schema, formData);
  if (form.ok) return form.value;
  const [field, messages] = Object.entries(form.errors)[0] ?? ["", []];
  throw invalid(field, messages[0] ?? "That does not fit.");
}

const fieldsOf = (form: z.output<typeof openForm>) => ({
  title: form.title,
  body: form.body,
  dueOn: form.due_on,
  isBlocking: form.is_blocking,
});

/** Every act of the asks page; each goes back to where its result is seen. */
export async function actOnAsks(args: ActionFunctionArgs) {
  const formData = await args.request.formData();
  const intent = requireIntent(formData, INTENTS);
  const actor = await requirePermission(args, "run_engagement");
  const act = await actOf(args, actor, formData);
  const { context } = args;
  const code = args.params.code ?? "";
  const here = `/engagements/${code}/asks`;
  return answerRefusals(formData, async () => {
    switch (intent) {
      case "open": {
        const form = read(openForm, formData);
        const asked = await openAsk(context.db, act, code, fieldsOf(form), (trx, askId) =>
          announceAsk({ ...context, db: trx }, act, code, askId),
        );
        return redirect(`${here}#${askAnchor(asked)}`, 303);
      }
      case "edit": {
        const form = read(editForm, formData);
        await editAsk(context.db, act, code, form.id, { ...fieldsOf(form), version: form.version });
        return redirect(`${here}#${askAnchor(form.id)}`, 303);
      }
      case "withdraw": {
        const form = read(withdrawForm, formData);
        await withdrawAsk(context.db, act, code, form.id, form.reason, (trx, askId) =>
          announceWithdrawal({ ...context, db: trx }, act, code, askId),
        );
        return redirect(`${here}#${askAnchor(form.id)}`, 303);
      }
      case "hand_clock":
        await handClock(context.db, act, code, read(handForm, formData));
        return redirect(`${here}#ball`, 303);
    }
  });
}
