import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { findFirm } from "db/firm.server";
import { mailLink } from "db/mail-links.server";
import { z } from "zod";
import { atLeast, mayTry, TOO_MANY_TRIES } from "~/auth/attempts.server";
import { emailField } from "~/auth/fields";
import { requireIntent } from "~/auth/guards.server";
import { LINK_MINUTES } from "~/domain/mail-link";
import { resetLetter } from "~/jobs/letters";
import { Button } from "~/ui/button";
import { EntryShell } from "~/ui/entry-shell";
import { type FormErrors as Errors, TextInput } from "~/ui/field";
import { parseForm, typedValues } from "~/ui/form.server";
import { FormErrors } from "~/ui/form-errors";

export const meta: MetaFunction = () => [{ title: "Forgotten password · Phaseline" }];

export async function loader({ context }: LoaderFunctionArgs) {
  const firm = await findFirm(context.db);
  return { firm: firm?.name ?? null };
}

const schema = z.object({ email: emailField });

/** Longer than looking up an address and writing a mail takes, so that the time does not tell what was found. */
const LINK_TIME = 300;

export async function action({ request, context }: ActionFunctionArgs) {
  const formData = await request.formData();
  requireIntent(formData, ["request"]);
  const form = parseForm(schema, formData);
  if (!form.ok) return data({ errors: form.errors, values: form.values }, { status: 422 });
  const { email } = form.value;
  if (!(await mayTry(context, "reset", email))) {
    const errors: Errors = { "": [TOO_MANY_TRIES] };
    return data({ errors, values: typedValues(formData) }, { status: 429 });
  }
  const { db, config, source } = context;
  const firm = (await findFirm(db))?.name ?? "Phaseline";
  const mailed = mailLink(db, { email, purpose: "reset", at: context.now(), source }, (person) =>
    resetLetter({ baseUrl: config.baseUrl, firm }, person),
  );
  await atLeast(LINK_TIME, mailed);
  return data({ sentTo: email });
}

export default function AskForReset() {
  const { firm } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const back = (
    <Link to="/sign-in" className="underline underline-offset-2">
      Back to sign in
    </Link>
  );
  if (answer && "sentTo" in answer) {
    return (
      <EntryShell firm={firm} title="Look at your mail" foot={back}>
        <div className="grid gap-3" role="status">
          <p>
            If <strong>{answer.sentTo}</strong> belongs to somebody here, a link to choose a new password is
            on its way.
          </p>
          <p className="text-muted">It works once, within {LINK_MINUTES.reset} minutes.</p>
        </div>
      </EntryShell>
    );
  }
  return (
    <EntryShell
      firm={firm}
      title="Choose a new password"
      lead="Tell us your address, and we mail you a link to choose a new one."
      foot={back}
    >
      <Form method="post" className="grid gap-4">
        <FormErrors errors={answer?.errors} title="That did not work." />
        <input type="hidden" name="intent" value="request" />
        <TextInput
          name="email"
          label="Mail address"
          type="email"
          autoComplete="username"
          required
          errors={answer?.errors}
          values={answer?.values}
        />
        <Button tone="primary" size="large">
          Send the link
        </Button>
      </Form>
    </EntryShell>
  );
}
