import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { addMeasure, editMeasure, removeMeasure, takeMeasure } from "db/measures.server";
import { z } from "zod";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { MEASURE_EDGES } from "~/domain/measure";
import { anyText, box, readForm, versionField } from "~/ui/finding-form.server";

const INTENTS = ["add", "edit", "take", "remove"] as const;

const fieldsForm = z.object({ title: anyText, unit: anyText, better: anyText, is_visible: box });
const idForm = z.object({ id: z.string("That is gone.").max(100) });
const editForm = fieldsForm.extend({ ...idForm.shape, version: versionField });
const takeForm = z.object({
  ...idForm.shape,
  version: versionField,
  edge: z.enum(MEASURE_EDGES, "Say whether it is before or after the work."),
  value: anyText,
  on: anyText,
  how: anyText,
});

/** Every act of the measures' page; each goes back to the measure that it was about. */
export async function actOnMeasures(args: ActionFunctionArgs) {
  const formData = await args.request.formData();
  const intent = requireIntent(formData, INTENTS);
  const actor = await requirePermission(args, "run_engagement");
  const act = await actOf(args, actor, formData);
  const code = args.params.code ?? "";
  const { db } = args.context;
  const { search } = new URL(args.request.url);
  const back = (anchor: string) => redirect(`/engagements/${code}/measures${search}#${anchor}`, 303);
  return answerRefusals(formData, async () => {
    switch (intent) {
      case "add": {
        const { is_visible: isVisible, ...fields } = readForm(fieldsForm, formData);
        return back(`m-${await addMeasure(db, act, code, { ...fields, isVisible })}`);
      }
      case "edit": {
        const { id, is_visible: isVisible, ...fields } = readForm(editForm, formData);
        await editMeasure(db, act, code, id, { ...fields, isVisible });
        return back(`m-${id}`);
      }
      case "take": {
        const { id, ...taken } = readForm(takeForm, formData);
        await takeMeasure(db, act, code, id, taken);
        return back(`m-${id}`);
      }
      case "remove":
        await removeMeasure(db, act, code, readForm(idForm, formData).id);
        return back("measures");
    }
  });
}
