import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { removeDeliverable } from "db/checklist.server";
import { editDeliverable, requireDeliverableOf } from "db/deliverables.server";
import { addEvidencePieces, removeEvidence } from "db/evidence.server";
import { z } from "zod";
import { actOf, answerRefusals, readOrRefuse, requireIntent, requirePermission } from "~/auth/guards.server";
import { isCalendarDate } from "~/domain/calendar";
import type { EvidenceSubject } from "~/domain/evidence";
import type { Actor, Permission } from "~/domain/permissions";
import { invalid } from "~/domain/refusal";
import { readEvidence, readEvidenceId } from "~/files/evidence-form.server";
import { type ReceivedForm, withReceivedForm } from "~/files/receive.server";
import { parseForm } from "~/ui/form.server";

const NEEDS = {
  edit: "work_checklist",
  add_evidence: "work_checklist",
  remove_evidence: "work_checklist",
  remove: "run_engagement",
} as const satisfies Record<string, Permission>;
const INTENTS = Object.keys(NEEDS) as (keyof typeof NEEDS)[];

const box = z
  .string()
  .optional()
  .transform((value) => value !== undefined);
const text = (longest: number) =>
  z
    .string()
    .max(longest, `At most ${longest} characters.`)
    .optional()
    .transform((value) => value ?? "");

const editForm = z.object({
  title: z
    .string("Name the deliverable.")
    .trim()
    .min(1, "Name the deliverable.")
    .max(200, "At most 200 characters."),
  notes: text(10_000),
  owner_id: text(100).transform((value) => value || null),
  due_on: z
    .string()
    .refine(isCalendarDate, "That is not a date.")
    .optional()
    .transform((value) => value ?? null),
  is_visible: box,
  requires_evidence: box,
  version: z.coerce.number().int(),
});

function read<Schema extends z.ZodType>(schema: Schema, formData: FormData): z.output<Schema> {
  const form = parseForm(schema, formData);
  if (form.ok) return form.value;
  const [field, messages] = Object.entries(form.errors)[0] ?? ["", []];
  throw invalid(field, messages[0] ?? "That does not fit.");
}

/** Every act of the deliverable's page; each goes back to where its result is seen. */
export async function actOnDeliverable(args: ActionFunctionArgs) {
  // No file is taken from somebody who may do nothing here.
  const actor = await requirePermission(args, "work_checklist");
  return withReceivedForm(args.request, args.context.files.incoming, (form) => actOnForm(args, actor, form));
}

async function actOnForm(args: ActionFunctionArgs, actor: Actor, received: ReceivedForm) {
  const { formData } = received;
  const intent = requireIntent(formData, INTENTS);
  if (NEEDS[intent] !== "work_checklist") await requirePermission(args, NEEDS[intent]);
  const act = await actOf(args, actor, formData);
  const { db, files } = args.context;
  const code = args.params.code ?? "";
  const id = args.params.id ?? "";
  const here = `/engagements/${code}/deliverables/${id}`;
  const subject: EvidenceSubject = { of: "deliverable", id };
  await readOrRefuse(() => requireDeliverableOf(db, actor, code, id));
  return answerRefusals(formData, async () => {
    switch (intent) {
      case "edit": {
        const form = read(editForm, formData);
        await editDeliverable(db, act, code, id, {
          title: form.title,
          notes: form.notes,
          ownerId: form.owner_id,
          dueOn: form.due_on,
          isVisible: form.is_visible,
          requiresEvidence: form.requires_evidence,
          version: form.version,
        });
        return redirect(`/engagements/${code}#d-${id}`, 303);
      }
      case "add_evidence": {
        await addEvidencePieces(db, act, code, subject, await readEvidence(received, files));
        return redirect(`${here}#evidence`, 303);
      }
      case "remove_evidence": {
        await removeEvidence(db, act, code, subject, readEvidenceId(formData));
        return redirect(`${here}#evidence`, 303);
      }
      case "remove":
        await removeDeliverable(db, act, code, id);
        return redirect(`/engagements/${code}`, 303);
    }
  });
}
