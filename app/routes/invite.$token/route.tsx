import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { acceptInvitation } from "db/credentials.server";
import { findLink } from "db/mail-links.server";
import { z } from "zod";
import { lineField, newPasswordField } from "~/auth/fields";
import { answerRefusals, requireIntent } from "~/auth/guards.server";
import { answerDeadLink, readLinkPage } from "~/auth/mail-link.server";
import { hashPassword } from "~/auth/password.server";
import { openSession } from "~/auth/session.server";
import { homeOf } from "~/domain/permissions";
import { Button } from "~/ui/button";
import { EntryShell } from "~/ui/entry-shell";
import { TextInput } from "~/ui/field";
import { parseForm } from "~/ui/form.server";
import { FormErrors } from "~/ui/form-errors";
import { DeadInvitation } from "./dead-invitation";
import { renew } from "./renew.server";

export const meta: MetaFunction = () => [
  { title: "Your invitation · Phaseline" },
  { name: "robots", content: "noindex" },
];

export function loader(args: LoaderFunctionArgs) {
  return readLinkPage(args, "invite");
}

const name = lineField("Enter your name.");
const acceptance = {
  staff: z.object({ name, password: newPasswordField }),
  client: z.object({ name, password: newPasswordField.optional() }),
};

// A link that turned out to be dead changes the page, which is not read again after a refusal otherwise.
export const shouldRevalidate = () => true;

export async function action({ request, params, context }: ActionFunctionArgs) {
  const formData = await request.formData();
  const token = params.token ?? "";
  if (requireIntent(formData, ["accept", "renew"]) === "renew") return renew(context, token, formData);
  return answerRefusals(formData, () =>
    answerDeadLink(async () => {
      const link = await findLink(context.db, token, "invite", context.now());
      const form = parseForm(acceptance[link?.role === "client" ? "client" : "staff"], formData);
      if (!form.ok) return data({ errors: form.errors, values: form.values }, { status: 422 });
      const { password } = form.value;
      const passwordHash = password ? await hashPassword(password) : null;
      const person = await acceptInvitation(context.db, context.now(), {
        token,
        name: form.value.name,
        passwordHash,
      });
      const headers = await openSession(context, request, person.personId, "invitation");
      throw redirect(homeOf(person.role), { headers });
    }),
  );
}

export default function Invitation() {
  const { firm, state, holder } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const refusal = answer && "errors" in answer ? answer : undefined;
  if (!holder) {
    const isRenewed = answer !== undefined && "renewed" in answer;
    return <DeadInvitation firm={firm} state={state} isRenewed={isRenewed} errors={refusal?.errors} />;
  }
  return (
    <EntryShell
      firm={firm}
      title={`Welcome, ${holder.name}`}
      lead={`${firm} has invited you. You will sign in as ${holder.email}.`}
    >
      <Form method="post" className="grid gap-4">
        <FormErrors errors={refusal?.errors} title="Not quite yet." />
        <input type="hidden" name="intent" value="accept" />
        <input type="hidden" name="email" value={holder.email} autoComplete="username" />
        <TextInput
          name="name"
          label="Your name, as others should read it"
          defaultValue={holder.name}
          autoComplete="name"
          required
          maxLength={120}
          errors={refusal?.errors}
          values={refusal?.values}
        />
        <TextInput
          name="password"
          label="Choose a password"
          type="password"
          autoComplete="new-password"
          optional={holder.isClient}
          required={!holder.isClient}
          hint={
            holder.isClient
              ? "At least 12 characters. You can leave it out: we then mail you a link whenever you want to sign in."
              : "At least 12 characters. A few words in a row do well."
          }
          errors={refusal?.errors}
        />
        <Button tone="primary" size="large">
          {holder.isClient ? "Open my page" : "Accept and start"}
        </Button>
      </Form>
    </EntryShell>
  );
}
