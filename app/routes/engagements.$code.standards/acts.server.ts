import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { checkStandard, meetAllStandards } from "db/standard-checks.server";
import { agreeStandard, editStandard, withdrawStandard } from "db/standards.server";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import type { Permission } from "~/domain/permissions";
import { invalid } from "~/domain/refusal";
import { typedLine, typedText } from "~/ui/typed.server";

const NEEDS = {
  agree: "run_engagement",
  edit: "run_engagement",
  withdraw: "run_engagement",
  except: "run_engagement",
  check: "work_checklist",
  meet_all: "work_checklist",
} as const satisfies Record<string, Permission>;
const INTENTS = Object.keys(NEEDS) as (keyof typeof NEEDS)[];

function fieldsOf(formData: FormData) {
  return {
    title: typedLine(formData, "title"),
    area: typedLine(formData, "area"),
    rule: typedText(formData, "rule"),
    agreedOn: typedLine(formData, "agreed_on"),
    agreedBy: typedLine(formData, "agreed_by"),
  };
}

/** Every act on standards, from their own page and from the page of a deliverable, which names itself in `back`. */
export async function actOnStandards(args: ActionFunctionArgs) {
  const formData = await args.request.formData();
  const intent = requireIntent(formData, INTENTS);
  const actor = await requirePermission(args, NEEDS[intent]);
  const act = await actOf(args, actor, formData);
  const { db } = args.context;
  const code = args.params.code ?? "";
  const chosen = (field: string, what: string) => {
    const id = typedLine(formData, field);
    if (!id) throw invalid(field, `Choose ${what}.`);
    return id;
  };
  const version = Number(typedLine(formData, "version"));
  const back = typedLine(formData, "back");
  // What somebody came from, such as a gate, stays in the address.
  const here = `/engagements/${code}/standards${new URL(args.request.url).search}`;
  const after = (deliverableId: string) =>
    back
      ? `/engagements/${code}/deliverables/${encodeURIComponent(deliverableId)}#criteria`
      : `${here}#d-${encodeURIComponent(deliverableId)}`;
  return answerRefusals(formData, async () => {
    switch (intent) {
      case "agree":
        await agreeStandard(db, act, code, fieldsOf(formData));
        return redirect(`${here}#standards`, 303);
      case "edit":
        await editStandard(db, act, code, chosen("id", "a standard"), { ...fieldsOf(formData), version });
        return redirect(`${here}#standards`, 303);
      case "withdraw":
        await withdrawStandard(db, act, code, chosen("id", "a standard"), {
          reason: typedText(formData, "reason"),
          version,
        });
        return redirect(`${here}#standards`, 303);
      case "except": {
        const deliverableId = chosen("deliverable_id", "a deliverable");
        await checkStandard(db, act, code, {
          standardId: chosen("standard_id", "a standard"),
          deliverableId,
          state: "exempt",
          reason: typedText(formData, "reason"),
        });
        return redirect(after(deliverableId), 303);
      }
      case "check": {
        const [standardId = "", deliverableId = "", to] = chosen("cell", "what is met").split(" ");
        const state = to === "met" ? "met" : null;
        await checkStandard(db, act, code, { standardId, deliverableId, state });
        return redirect(after(deliverableId), 303);
      }
      case "meet_all": {
        const deliverableId = chosen("deliverable_id", "a deliverable");
        await meetAllStandards(db, act, code, deliverableId);
        return redirect(after(deliverableId), 303);
      }
    }
  });
}
