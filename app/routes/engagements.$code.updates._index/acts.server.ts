import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { showImportedUpdates } from "db/imported-updates.server";
import {
  type DraftFields,
  draftUpdate,
  publishUpdate,
  refreshDraft,
  saveDraft,
  setUpdateWeekday,
} from "db/update-drafts.server";
import { z } from "zod";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { HEALTHS } from "~/domain/attention";
import { invalid } from "~/domain/refusal";
import { announceUpdate } from "~/jobs/announce-updates.server";
import { parseForm } from "~/ui/form.server";

const INTENTS = ["start", "save", "refresh", "publish", "weekday", "show_imported", "hide_imported"] as const;

const text = (most: number) =>
  z
    .string()
    .max(most, `At most ${most.toLocaleString("en-GB")} characters.`)
    .optional()
    .transform((value) => value ?? "");

const draftForm = z.object({
  id: z.string("That draft is gone.").max(100),
  version: z.coerce.number("That draft is gone.").int(),
  health: z
    .enum(HEALTHS, "Say how it stands.")
    .optional()
    .transform((value) => value ?? null),
  sentence: text(300),
  body: text(20_000),
  internal_body: text(20_000),
});

const weekdayForm = z.object({ weekday: z.coerce.number("Choose a working day.").int() });

function read<Schema extends z.ZodType>(schema: Schema, formData: FormData): z.output<Schema> {
  const form = parseForm(schema, formData);
  if (form.ok) return form.value;
  const [field, messages] = Object.entries(form.errors)[0] ?? ["", []];
  throw invalid(field, messages[0] ?? "That does not fit.");
}

function readDraft(formData: FormData): DraftFields & { id: string } {
  const form = read(draftForm, formData);
  return {
    id: form.id,
    version: form.version,
    health: form.health,
    sentence: form.sentence,
    body: form.body,
    internalBody: form.internal_body,
    kept: [...formData.keys()].flatMap((name) => (name.startsWith("kept.") ? [name.slice(5)] : [])),
  };
}

/** Every act of the updates page; each goes back to where its result is seen. */
export async function actOnUpdates(args: ActionFunctionArgs) {
  const formData = await args.request.formData();
  const intent = requireIntent(formData, INTENTS);
  const actor = await requirePermission(args, "run_engagement");
  const act = await actOf(args, actor, formData);
  const { context } = args;
  const { db } = context;
  const code = args.params.code ?? "";
  const here = `/engagements/${code}/updates`;
  return answerRefusals(formData, async () => {
    switch (intent) {
      case "start":
        await draftUpdate(db, act, code, { isAsked: true });
        return redirect(`${here}#draft`, 303);
      case "weekday":
        await setUpdateWeekday(db, act, code, read(weekdayForm, formData).weekday);
        return redirect(here, 303);
      case "show_imported":
      case "hide_imported":
        await showImportedUpdates(db, act, code, intent === "show_imported");
        return redirect(`${here}#imported`, 303);
      case "save":
      case "refresh": {
        const { id, ...fields } = readDraft(formData);
        await (intent === "save" ? saveDraft : refreshDraft)(db, act, code, id, fields);
        return redirect(`${here}?saved=${intent}#draft`, 303);
      }
      case "publish": {
        const { id, ...fields } = readDraft(formData);
        await publishUpdate(db, act, code, id, fields, (trx) =>
          announceUpdate({ ...context, db: trx }, act, code, id),
        );
        return redirect(`${here}/${id}`, 303);
      }
    }
  });
}
