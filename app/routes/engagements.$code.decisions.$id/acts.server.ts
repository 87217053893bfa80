import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { deprecateDecision, revisitDecision, settleDecision } from "db/decision-verdicts.server";
import { editDecision, placeDecision } from "db/decisions.server";
import { readDecision } from "db/decisions-page.server";
import { actOf, answerRefusals, readOrRefuse, requireIntent, requirePermission } from "~/auth/guards.server";
import { invalid } from "~/domain/refusal";
import { readDecisionFields, readDecisionLinks } from "~/ui/decision-form.server";
import { typedDate, typedLine, typedText } from "~/ui/typed.server";

const INTENTS = ["edit", "settle", "deprecate", "revisit", "place"] as const;

/** Every act of a decision's page; each comes back to it. */
export async function actOnDecision(args: ActionFunctionArgs) {
  const formData = await args.request.formData();
  const intent = requireIntent(formData, INTENTS);
  const actor = await requirePermission(args, "run_engagement");
  const act = await actOf(args, actor, formData);
  const { db } = args.context;
  const { code = "", id = "" } = args.params;
  await readOrRefuse(() => readDecision(db, actor, code, id, act.today));
  const version = Number(typedLine(formData, "version"));
  return answerRefusals(formData, async () => {
    switch (intent) {
      case "edit":
        await editDecision(db, act, code, id, { ...readDecisionFields(formData), version });
        break;
      case "settle": {
        const status = formData.get("status");
        if (status !== "accepted" && status !== "rejected") throw invalid("status", "Accept or reject it.");
        await settleDecision(db, act, code, id, {
          status,
          decidedOn: typedDate(formData, "decided_on"),
          version,
        });
        break;
      }
      case "deprecate":
        await deprecateDecision(db, act, code, id, { why: typedText(formData, "why"), version });
        break;
      case "revisit":
        await revisitDecision(db, act, code, id, {
          sentence: typedText(formData, "sentence"),
          revisitOn: typedDate(formData, "revisit_on"),
          version,
        });
        break;
      case "place":
        await placeDecision(db, act, code, id, {
          isVisible: formData.get("is_visible") !== null,
          links: readDecisionLinks(formData),
          version,
        });
        break;
    }
    return redirect(`/engagements/${code}/decisions/${encodeURIComponent(id)}`, 303);
  });
}
