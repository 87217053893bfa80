import { type AppLoadContext, data, redirect } from "@remix-run/node";
import { findEnquiryForm, newFormToken, receiveEnquiry } from "db/enquiries.server";
import { z } from "zod";
import { sourceKey } from "~/auth/attempts.server";
import { emailField, lineField } from "~/auth/fields";
import { ENQUIRY_LIMITS, ENQUIRY_REFUSAL, SYMPTOMS } from "~/domain/enquiry";
import { Refusal } from "~/domain/refusal";
import { announceEnquiry } from "~/jobs/announce-enquiries.server";
import type { FormErrors, FormValues } from "~/ui/field";
import { parseForm, typedValues } from "~/ui/form.server";

/** The form while it is open. @throws Response 404, the same as where there is nothing at all */
export async function requireOpenForm(context: AppLoadContext) {
  const form = await findEnquiryForm(context.db);
  if (!form?.isOpen) throw new Response(null, { status: 404 });
  return form;
}

const symptom = z.enum(SYMPTOMS, "Choose from the list.");

const schema = z.object({
  company: lineField("Tell us who you are with.", ENQUIRY_LIMITS.company),
  person: lineField("Tell us your name.", ENQUIRY_LIMITS.person),
  email: emailField,
  symptoms: z.array(symptom).max(SYMPTOMS.length).default([]),
  message: z
    .string({ error: "Tell us in a sentence or two." })
    .transform((text) => text.replace(/\r\n?/g, "\n").trim())
    .pipe(
      z
        .string()
        .min(1, "Tell us in a sentence or two.")
        .max(ENQUIRY_LIMITS.message, "Use at most 5,000 characters.")
        // PostgreSQL stores no NUL, and nobody types the others.
        .regex(/^[^\p{Cc}]*(?:[\n\t][^\p{Cc}]*)*$/u, "Leave out control characters."),
    ),
});

function answerNo(formData: FormData, status: number, errors: FormErrors, formToken: string) {
  // The field that people do not see comes back empty, so that pressing once more goes through.
  const { website: _trap, symptoms: _last, ...values } = typedValues(formData) as FormValues;
  const symptoms = formData.getAll("symptoms").filter((one): one is string => typeof one === "string");
  return data({ errors, values, symptoms, formToken }, { status });
}

const text = (formData: FormData, name: string): string => {
  const value = formData.get(name);
  return typeof value === "string" ? value : "";
};

/** Takes an enquiry in, or says beside the fields why not; the answer is the same for companies known and unknown. */
export async function takeEnquiry(context: AppLoadContext, today: string, formData: FormData) {
  const { key } = await requireOpenForm(context);
  const token = text(formData, "form_token").slice(0, 200);
  const form = parseForm(schema, formData);
  if (!form.ok) return answerNo(formData, 422, form.errors, token);
  const at = context.now();
  const posted = {
    token,
    trap: text(formData, "website"),
    source: sourceKey(context.source),
    at,
    today,
  };
  try {
    await receiveEnquiry(context.db, key, form.value, posted, async (trx, { code, act }) => {
      const { company, person } = form.value;
      await announceEnquiry({ ...context, db: trx }, act, { code, company, person });
    });
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== "invalid") throw error;
    context.log.info({ source: context.source, why: error.field }, "enquiry not taken");
    const isFlood = error.field === "";
    const isStale = error.field === "form_token" && error.message === ENQUIRY_REFUSAL.too_old;
    // What is wrong is nothing that was typed, so it stands above the form. A form that is sent again keeps its age.
    const next = isStale ? newFormToken(key, at) : token;
    return answerNo(formData, isFlood ? 429 : 422, { "": [error.message] }, next);
  }
  throw redirect("/enquiry?sent", 303);
}
