import { Link } from "@remix-run/react";
import { LINK_MINUTES } from "~/domain/mail-link";
import { EntryShell } from "~/ui/entry-shell";

/** What everybody reads who asked for a link, whether the address is known or not. */
export function LinkSent({ firm, email }: { firm: string; email: string }) {
  return (
    <EntryShell
      firm={firm}
      title="Look at your mail"
      foot={
        <Link to="/sign-in" reloadDocument className="underline underline-offset-2">
          Use another address, or a password
        </Link>
      }
    >
      <div className="grid gap-3" role="status">
        <p>
          If <strong>{email}</strong> belongs to somebody here, a link to sign in is on its way.
        </p>
        <p className="text-muted">
          It works once, within {LINK_MINUTES.sign_in} minutes. Nothing there? Look among the unwanted mail,
          and check the address above.
        </p>
      </div>
    </EntryShell>
  );
}
