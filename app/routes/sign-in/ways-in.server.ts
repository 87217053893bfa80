import { type AppLoadContext, data, redirect } from "@remix-run/node";
import { findByEmail } from "db/credentials.server";
import { findFirm } from "db/firm.server";
import { mailLink } from "db/mail-links.server";
import { z } from "zod";
import { atLeast, forgiveTry, mayTry, mayTryInSession, TOO_MANY_TRIES } from "~/auth/attempts.server";
import { emailField, triedPasswordField } from "~/auth/fields";
import { isPassword } from "~/auth/password.server";
import { safeRedirect } from "~/auth/redirect";
import { openSession, readSession } from "~/auth/session.server";
import { homeOf } from "~/domain/permissions";
import { signInLetter } from "~/jobs/letters";
import type { FormErrors, FormValues } from "~/ui/field";
import { parseForm, typedValues } from "~/ui/form.server";

const WRONG = "The address or the password is not right. Try again, or have a link mailed to you.";

/** Longer than looking up an address and writing a mail takes. */
const LINK_TIME = 300;

const redirectTo = z.string().max(2000).optional();
const passwordForm = z.object({ email: emailField, password: triedPasswordField, redirectTo });
const linkForm = z.object({ email: emailField, redirectTo });

function answerNo(formData: FormData, status: 422 | 429, errors: FormErrors) {
  return data({ errors, values: typedValues(formData) as FormValues }, { status });
}

const tooMany = (formData: FormData) => answerNo(formData, 429, { "": [TOO_MANY_TRIES] });

/** Starts a session, or says the same in the same time whatever it was that was wrong. */
export async function signInWithPassword(context: AppLoadContext, request: Request, formData: FormData) {
  const form = parseForm(passwordForm, formData);
  if (!form.ok) return answerNo(formData, 422, form.errors);
  const { email, password } = form.value;
  const session = await readSession(context, request);
  // Whoever is signed in counts on their own, so that nobody outside can lock them out by guessing.
  const isOwn = session?.actor.email === email;
  const isAllowed = isOwn
    ? await mayTryInSession(context, session.sessionId)
    : await mayTry(context, "sign_in", email);
  if (!isAllowed) {
    context.log.warn({ source: context.source }, "sign-in refused: too many tries");
    return tooMany(formData);
  }
  const person = await findByEmail(context.db, email);
  const isRight = await isPassword(password, person?.passwordHash);
  if (!person || !isRight || person.isDisabled) {
    context.log.info({ source: context.source }, "sign-in refused: wrong address or password");
    return answerNo(formData, 422, { "": [WRONG] });
  }
  if (!isOwn) await forgiveTry(context, "sign_in", email);
  const headers = await openSession(context, request, person.id, "password");
  throw redirect(safeRedirect(form.value.redirectTo, homeOf(person.role)), { headers });
}

/** Mails a link if the address is known; what is answered, and when, does not tell. */
export async function sendSignInLink(context: AppLoadContext, formData: FormData) {
  const form = parseForm(linkForm, formData);
  if (!form.ok) return answerNo(formData, 422, form.errors);
  const { email } = form.value;
  if (!(await mayTry(context, "link", email))) return tooMany(formData);
  await atLeast(LINK_TIME, mail(context, email, safeRedirect(form.value.redirectTo, "")));
  return data({ sentTo: email });
}

async function mail(context: AppLoadContext, email: string, to: string): Promise<void> {
  const { db, config, source } = context;
  const firm = (await findFirm(db))?.name ?? "Phaseline";
  await mailLink(db, { email, purpose: "sign_in", at: context.now(), source }, (person) =>
    signInLetter({ baseUrl: config.baseUrl, firm }, person, to),
  );
}
