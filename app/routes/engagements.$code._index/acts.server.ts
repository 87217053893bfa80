import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import type { Act } from "db/act";
import { findLastStatusChange } from "db/activity.server";
import { addDeliverable, reorderDeliverable } from "db/checklist.server";
import { handClock } from "db/clock.server";
import { moveStage } from "db/engagements.server";
import { evidenceFrom } from "db/evidence.server";
import { pauseEngagement, resumeEngagement } from "db/pauses.server";
import { startPhase } from "db/phases.server";
import { undoMove } from "db/promises.server";
import type { DB } from "db/schema";
import { requireEngagement } from "db/scope.server";
import { type StatusInput, setStatus } from "db/status.server";
import type { Kysely } from "kysely";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { DELIVERABLE_STATUS_LABEL, isDeliverableStatus } from "~/domain/deliverable";
import type { Permission } from "~/domain/permissions";
import { conflict, Refusal } from "~/domain/refusal";
import * as forms from "./forms.server";

const NEEDS = {
  set_status: "work_checklist",
  add: "work_checklist",
  reorder: "work_checklist",
  start_phase: "run_engagement",
  pause: "run_engagement",
  resume: "run_engagement",
  hand_clock: "run_engagement",
  move_stage: "move_stage",
  undo_move: "run_engagement",
} as const satisfies Record<string, Permission>;

type Intent = keyof typeof NEEDS;
const INTENTS = Object.keys(NEEDS) as Intent[];

/** Every act of the plan page: one verb each, then back to the page, or an answer in place for who has script. */
export async function actOnPlan(args: ActionFunctionArgs) {
  const formData = unpackPress(await args.request.formData());
  const intent = requireIntent(formData, INTENTS);
  const actor = await requirePermission(args, NEEDS[intent]);
  const act = await actOf(args, actor, formData);
  const code = args.params.code ?? "";
  return answerRefusals(formData, async () => {
    const { back, ...answer } = await ACTS[intent](args.context.db, act, code, formData);
    if (formData.get("answer") === "here") return { ok: true as const, ...answer };
    return redirect(back, 303);
  });
}

/** A tick's button can send one value only: the row, what it was, and what it should be. */
function unpackPress(formData: FormData): FormData {
  const press = formData.get("press");
  if (typeof press !== "string") return formData;
  const [id = "", from = "", to = ""] = press.split(" ");
  for (const [name, value] of Object.entries({ id, from, to })) formData.set(name, value);
  return formData;
}

type Perform = (db: Kysely<DB>, act: Act, code: string, formData: FormData) => Promise<Done>;

interface Done {
  /** Where who has no script goes then. */
  back: string;
  /** The version of a deliverable after a tick. */
  version?: number;
}

const ACTS: Record<Intent, Perform> = {
  set_status: async (db, act, code, formData) => {
    const { back, evidence, ...form } = forms.read(forms.status, formData);
    const version = await setStatusOrSayWho(db, act, code, { ...form, evidence: evidenceFrom(evidence) });
    return { back: back === "today" ? "/today" : `/engagements/${code}#d-${form.id}`, version };
  },
  add: async (db, act, code, formData) => {
    const { phase, ...form } = forms.read(forms.addition, formData);
    const id = await addDeliverable(db, act, code, phase, {
      title: form.title,
      notes: "",
      ownerId: form.owner_id,
      dueOn: form.due_on,
      isVisible: form.is_visible,
      requiresEvidence: form.requires_evidence,
    });
    return { back: `/engagements/${code}#d-${id}` };
  },
  reorder: async (db, act, code, formData) => {
    const { id, before_id } = forms.read(forms.order, formData);
    await reorderDeliverable(db, act, code, { id, beforeId: before_id });
    return { back: `/engagements/${code}#d-${id}` };
  },
  start_phase: async (db, act, code, formData) => {
    const { phase, start_on, back } = forms.read(forms.start, formData);
    await startPhase(db, act, code, { kind: phase, startOn: start_on });
    return { back: back === "today" ? "/today" : `/engagements/${code}` };
  },
  pause: async (db, act, code, formData) => {
    await pauseEngagement(db, act, code, forms.read(forms.pause, formData).reason);
    return { back: `/engagements/${code}` };
  },
  resume: async (db, act, code, formData) => {
    const moveId = await resumeEngagement(db, act, code, {
      shift: forms.shiftOf(forms.read(forms.resumption, formData)),
    });
    return { back: moveId ? `/engagements/${code}?moved=${moveId}` : `/engagements/${code}` };
  },
  hand_clock: async (db, act, code, formData) => {
    await handClock(db, act, code, forms.read(forms.handing, formData));
    return { back: `/engagements/${code}` };
  },
  move_stage: async (db, act, code, formData) => {
    const { lost_as: lostAs, ...move } = forms.read(forms.stage, formData);
    await moveStage(db, act, code, { ...move, lostAs: lostAs ?? null });
    return { back: `/engagements/${code}` };
  },
  undo_move: async (db, act, code, formData) => {
    await undoMove(db, act, code, forms.read(forms.undo, formData).move_id);
    return { back: `/engagements/${code}` };
  },
};

/** When somebody else was quicker, says who, and what they made of it. */
async function setStatusOrSayWho(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: StatusInput,
): Promise<number> {
  try {
    return await setStatus(db, act, code, input);
  } catch (error) {
    const status = error instanceof Refusal && error.kind === "conflict" ? error.current?.status : undefined;
    if (!status || !isDeliverableStatus(status)) throw error;
    const { engagement } = await requireEngagement(db, act.actor, code, "work_checklist");
    const last = await findLastStatusChange(db, engagement, input.id);
    const who = last ? (last.by === act.actor.name ? "You" : last.by) : "Somebody else";
    throw conflict(
      `${who} marked it ${DELIVERABLE_STATUS_LABEL[status].toLowerCase()} meanwhile. Yours was not saved.`,
      { status, by: last?.by ?? "" },
    );
  }
}
