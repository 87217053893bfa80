import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";
import { findTemplate, saveTemplate, TemplateRefusal } from "db/templates.server";
import { actOf, answerRefusals } from "~/auth/guards.server";
import type { Actor } from "~/domain/permissions";
import { PHASE_KINDS } from "~/domain/phase";
import { Refusal } from "~/domain/refusal";
import { templateErrors } from "~/domain/template";
import type { FormErrors } from "~/ui/field";
import { applyStep, bodyOf, type Draft, differences, draftErrors, draftFrom, draftOf } from "./draft";

export interface EditorAnswer {
  draft: Draft;
  /** Moves on with every answer, so that the form is drawn anew. */
  turn: number;
  errors: FormErrors;
  /** The field to go on from. */
  focus: string | null;
  /** After a conflict: what the other person's template says, and its version. */
  theirs: { version: number; differences: string[] } | null;
}

const each = (errors: Record<string, string>): FormErrors =>
  Object.fromEntries(Object.entries(errors).map(([path, message]) => [path, [message]]));

/** Saves the form, or only does what the button of a row says and shows the form again. */
export async function saveDraft(args: ActionFunctionArgs, actor: Actor, formData: FormData) {
  const { db } = args.context;
  const id = args.params.id ?? "";
  const draft = draftFrom(formData);
  const before = { draft, turn: Number(formData.get("turn") ?? 0) + 1, focus: null, theirs: null };
  const step = formData.get("step");
  if (typeof step === "string" && step !== "") {
    const stepped = applyStep(draft, step);
    if (!stepped) throw new Response("We do not know what this button is for.", { status: 400 });
    return data<EditorAnswer>({ ...before, ...stepped, errors: {} });
  }
  const body = bodyOf(draft);
  const wrong = { ...templateErrors(body, PHASE_KINDS), ...draftErrors(draft) };
  if (draft.name.trim() === "") wrong.name = "Name the template.";
  if (Object.keys(wrong).length > 0) {
    return data<EditorAnswer>({ ...before, errors: each(wrong) }, { status: 422 });
  }
  const version = Number(formData.get("over") ?? formData.get("version"));
  return answerRefusals(formData, async () => {
    try {
      await saveTemplate(db, await actOf(args, actor, formData), id, { name: draft.name, body, version });
    } catch (error) {
      if (error instanceof TemplateRefusal) {
        return data<EditorAnswer>({ ...before, errors: each(error.errors) }, { status: 422 });
      }
      if (!(error instanceof Refusal) || error.kind !== "conflict") throw error;
      const current = await findTemplate(db, id);
      const theirs = current && {
        version: current.version,
        differences: differences(draftOf(current.name, current.body), draft),
      };
      return data<EditorAnswer>(
        { ...before, errors: { "": [error.message] }, theirs: theirs ?? null },
        { status: 409 },
      );
    }
    throw redirect(`/templates/${id}?done=save`);
  });
}
