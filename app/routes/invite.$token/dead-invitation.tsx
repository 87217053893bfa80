import { Form } from "@remix-run/react";
import type { LinkPage } from "~/auth/mail-link.server";
import { Button } from "~/ui/button";
import { DeadLink } from "~/ui/dead-link";
import { EntryShell } from "~/ui/entry-shell";
import type { FormErrors as Errors } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";

type Props = {
  firm: string | null;
  state: LinkPage["state"];
  isRenewed: boolean;
  errors?: Errors | undefined;
};

/** An invitation that cannot be accepted any more, and what to do about it. */
export function DeadInvitation({ firm, state, isRenewed, errors }: Props) {
  if (isRenewed) {
    return (
      <EntryShell firm={firm} title="Look at your mail">
        <p role="status">A new invitation is on its way to the address that this one was sent to.</p>
      </EntryShell>
    );
  }
  if (state === "expired") {
    return (
      <EntryShell
        firm={firm}
        title="This invitation has run out"
        lead="An invitation can be used for an hour. We can send a new one to the same address."
      >
        <Form method="post" className="grid gap-4">
          <FormErrors errors={errors} title="Not just now." />
          <input type="hidden" name="intent" value="renew" />
          <Button tone="primary" size="large">
            Send me a new one
          </Button>
        </Form>
      </EntryShell>
    );
  }
  return (
    <DeadLink firm={firm} title="This invitation cannot be used" to="/sign-in" label="Go to sign in">
      {state === "used"
        ? "It has been accepted already. Sign in with your address, by password or by a mailed link."
        : "It was replaced by a newer one, or cut off while it was copied. Look for the latest mail, or ask for a new invitation."}
    </DeadLink>
  );
}
