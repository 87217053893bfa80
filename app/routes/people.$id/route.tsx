import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { findPerson } from "db/directory.server";
import { disablePerson, editPerson, enablePerson, inviteAgain } from "db/people.server";
import { z } from "zod";
import { lineField } from "~/auth/fields";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { ROLES } from "~/domain/permissions";
import { writeInvitation } from "~/jobs/invitation.server";
import { AppShell } from "~/ui/app-shell";
import { Card } from "~/ui/card";
import { DoneNotice } from "~/ui/done-notice";
import { parseForm } from "~/ui/form.server";
import { FormErrors } from "~/ui/form-errors";
import { PageHeader } from "~/ui/page-header";
import { PersonStateBadge } from "~/ui/person-state-badge";
import { AccessCard } from "./access-card";
import { EditForm } from "./edit-form";

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `${page?.person.name ?? "Person"} · Phaseline` },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "administer");
  const person = await findPerson(args.context.db, actor, args.params.id ?? "");
  if (!person) throw new Response("We could not find that person.", { status: 404 });
  const done = new URL(args.request.url).searchParams.get("done");
  return { shell: shellOf(actor), person, isSelf: person.id === actor.id, done };
}

const editForm = z.object({
  name: lineField("Enter a name."),
  role: z.enum(ROLES, { error: "Choose a role." }),
  version: z.coerce.number().int(),
});

export async function action(args: ActionFunctionArgs) {
  const actor = await requirePermission(args, "administer");
  const { db } = args.context;
  const id = args.params.id ?? "";
  const formData = await args.request.formData();
  const intent = requireIntent(formData, ["edit", "disable", "enable", "invite_again"]);
  return answerRefusals(formData, async () => {
    const act = await actOf(args, actor, formData);
    switch (intent) {
      case "edit": {
        const form = parseForm(editForm, formData);
        if (!form.ok) return data({ errors: form.errors, values: form.values }, { status: 422 });
        await editPerson(db, act, id, form.value);
        break;
      }
      case "disable":
        await disablePerson(db, act, id);
        break;
      case "enable":
        await enablePerson(db, act, id);
        break;
      case "invite_again":
        await inviteAgain(db, act, id, await writeInvitation(args.context));
        break;
    }
    throw redirect(`/people/${id}?done=${intent}`);
  });
}

const DONE: Record<string, string> = {
  edit: "Saved.",
  disable: "Disabled. Their sessions have ended.",
  enable: "Enabled. They can sign in again.",
  invite_again: "A new invitation is on its way. It can be used for an hour.",
};

export default function Person() {
  const { shell, person, isSelf, done } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const isEdit = answer?.values.intent === "edit";
  const current = answer && "current" in answer ? answer.current : undefined;
  return (
    <AppShell {...shell}>
      <PageHeader
        above={<Link to="/people">People</Link>}
        title={person.name}
        lead={<span className="break-all text-muted">{person.email}</span>}
        actions={<PersonStateBadge state={person.state} />}
      />
      {done && DONE[done] && !answer && <DoneNotice>{DONE[done]}</DoneNotice>}
      <div className="grid items-start gap-4 md:grid-cols-2">
        <Card id="edit" title="Name and role">
          <EditForm
            key={person.version}
            person={person}
            errors={isEdit ? answer?.errors : undefined}
            values={isEdit ? answer?.values : undefined}
            current={current}
          />
        </Card>
        <Card id="access" title="Access">
          {!isEdit && <FormErrors errors={answer?.errors} title="That was not done." />}
          <AccessCard person={person} isSelf={isSelf} />
        </Card>
      </div>
    </AppShell>
  );
}
