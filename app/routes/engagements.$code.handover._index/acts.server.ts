import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { saveArtefact } from "db/artefacts.server";
import { saveClosing } from "db/closings.server";
import { addEvidencePieces, removeEvidence } from "db/evidence.server";
import { makeTemplateFrom } from "db/template-from.server";
import { z } from "zod";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { ARTEFACTS } from "~/domain/deliverable";
import type { Permission } from "~/domain/permissions";
import { invalid } from "~/domain/refusal";
import { readEvidence, readEvidenceId } from "~/files/evidence-form.server";
import { type ReceivedForm, withReceivedForm } from "~/files/receive.server";
import { parseForm } from "~/ui/form.server";

const NEEDS = {
  save: "run_engagement",
  add_evidence: "run_engagement",
  remove_evidence: "run_engagement",
  close: "run_engagement",
  make_template: "administer",
} as const satisfies Record<string, Permission>;
const INTENTS = Object.keys(NEEDS) as (keyof typeof NEEDS)[];

const text = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest, `Use at most ${longest.toLocaleString("en-GB")} characters.`)
    .optional()
    .transform((value) => value ?? "");

const artefactForm = z.object({
  kind: z.enum(ARTEFACTS, "There is no such artefact."),
  place: text(2000),
  owner_after: text(200),
  how_verified: text(2000),
  verified_on: text(10),
  missing_reason: text(2000),
  version: z.coerce.number().int(),
});

const evidenceForm = artefactForm.pick({ kind: true });

const closingForm = z.object({
  outcome: text(20_000),
  retrospective: text(20_000),
  version: z.coerce.number().int(),
});

const templateForm = z.object({ name: text(100) });

function read<Schema extends z.ZodType>(schema: Schema, formData: FormData): z.output<Schema> {
  const form = parseForm(schema, formData);
  if (form.ok) return form.value;
  const [field, messages] = Object.entries(form.errors)[0] ?? ["", []];
  throw invalid(field, messages[0] ?? "That does not fit.");
}

/** Every act of the hand-over page; each goes back to where its result is seen. */
export async function actOnHandover(args: ActionFunctionArgs) {
  // No file is taken from somebody who may do nothing here.
  await requirePermission(args, "run_engagement");
  return withReceivedForm(args.request, args.context.files.incoming, (form) => actOnForm(args, form));
}

async function actOnForm(args: ActionFunctionArgs, received: ReceivedForm) {
  const { formData } = received;
  const intent = requireIntent(formData, INTENTS);
  const actor = await requirePermission(args, NEEDS[intent]);
  const act = await actOf(args, actor, formData);
  const { db } = args.context;
  const code = args.params.code ?? "";
  const here = `/engagements/${code}/handover`;
  const { search } = new URL(args.request.url);
  return answerRefusals(formData, async () => {
    switch (intent) {
      case "save": {
        const form = read(artefactForm, formData);
        await saveArtefact(db, act, code, {
          kind: form.kind,
          place: form.place,
          ownerAfter: form.owner_after,
          howVerified: form.how_verified,
          verifiedOn: form.verified_on || null,
          missingReason: form.missing_reason || null,
          version: form.version,
        });
        return redirect(`${here}${search}#${form.kind}`, 303);
      }
      case "add_evidence": {
        const { kind } = read(evidenceForm, formData);
        const pieces = await readEvidence(received, args.context.files);
        await addEvidencePieces(db, act, code, { of: "artefact", id: kind }, pieces);
        return redirect(`${here}${search}#${kind}`, 303);
      }
      case "remove_evidence": {
        const { kind } = read(evidenceForm, formData);
        await removeEvidence(db, act, code, { of: "artefact", id: kind }, readEvidenceId(formData));
        return redirect(`${here}${search}#${kind}`, 303);
      }
      case "close":
        await saveClosing(db, act, code, read(closingForm, formData));
        return redirect(`${here}#closing`, 303);
      case "make_template": {
        const id = await makeTemplateFrom(db, act, code, read(templateForm, formData).name);
        return redirect(`/templates/${id}`, 303);
      }
    }
  });
}
