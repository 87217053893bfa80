import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { newId } from "db/act";
import { findCompany, renameCompany } from "db/companies.server";
import { inviteContact, removeContact } from "db/contacts.server";
import { z } from "zod";
import { emailField, lineField } from "~/auth/fields";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { may } from "~/domain/permissions";
import { writeInvitation } from "~/jobs/invitation.server";
import { AppShell } from "~/ui/app-shell";
import { ButtonLink } from "~/ui/button";
import { Card } from "~/ui/card";
import { DoneNotice } from "~/ui/done-notice";
import { parseForm } from "~/ui/form.server";
import { PageHeader } from "~/ui/page-header";
import { ContactList } from "./contact-list";
import { EngagementList } from "./engagement-list";
import { InviteForm } from "./invite-form";
import { RenameForm } from "./rename-form";

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `${page?.company.name ?? "Client"} · Phaseline` },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_clients");
  const company = await findCompany(args.context.db, actor, args.params.id ?? "");
  if (!company) throw new Response("We could not find that client.", { status: 404 });
  const done = new URL(args.request.url).searchParams.get("done");
  return {
    shell: shellOf(actor),
    company,
    isAdministrator: may(actor.role, "administer"),
    done,
    key: newId(),
  };
}

const renameForm = z.object({
  name: lineField("Enter the client’s name."),
  version: z.coerce.number().int(),
});
const inviteForm = z.object({ person: lineField("Enter a name."), email: emailField });
const removeForm = z.object({ person_id: z.string({ error: "Which contact?" }).max(100) });

const NEEDED = { rename: "create_engagement", invite: "administer", remove_contact: "administer" } as const;

export async function action(args: ActionFunctionArgs) {
  await requirePermission(args, "see_clients");
  const formData = await args.request.formData();
  const intent = requireIntent(formData, ["rename", "invite", "remove_contact"]);
  const actor = await requirePermission(args, NEEDED[intent]);
  const { context } = args;
  const id = args.params.id ?? "";
  const refuse = (form: { errors: Record<string, string[]>; values: Record<string, string> }) =>
    data({ errors: form.errors, values: form.values }, { status: 422 });
  return answerRefusals(formData, async () => {
    const act = await actOf(args, actor, formData);
    switch (intent) {
      case "rename": {
        const form = parseForm(renameForm, formData);
        if (!form.ok) return refuse(form);
        await renameCompany(context.db, act, id, form.value);
        break;
      }
      case "invite": {
        const form = parseForm(inviteForm, formData);
        if (!form.ok) return refuse(form);
        const contact = { name: form.value.person, email: form.value.email };
        await inviteContact(context.db, act, id, contact, await writeInvitation(context));
        break;
      }
      case "remove_contact": {
        const form = parseForm(removeForm, formData);
        if (!form.ok) return refuse(form);
        await removeContact(context.db, act, id, form.value.person_id);
        break;
      }
    }
    throw redirect(`/clients/${id}?done=${intent}`);
  });
}

const DONE: Record<string, string> = {
  rename: "Saved.",
  invite: "The invitation is on its way. It can be used for an hour.",
  remove_contact: "They are no contact of this client any more and see nothing of it.",
};

export default function Client() {
  const { shell, company, isAdministrator, done, key } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const refused = (intent: string) => (answer?.values.intent === intent ? answer : undefined);
  const current = answer && "current" in answer ? answer.current : undefined;
  return (
    <AppShell {...shell}>
      <PageHeader
        above={<Link to="/clients">Clients</Link>}
        title={company.name}
        actions={
          <ButtonLink to={`/engagements/new?company=${company.id}`} tone="primary">
            New engagement
          </ButtonLink>
        }
      />
      {done && DONE[done] && !answer && <DoneNotice>{DONE[done]}</DoneNotice>}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid gap-4">
          <Card id="engagements" title="Engagements" flush>
            <EngagementList engagements={company.engagements} />
          </Card>
          <Card id="contacts" title="Contacts" flush>
            <ContactList contacts={company.contacts} company={company.name} mayRemove={isAdministrator} />
          </Card>
        </div>
        <div className="grid gap-4">
          {isAdministrator && (
            <Card id="invite" title="Invite a contact">
              <InviteForm
                key={key}
                idempotencyKey={key}
                errors={refused("invite")?.errors}
                values={refused("invite")?.values}
              />
            </Card>
          )}
          <Card id="rename" title="Rename this client">
            <RenameForm
              key={company.version}
              name={company.name}
              version={company.version}
              errors={refused("rename")?.errors}
              values={refused("rename")?.values}
              current={current}
            />
          </Card>
        </div>
      </div>
    </AppShell>
  );
}
