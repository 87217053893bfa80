import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import type { Act } from "db/act";
import { concludeAudit, planAudit, readAudit, saveAudit } from "db/audits.server";
import { moveStage } from "db/engagements.server";
import { recordEstimate } from "db/estimates.server";
import type { DB } from "db/schema";
import type { Kysely } from "kysely";
import { z } from "zod";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { ESTIMATE_POINTS, RECOMMENDATIONS, stageAfterAudit } from "~/domain/audit";
import { longDate } from "~/domain/calendar";
import type { Permission } from "~/domain/permissions";
import { conflict } from "~/domain/refusal";
import { STAGES } from "~/domain/stage";
import { anyText, readForm, versionField } from "~/ui/finding-form.server";

const NEEDS = {
  plan: "run_engagement",
  save: "run_engagement",
  conclude: "run_engagement",
  estimate: "run_engagement",
  move: "move_stage",
} as const satisfies Record<string, Permission>;
type Intent = keyof typeof NEEDS;
const INTENTS = Object.keys(NEEDS) as Intent[];

const trimmed = anyText.transform((text) => text.trim());
const weeks = z
  .string()
  .trim()
  .optional()
  .transform((text) => (text ? Number(text.replace(",", ".")) : null));

const planForm = z.object({ starts_on: anyText, auditor_id: anyText, version: versionField });
const draftForm = z.object({
  summary: trimmed,
  conditions: trimmed,
  recommendation: z
    .enum(RECOMMENDATIONS)
    .optional()
    .transform((value) => value ?? null),
  version: versionField,
});
const estimateForm = z.object({ weeks_low: weeks, weeks_high: weeks, sentence: trimmed });
const laterForm = estimateForm.extend({
  made_after: z.enum(ESTIMATE_POINTS, "Read the page again, then try once more."),
  back: z.enum(["audit", "ledger"]).optional(),
});
const moveForm = z.object({ from: z.enum(STAGES, "Read the page again, then try once more.") });

const estimateOf = ({ weeks_low, weeks_high, sentence }: z.output<typeof estimateForm>) => ({
  weeksLow: weeks_low,
  weeksHigh: weeks_high,
  sentence,
});

type Perform = (db: Kysely<DB>, act: Act, code: string, formData: FormData) => Promise<string>;

const ACTS: Record<Intent, Perform> = {
  plan: async (db, act, code, formData) => {
    const { starts_on, auditor_id, version } = readForm(planForm, formData);
    await planAudit(db, act, code, { startsOn: starts_on, auditorId: auditor_id, version });
    return "audit?done=planned";
  },
  save: async (db, act, code, formData) => {
    await saveAudit(db, act, code, readForm(draftForm, formData));
    return "audit?done=saved#conclusion";
  },
  conclude: async (db, act, code, formData) => {
    const estimate = estimateOf(readForm(estimateForm, formData));
    await concludeAudit(db, act, code, readForm(draftForm, formData), estimate);
    return "audit?done=concluded";
  },
  estimate: async (db, act, code, formData) => {
    const { made_after, back, ...form } = readForm(laterForm, formData);
    await recordEstimate(db, act, code, { ...estimateOf(form), madeAfter: made_after });
    return back === "ledger" ? "ledger#estimates" : "audit?done=estimated#estimates";
  },
  move: moveOn,
};

/** Moves the engagement to where the audit leads. */
async function moveOn(db: Kysely<DB>, act: Act, code: string, formData: FormData): Promise<string> {
  const { from } = readForm(moveForm, formData);
  const { audit, stage } = await readAudit(db, act.actor, code);
  const to = audit?.concludedOn && audit.recommendation ? stageAfterAudit(audit.recommendation, stage) : null;
  if (!audit?.concludedOn || !to) throw conflict("Somebody else moved this engagement meanwhile.");
  const reason =
    to === "lost"
      ? `We would not take it: our audit of ${longDate(audit.startsOn, act.today)} recommended against it.`
      : null;
  await moveStage(db, act, code, { from, to, reason, lostAs: to === "lost" ? "declined" : null });
  return "audit?done=moved";
}

/** Every act of the audit's page: one verb each, then back to the page. */
export async function actOnAudit(args: ActionFunctionArgs) {
  const formData = await args.request.formData();
  const intent = requireIntent(formData, INTENTS);
  const actor = await requirePermission(args, NEEDS[intent]);
  const act = await actOf(args, actor, formData);
  const code = args.params.code ?? "";
  return answerRefusals(formData, async () =>
    redirect(`/engagements/${code}/${await ACTS[intent](args.context.db, act, code, formData)}`, 303),
  );
}
