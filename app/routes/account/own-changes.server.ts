import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";
import type { Act } from "db/act";
import { findOwnPasswordHash, renameSelf, setOwnPassword } from "db/credentials.server";
import { endOtherSessions, endSession } from "db/sessions.server";
import { z } from "zod";
import { mayTryInSession, TOO_MANY_TRIES } from "~/auth/attempts.server";
import { lineField, newPasswordField, triedPasswordField } from "~/auth/fields";
import { hashPassword, isPassword } from "~/auth/password.server";
import { invalid } from "~/domain/refusal";
import { parseForm } from "~/ui/form.server";

export const INTENTS = ["rename", "password", "end_session", "end_others"] as const;
type Intent = (typeof INTENTS)[number];

const renameForm = z.object({ name: lineField("Enter your name.") });
const sessionForm = z.object({ session_id: z.string().max(100) });
const firstPasswordForm = z.object({ password: newPasswordField });
const passwordForm = firstPasswordForm.extend({ current: triedPasswordField });

interface Own {
  context: ActionFunctionArgs["context"];
  sessionId: string;
  act: Act;
}

/** Makes one of the changes that people make to their own account. @throws Refusal, Response */
export async function changeOwn(intent: Intent, own: Own, formData: FormData) {
  const { context, sessionId, act } = own;
  switch (intent) {
    case "rename": {
      const form = parseForm(renameForm, formData);
      if (!form.ok) return data({ errors: form.errors, values: form.values }, { status: 422 });
      await renameSelf(context.db, act, form.value.name);
      throw redirect("/account?saved=name");
    }
    case "password":
      return changePassword(own, formData);
    case "end_session": {
      const form = parseForm(sessionForm, formData);
      if (!form.ok) return data({ errors: form.errors, values: form.values }, { status: 422 });
      await endSession(context.db, act, form.value.session_id);
      throw redirect(form.value.session_id === sessionId ? "/sign-in" : "/account?saved=session");
    }
    case "end_others":
      await endOtherSessions(context.db, act, sessionId);
      throw redirect("/account?saved=session");
  }
}

/** The current password is asked for where there is one, so that a machine left open gives the account to nobody. */
async function changePassword({ context, sessionId, act }: Own, formData: FormData) {
  const storedHash = await findOwnPasswordHash(context.db, act.actor);
  if (storedHash === null) {
    const form = parseForm(firstPasswordForm, formData);
    if (!form.ok) return data({ errors: form.errors, values: form.values }, { status: 422 });
    await setOwnPassword(context.db, act, await hashPassword(form.value.password), sessionId);
    throw redirect("/account?saved=password");
  }
  const form = parseForm(passwordForm, formData);
  if (!form.ok) return data({ errors: form.errors, values: form.values }, { status: 422 });
  if (!(await mayTryInSession(context, sessionId))) throw invalid("current", TOO_MANY_TRIES);
  if (!(await isPassword(form.value.current, storedHash))) {
    throw invalid("current", "That is not your current password.");
  }
  await setOwnPassword(context.db, act, await hashPassword(form.value.password), sessionId);
  throw redirect("/account?saved=password");
}
