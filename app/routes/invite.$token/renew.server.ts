import { type AppLoadContext, data } from "@remix-run/node";
import { findFirm } from "db/firm.server";
import { renewInvitation } from "db/mail-links.server";
import { atLeast, mayTry, TOO_MANY_TRIES } from "~/auth/attempts.server";
import { invitationLetter } from "~/jobs/letters";
import type { FormErrors } from "~/ui/field";
import { typedValues } from "~/ui/form.server";

/** Mails a new invitation to the address that an expired one went to; answers the same whether it was one. */
export async function renew(context: AppLoadContext, token: string, formData: FormData) {
  if (!(await mayTry(context, "invite"))) {
    const errors: FormErrors = { "": [TOO_MANY_TRIES] };
    return data({ errors, values: typedValues(formData) }, { status: 429 });
  }
  const { db, config, source } = context;
  const firm = (await findFirm(db))?.name ?? "Phaseline";
  const mailed = renewInvitation(db, { token, at: context.now(), source }, (person) =>
    invitationLetter({ baseUrl: config.baseUrl, firm }, person),
  );
  await atLeast(300, mailed);
  return data({ renewed: true as const });
}
