import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { newId } from "db/act";
import { addCompany, listCompanies } from "db/companies.server";
import { z } from "zod";
import { lineField } from "~/auth/fields";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { AppShell } from "~/ui/app-shell";
import { Card } from "~/ui/card";
import { parseForm } from "~/ui/form.server";
import { listPages, readListQuery } from "~/ui/list-query";
import { PageHeader } from "~/ui/page-header";
import { Pagination } from "~/ui/pagination";
import { SearchForm } from "~/ui/search-form";
import { AddForm } from "./add-form";
import { ClientsTable } from "./clients-table";

export const meta: MetaFunction = () => [{ title: "Clients · Phaseline" }];

const PER_PAGE = 50;

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_clients");
  const query = readListQuery(args.request);
  const { companies, total } = await listCompanies(args.context.db, actor, { ...query, perPage: PER_PAGE });
  return {
    shell: shellOf(actor),
    companies,
    search: query.search,
    pages: listPages("/clients", query, { total, perPage: PER_PAGE, noun: ["client", "clients"] }),
    key: newId(),
  };
}

const schema = z.object({ name: lineField("Enter the client’s name.") });

export async function action(args: ActionFunctionArgs) {
  const actor = await requirePermission(args, "create_engagement");
  const formData = await args.request.formData();
  requireIntent(formData, ["add"]);
  const form = parseForm(schema, formData);
  if (!form.ok) return data({ errors: form.errors, values: form.values }, { status: 422 });
  return answerRefusals(formData, async () => {
    const id = await addCompany(args.context.db, await actOf(args, actor, formData), form.value.name);
    throw redirect(`/clients/${id}`);
  });
}

export default function Clients() {
  const { shell, companies, search, pages, key } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <AppShell {...shell}>
      <PageHeader title="Clients" lead="The companies that we work for, and who speaks for them." />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div>
          <Card flush>
            <div className="border-b px-4 py-3">
              <SearchForm label="Search by name" search={search} />
            </div>
            <ClientsTable companies={companies} search={search} />
          </Card>
          <Pagination {...pages} />
        </div>
        <Card id="add" title="Add a client">
          <AddForm key={key} idempotencyKey={key} errors={answer?.errors} values={answer?.values} />
        </Card>
      </div>
    </AppShell>
  );
}
