import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { resetPassword } from "db/credentials.server";
import { z } from "zod";
import { newPasswordField } from "~/auth/fields";
import { answerRefusals, requireIntent } from "~/auth/guards.server";
import { answerDeadLink, readLinkPage } from "~/auth/mail-link.server";
import { hashPassword } from "~/auth/password.server";
import { openSession } from "~/auth/session.server";
import { homeOf } from "~/domain/permissions";
import { Button } from "~/ui/button";
import { DeadLink } from "~/ui/dead-link";
import { EntryShell } from "~/ui/entry-shell";
import { TextInput } from "~/ui/field";
import { parseForm } from "~/ui/form.server";
import { FormErrors } from "~/ui/form-errors";

export const meta: MetaFunction = () => [
  { title: "Choose a new password · Phaseline" },
  { name: "robots", content: "noindex" },
];

export function loader(args: LoaderFunctionArgs) {
  return readLinkPage(args, "reset");
}

const schema = z.object({ password: newPasswordField });

// A link that turned out to be dead changes the page, which is not read again after a refusal otherwise.
export const shouldRevalidate = () => true;

export async function action({ request, params, context }: ActionFunctionArgs) {
  const formData = await request.formData();
  requireIntent(formData, ["reset"]);
  const form = parseForm(schema, formData);
  if (!form.ok) return data({ errors: form.errors }, { status: 422 });
  return answerRefusals(formData, () =>
    answerDeadLink(async () => {
      const reset = { token: params.token ?? "", passwordHash: await hashPassword(form.value.password) };
      const person = await resetPassword(context.db, context.now(), reset);
      const headers = await openSession(context, request, person.personId, "reset");
      throw redirect(homeOf(person.role), { headers });
    }),
  );
}

export default function ChoosePassword() {
  const { firm, state, holder } = useLoaderData<typeof loader>();
  const errors = useActionData<typeof action>()?.errors;
  if (!holder) {
    return (
      <DeadLink firm={firm} title="This link cannot be used" to="/reset" label="Ask for a new link">
        {state === "used"
          ? "It has been used already; each link works once."
          : "It has run out, a newer one replaced it, or it was cut off while it was copied."}
      </DeadLink>
    );
  }
  return (
    <EntryShell
      firm={firm}
      title="Choose a new password"
      lead={`For ${holder.email}. You are then signed out everywhere else.`}
    >
      <Form method="post" className="grid gap-4">
        <FormErrors errors={errors} title="Not quite yet." />
        <input type="hidden" name="intent" value="reset" />
        <input type="hidden" name="email" value={holder.email} autoComplete="username" />
        <TextInput
          name="password"
          label="New password"
          type="password"
          autoComplete="new-password"
          required
          hint="At least 12 characters. A few words in a row do well."
          errors={errors}
        />
        <Button tone="primary" size="large">
          Save and sign in
        </Button>
      </Form>
    </EntryShell>
  );
}
