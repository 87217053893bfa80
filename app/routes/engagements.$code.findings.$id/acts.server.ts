import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import type { Act } from "db/act";
import { addEvidencePieces, type EvidenceInput, removeEvidence } from "db/evidence.server";
import { removeFinding } from "db/finding-removal.server";
import { editFinding, reopenFinding, settleFinding } from "db/findings.server";
import {
  acceptHotspot,
  editCost,
  markHotspot,
  measureHotspot,
  unmarkHotspot,
  withdrawAcceptance,
  writeFix,
} from "db/hotspots.server";
import { addProtectingTest, removeProtectingTest } from "db/protecting-tests.server";
import type { DB } from "db/schema";
import type { Kysely } from "kysely";
import { z } from "zod";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import type { EvidenceSubject } from "~/domain/evidence";
import type { Actor, Permission } from "~/domain/permissions";
import { invalid } from "~/domain/refusal";
import { readEvidence, readEvidenceId } from "~/files/evidence-form.server";
import { type ReceivedForm, withReceivedForm } from "~/files/receive.server";
import { anyText, box, readFindingFields, readForm, versionField } from "~/ui/finding-form.server";

const NEEDS = {
  edit: "work_checklist",
  settle: "work_checklist",
  reopen: "work_checklist",
  remove: "run_engagement",
  mark: "run_engagement",
  cost: "run_engagement",
  unmark: "run_engagement",
  fix: "run_engagement",
  add_test: "run_engagement",
  remove_test: "run_engagement",
  measure: "run_engagement",
  accept: "run_engagement",
  withdraw_acceptance: "run_engagement",
  add_evidence: "work_checklist",
  remove_evidence: "work_checklist",
} as const satisfies Record<string, Permission>;
type Intent = keyof typeof NEEDS;
const INTENTS = Object.keys(NEEDS) as Intent[];

/** Which card of the page shows what became of each act. */
const CARD: Record<Intent, string> = {
  edit: "finding",
  settle: "settle",
  reopen: "settle",
  remove: "remove",
  mark: "hotspot",
  cost: "hotspot",
  unmark: "hotspot",
  fix: "fix",
  add_test: "tests",
  remove_test: "tests",
  measure: "after",
  accept: "accept",
  withdraw_acceptance: "accept",
  add_evidence: "evidence",
  remove_evidence: "evidence",
};

const version = z.object({ version: versionField });
const settleForm = version.extend({
  status: z.enum(["resolved", "accepted"], "Choose how it is settled."),
  resolution: anyText,
});
const removeForm = z.object({ is_mistake: box });
const hoursForm = z.object({ hours_before: anyText });
const fixForm = version.extend({ fix: anyText, is_fixed: box, fixed_on: anyText });
const testForm = z.object({ test_name: anyText, test_kind: anyText, test_place: anyText });
const testIdForm = z.object({ test_id: z.string("That is gone.").max(100) });
const measureForm = version.extend({ hours_after: anyText, measured_on: anyText });
const acceptForm = version.extend({ accepted_reason: anyText, accepted_by: anyText, accepted_on: anyText });

type Run = (
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  form: FormData,
  readPieces: () => Promise<EvidenceInput[]>,
) => Promise<void>;

const subjectForm = z.object({ hotspot_id: z.string().max(100).optional() });

/** The evidence of a finding, or of the fix of its hotspot where the form names that. */
function evidenceSubject(findingId: string, form: FormData): EvidenceSubject {
  const { hotspot_id: hotspotId } = readForm(subjectForm, form);
  return hotspotId ? { of: "hotspot", id: hotspotId } : { of: "finding", id: findingId };
}

const RUN: Record<Intent, Run> = {
  edit: (db, act, code, id, form) =>
    editFinding(db, act, code, id, {
      ...readFindingFields(form),
      version: readForm(version, form).version,
    }),
  settle: (db, act, code, id, form) => settleFinding(db, act, code, id, readForm(settleForm, form)),
  reopen: (db, act, code, id) => reopenFinding(db, act, code, id),
  remove: (db, act, code, id, form) => {
    if (!readForm(removeForm, form).is_mistake) {
      throw invalid("is_mistake", "Say that it was written by mistake: what is settled or accepted stays.");
    }
    return removeFinding(db, act, code, id);
  },
  mark: (db, act, code, id, form) => markHotspot(db, act, code, id, readForm(hoursForm, form).hours_before),
  cost: (db, act, code, id, form) => {
    const read = readForm(version.extend(hoursForm.shape), form);
    return editCost(db, act, code, id, { hours: read.hours_before, version: read.version });
  },
  unmark: (db, act, code, id) => unmarkHotspot(db, act, code, id),
  fix: (db, act, code, id, form) => {
    const read = readForm(fixForm, form);
    const fixedOn = read.is_fixed ? read.fixed_on : null;
    return writeFix(db, act, code, id, { fix: read.fix, fixedOn, version: read.version });
  },
  add_test: (db, act, code, id, form) => {
    const { test_name: name, test_kind: kind, test_place: place } = readForm(testForm, form);
    return addProtectingTest(db, act, code, id, { name, kind, place });
  },
  remove_test: (db, act, code, id, form) =>
    removeProtectingTest(db, act, code, id, readForm(testIdForm, form).test_id),
  measure: (db, act, code, id, form) => {
    const read = readForm(measureForm, form);
    const { hours_after: hours, measured_on: measuredOn } = read;
    return measureHotspot(db, act, code, id, { hours, measuredOn, version: read.version });
  },
  accept: (db, act, code, id, form) => {
    const read = readForm(acceptForm, form);
    const { accepted_reason: reason, accepted_by: byName, accepted_on: on } = read;
    return acceptHotspot(db, act, code, id, { reason, byName, on, version: read.version });
  },
  withdraw_acceptance: (db, act, code, id) => withdrawAcceptance(db, act, code, id),
  add_evidence: async (db, act, code, id, form, readPieces) => {
    await addEvidencePieces(db, act, code, evidenceSubject(id, form), await readPieces());
  },
  remove_evidence: (db, act, code, id, form) =>
    removeEvidence(db, act, code, evidenceSubject(id, form), readEvidenceId(form)),
};

/** Every act of a finding's page; each goes back to the card that shows its result. */
export async function actOnFinding(args: ActionFunctionArgs) {
  // No file is taken from somebody who may do nothing here.
  const actor = await requirePermission(args, "work_checklist");
  return withReceivedForm(args.request, args.context.files.incoming, (form) => actOnForm(args, actor, form));
}

async function actOnForm(args: ActionFunctionArgs, actor: Actor, received: ReceivedForm) {
  const { formData } = received;
  const intent = requireIntent(formData, INTENTS);
  if (NEEDS[intent] !== "work_checklist") await requirePermission(args, NEEDS[intent]);
  const act = await actOf(args, actor, formData);
  const readPieces = () => readEvidence(received, args.context.files);
  const { code = "", id = "" } = args.params;
  const { search } = new URL(args.request.url);
  return answerRefusals(formData, async () => {
    await RUN[intent](args.context.db, act, code, id, formData, readPieces);
    if (intent === "remove") return redirect(`/engagements/${code}/findings`, 303);
    const card = formData.has("hotspot_id") ? "fix-evidence" : CARD[intent];
    return redirect(`/engagements/${code}/findings/${id}${search}#${card}`, 303);
  });
}
