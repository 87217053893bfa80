import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { findFirm } from "db/firm.server";
import { requireIntent } from "~/auth/guards.server";
import { safeRedirect } from "~/auth/redirect";
import { readSession } from "~/auth/session.server";
import { homeOf } from "~/domain/permissions";
import { Button } from "~/ui/button";
import { EntryShell } from "~/ui/entry-shell";
import { TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import { LinkSent } from "./link-sent";
import { sendSignInLink, signInWithPassword } from "./ways-in.server";

export const meta: MetaFunction = () => [{ title: "Sign in · Phaseline" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const to = new URL(request.url).searchParams.get("redirectTo");
  const session = await readSession(context, request);
  if (session) throw redirect(safeRedirect(to, homeOf(session.actor.role)));
  const firm = await findFirm(context.db);
  if (!firm) throw redirect("/setup");
  return data({ firm: firm.name, redirectTo: safeRedirect(to, "") });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const formData = await request.formData();
  const intent = requireIntent(formData, ["password", "link"]);
  if (intent === "link") return sendSignInLink(context, formData);
  return signInWithPassword(context, request, formData);
}

export default function SignIn() {
  const { firm, redirectTo } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const navigation = useNavigation();
  const sending = navigation.formData?.get("intent");
  if (answer && "sentTo" in answer) return <LinkSent firm={firm} email={answer.sentTo} />;
  const values = answer?.values;
  return (
    <EntryShell
      firm={firm}
      title="Sign in"
      foot={
        <Link to="/reset" className="underline underline-offset-2">
          Forgotten your password?
        </Link>
      }
    >
      <Form method="post" className="grid gap-4">
        <FormErrors errors={answer?.errors} title="That did not work." />
        <input type="hidden" name="redirectTo" value={values?.redirectTo ?? redirectTo} />
        <TextInput
          name="email"
          label="Mail address"
          type="email"
          autoComplete="username"
          required
          errors={answer?.errors}
          values={values}
        />
        <TextInput
          name="password"
          label="Password"
          type="password"
          autoComplete="current-password"
          required
          errors={answer?.errors}
        />
        <Button name="intent" value="password" tone="primary" size="large" disabled={Boolean(sending)}>
          {sending === "password" ? "Signing in…" : "Sign in"}
        </Button>
        <div className="grid gap-2 border-t pt-4">
          <p className="text-muted text-sm">No password? We can mail you a link that signs you in.</p>
          <Button name="intent" value="link" size="large" formNoValidate disabled={Boolean(sending)}>
            {sending === "link" ? "Sending…" : "Email me a link instead"}
          </Button>
        </div>
      </Form>
    </EntryShell>
  );
}
