import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { allocate, changeAllocation, removeAllocation } from "db/allocations.server";
import { z } from "zod";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { anyText, readForm, versionField } from "~/ui/finding-form.server";

const loadForm = z.object({
  from_on: anyText,
  until_on: anyText,
  share_percent: z.coerce.number("Enter a whole number from 1 to 100."),
});
const newForm = loadForm.extend({ person_id: anyText });
const idForm = z.object({ id: z.string("That is gone.").max(100), version: versionField });
const changeForm = loadForm.extend(idForm.shape);

const loadOf = (form: z.output<typeof loadForm>) => ({
  fromOn: form.from_on,
  untilOn: form.until_on,
  sharePercent: form.share_percent,
});

/** Every act of the team's page. */
export async function actOnTeam(args: ActionFunctionArgs) {
  const formData = await args.request.formData();
  const intent = requireIntent(formData, ["allocate", "change", "remove"] as const);
  const actor = await requirePermission(args, "run_engagement");
  const act = await actOf(args, actor, formData);
  const code = args.params.code ?? "";
  const { db } = args.context;
  const back = (done: string) => redirect(`/engagements/${code}/team?done=${done}`, 303);
  return answerRefusals(formData, async () => {
    if (intent === "allocate") {
      const form = readForm(newForm, formData);
      await allocate(db, act, code, { personId: form.person_id, ...loadOf(form) });
      return back("planned");
    }
    if (intent === "change") {
      const form = readForm(changeForm, formData);
      await changeAllocation(db, act, code, form.id, { ...loadOf(form), version: form.version });
      return back("changed");
    }
    const { id, version } = readForm(idForm, formData);
    await removeAllocation(db, act, code, id, version);
    return back("removed");
  });
}
