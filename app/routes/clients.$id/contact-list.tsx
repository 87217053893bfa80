import { Form, Link } from "@remix-run/react";
import type { CompanyPage } from "db/companies.server";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { PersonStateBadge } from "~/ui/person-state-badge";

type Props = {
  contacts: CompanyPage["contacts"];
  company: string;
  /** Administrators also have the page of each person. */
  mayRemove: boolean;
};

export function ContactList({ contacts, company, mayRemove }: Props) {
  if (contacts.length === 0) {
    return (
      <div className="p-4">
        <EmptyState title="Nobody speaks for them yet">
          A contact sees the portal of every agreed engagement of {company}, answers what we ask and signs the
          gates.
        </EmptyState>
      </div>
    );
  }
  return (
    <ul className="divide-y divide-line">
      {contacts.map((contact) => (
        <li key={contact.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
          <div className="min-w-0 flex-1 basis-56">
            <p className="flex flex-wrap items-center gap-2 font-semibold">
              {mayRemove ? <Link to={`/people/${contact.id}`}>{contact.name}</Link> : contact.name}
              {contact.state !== "active" && <PersonStateBadge state={contact.state} />}
            </p>
            <p className="break-all text-muted text-sm">{contact.email}</p>
          </div>
          {mayRemove && (
            <Form method="post">
              <input type="hidden" name="intent" value="remove_contact" />
              <input type="hidden" name="person_id" value={contact.id} />
              <Button aria-label={`Remove ${contact.name} from ${company}`}>Remove</Button>
            </Form>
          )}
        </li>
      ))}
    </ul>
  );
}
