import { Link } from "@remix-run/react";
import type { CompanySummary } from "db/companies.server";
import { EmptyState } from "~/ui/empty-state";

type Props = { companies: readonly CompanySummary[]; search: string };

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export function ClientsTable({ companies, search }: Props) {
  if (companies.length === 0) {
    return (
      <div className="p-4">
        {search ? (
          <EmptyState title="Nothing matches">
            No client has “{search}” in their name. <Link to="/clients">Show all of them</Link>
          </EmptyState>
        ) : (
          <EmptyState title="No clients yet">
            Add the first one here; then open an engagement for them and invite who speaks for them.
          </EmptyState>
        )}
      </div>
    );
  }
  return (
    <table className="w-full text-left">
      <caption className="sr-only">Clients, by name</caption>
      <thead className="text-muted text-sm max-sm:sr-only">
        <tr className="border-b">
          <th scope="col" className="px-4 py-2 font-medium">
            Client
          </th>
          <th scope="col" className="px-4 py-2 font-medium">
            Engagements
          </th>
          <th scope="col" className="px-4 py-2 font-medium">
            Contacts
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {companies.map((company) => (
          <tr key={company.id} data-list-item className="max-sm:grid max-sm:gap-0.5 max-sm:py-3">
            <td className="px-4 py-2.5 max-sm:py-0">
              <Link
                to={`/clients/${company.id}`}
                data-list-open
                className="font-semibold hover:underline"
                prefetch="intent"
              >
                {company.name}
              </Link>
            </td>
            <td className="px-4 py-2.5 text-muted max-sm:py-0">
              {counted(company.engagementCount, "engagement", "engagements")}
              {company.liveCount > 0 && (
                <>
                  , <strong className="text-ink">{company.liveCount} live</strong>
                </>
              )}
            </td>
            <td className="px-4 py-2.5 text-muted max-sm:py-0">
              {counted(company.contactCount, "contact", "contacts")}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
