import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { addAbsence, removeAbsence } from "db/absences.server";
import { z } from "zod";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { reach } from "~/domain/permissions";
import { anyText, readForm } from "~/ui/finding-form.server";
import { typedLine } from "~/ui/typed.server";
import { addressOf, askedOf } from "./address";

const absenceForm = z.object({ person_id: anyText, from_on: anyText, until_on: anyText });
const idForm = z.object({ id: z.string("That is gone.").max(100) });

/** Notes when somebody is away, or takes it back; a lead does so for themselves. */
export async function actOnAbsences(args: ActionFunctionArgs) {
  const actor = await requirePermission(args, "see_capacity");
  const formData = await args.request.formData();
  const intent = requireIntent(formData, ["add_absence", "remove_absence"] as const);
  const act = await actOf(args, actor, formData);
  const { db } = args.context;
  const address = addressOf(askedOf(args.request, act.today), act.today);
  const back = (done: string) => redirect(`${address}${address.includes("?") ? "&" : "?"}done=${done}`, 303);
  return answerRefusals(formData, async () => {
    if (intent === "remove_absence") {
      await removeAbsence(db, act, readForm(idForm, formData).id);
      return back("removed");
    }
    const form = readForm(absenceForm, formData);
    const personId = reach(actor.role, "see_capacity") === "all" ? form.person_id : actor.id;
    await addAbsence(db, act, {
      personId,
      fromOn: form.from_on,
      untilOn: form.until_on,
      note: typedLine(formData, "note"),
    });
    return back("added");
  });
}
