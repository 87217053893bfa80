import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";
import type { Act } from "db/act";
import { moveStage } from "db/engagements.server";
import { LONGEST_VIEW_NAME, removeView, saveView } from "db/saved-views.server";
import { z } from "zod";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { type PipelineView, parseView, viewAddress } from "~/domain/pipeline-view";
import { LOST_AS, STAGES } from "~/domain/stage";
import type { FormErrors, FormValues } from "~/ui/field";
import { parseForm } from "~/ui/form.server";

const moveForm = z.object({
  code: z.string().max(20),
  from: z.enum(STAGES),
  to: z.enum(STAGES, { error: "Choose where it goes." }),
  reason: z.string().trim().max(500, "Use at most 500 characters.").optional(),
  lost_as: z.enum(LOST_AS, { error: "Choose how it was lost." }).optional(),
});

const viewForm = z.object({
  name: z
    .string({ error: "Give it a name." })
    .trim()
    .min(1, "Give it a name.")
    .max(LONGEST_VIEW_NAME, `Use at most ${LONGEST_VIEW_NAME} characters.`),
  query: z.string().max(4000).default(""),
  is_shared: z.literal("on").optional(),
});

const removalForm = z.object({ id: z.string().max(40) });

const NEEDED = { move_stage: "move_stage", save_view: "see_pipeline", remove_view: "see_pipeline" } as const;
type Intent = keyof typeof NEEDED;
type Perform = (
  args: ActionFunctionArgs,
  act: Act,
  formData: FormData,
  view: PipelineView,
) => Promise<string>;

/** What each form does; answers where to go then, or throws what is wrong with the form. */
const PERFORM: Record<Intent, Perform> = {
  move_stage: async ({ context }, act, formData, view) => {
    const { code, from, to, reason, lost_as } = read(moveForm, formData);
    await moveStage(context.db, act, code, { from, to, reason: reason || null, lostAs: lost_as ?? null });
    return viewAddress(view, { mode: "board" }, { moved: code, to });
  },
  save_view: async ({ context }, act, formData, view) => {
    const { name, query, is_shared } = read(viewForm, formData);
    await saveView(context.db, act, { name, query, isShared: is_shared === "on" });
    return viewAddress(view, {}, { done: "kept" });
  },
  remove_view: async ({ context }, act, formData, view) => {
    await removeView(context.db, act, read(removalForm, formData).id);
    return viewAddress(view, {}, { done: "removed" });
  },
};

class Unfit {
  constructor(readonly form: { errors: FormErrors; values: FormValues }) {}
}

function read<Schema extends z.ZodType>(schema: Schema, formData: FormData): z.output<Schema> {
  const form = parseForm(schema, formData);
  if (!form.ok) throw new Unfit(form);
  return form.value;
}

/** Moves a card, keeps a view or takes one away, and comes back to what was looked at. */
export async function actOnPipeline(args: ActionFunctionArgs) {
  await requirePermission(args, "see_pipeline");
  const formData = await args.request.formData();
  const intent = requireIntent(formData, ["move_stage", "save_view", "remove_view"]);
  const actor = await requirePermission(args, NEEDED[intent]);
  const view = parseView(new URL(args.request.url).searchParams);
  try {
    return await answerRefusals(formData, async () => {
      throw redirect(await PERFORM[intent](args, await actOf(args, actor, formData), formData, view));
    });
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    const { errors, values } = error.form;
    return data({ errors, values }, { status: 422 });
  }
}
