import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { redeemSignInLink } from "db/mail-links.server";
import { answerRefusals, requireIntent } from "~/auth/guards.server";
import { answerDeadLink, readLinkPage } from "~/auth/mail-link.server";
import { safeRedirect } from "~/auth/redirect";
import { openSession } from "~/auth/session.server";
import { homeOf } from "~/domain/permissions";
import { Button } from "~/ui/button";
import { DeadLink } from "~/ui/dead-link";
import { EntryShell } from "~/ui/entry-shell";

export const meta: MetaFunction = () => [
  { title: "Sign in by link · Phaseline" },
  { name: "robots", content: "noindex" },
];

export function loader(args: LoaderFunctionArgs) {
  return readLinkPage(args, "sign_in");
}

// A link that turned out to be dead changes the page, which is not read again after a refusal otherwise.
export const shouldRevalidate = () => true;

export async function action({ request, params, context }: ActionFunctionArgs) {
  const formData = await request.formData();
  requireIntent(formData, ["use"]);
  return answerRefusals(formData, () =>
    answerDeadLink(async () => {
      const holder = await redeemSignInLink(context.db, params.token ?? "", context.now());
      const headers = await openSession(context, request, holder.personId, "link");
      throw redirect(safeRedirect(formData.get("redirectTo"), homeOf(holder.role)), { headers });
    }),
  );
}

export default function SignInLink() {
  const { firm, state, holder } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  if (!holder) {
    return (
      <DeadLink firm={firm} title="This link cannot be used" to="/sign-in" label="Get a new link">
        {state === "used" ? (
          <>
            It has been used already; each link works once. If that was you on this device, you are signed in:{" "}
            <Link to="/" className="underline underline-offset-2">
              go to your page
            </Link>
            .
          </>
        ) : (
          "It has run out, or it was cut off while it was copied."
        )}
      </DeadLink>
    );
  }
  return (
    <EntryShell firm={firm} title={`Hello, ${holder.name}`} lead={`You sign in as ${holder.email}.`}>
      <Form method="post" className="grid gap-3">
        <input type="hidden" name="intent" value="use" />
        <input type="hidden" name="redirectTo" value={query.get("redirectTo") ?? ""} />
        <Button tone="primary" size="large">
          Sign in
        </Button>
        <p className="text-muted text-sm">
          This uses the link up. You stay signed in on this device for 30 days.
        </p>
      </Form>
    </EntryShell>
  );
}
