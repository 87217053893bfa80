import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { newId } from "db/act";
import { findByEmail } from "db/credentials.server";
import { listPeople } from "db/directory.server";
import { invitePerson } from "db/people.server";
import { z } from "zod";
import { emailField, lineField } from "~/auth/fields";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { STAFF_ROLES } from "~/domain/person";
import { writeInvitation } from "~/jobs/invitation.server";
import { AppShell } from "~/ui/app-shell";
import { Card } from "~/ui/card";
import { DoneNotice } from "~/ui/done-notice";
import { parseForm } from "~/ui/form.server";
import { listPages, readListQuery } from "~/ui/list-query";
import { PageHeader } from "~/ui/page-header";
import { Pagination } from "~/ui/pagination";
import { SearchForm } from "~/ui/search-form";
import { InviteForm } from "./invite-form";
import { PeopleTable } from "./people-table";
import { SampleLogins } from "./sample-logins";

export const meta: MetaFunction = () => [{ title: "People · Phaseline" }];

const PER_PAGE = 50;

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "administer");
  const { db } = args.context;
  const query = readListQuery(args.request);
  const { people, total } = await listPeople(db, actor, { ...query, perPage: PER_PAGE });
  const address = new URL(args.request.url).searchParams;
  const invited = address.get("invited");
  return {
    shell: shellOf(actor),
    people,
    search: query.search,
    pages: listPages("/people", query, { total, perPage: PER_PAGE, noun: ["person", "people"] }),
    invited: people.find(({ id }) => id === invited)?.email ?? null,
    isSample:
      address.get("welcome") === "sample" &&
      (await findByEmail(db, "admin@demo.phaseline.test")) !== undefined,
    key: newId(),
  };
}

const schema = z.object({
  name: lineField("Enter a name."),
  email: emailField,
  role: z.enum(STAFF_ROLES, { error: "Choose a role." }),
});

export async function action(args: ActionFunctionArgs) {
  const actor = await requirePermission(args, "administer");
  const formData = await args.request.formData();
  requireIntent(formData, ["invite"]);
  const form = parseForm(schema, formData);
  if (!form.ok) return data({ errors: form.errors, values: form.values }, { status: 422 });
  return answerRefusals(formData, async () => {
    const { context } = args;
    const act = await actOf(args, actor, formData);
    const id = await invitePerson(context.db, act, form.value, await writeInvitation(context));
    throw redirect(`/people?invited=${id}&q=${encodeURIComponent(form.value.email)}`);
  });
}

export default function People() {
  const { shell, people, search, pages, invited, isSample, key } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <AppShell {...shell}>
      <PageHeader title="People" lead="Everybody who can sign in: our own, and our clients’ contacts." />
      {isSample && <SampleLogins />}
      {invited && (
        <DoneNotice>The invitation to {invited} is on its way. It can be used for an hour.</DoneNotice>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div>
          <Card flush>
            <div className="border-b px-4 py-3">
              <SearchForm label="Search by name or address" search={search} />
            </div>
            <PeopleTable people={people} search={search} />
          </Card>
          <Pagination {...pages} />
        </div>
        <Card id="invite" title="Invite one of our own">
          <InviteForm key={key} idempotencyKey={key} errors={answer?.errors} values={answer?.values} />
        </Card>
      </div>
    </AppShell>
  );
}
