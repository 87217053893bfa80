import { Link } from "@remix-run/react";
import type { PersonSummary } from "db/directory.server";
import { ROLE_LABEL } from "~/domain/permissions";
import { Instant } from "~/ui/date";
import { EmptyState } from "~/ui/empty-state";
import { PersonStateBadge } from "~/ui/person-state-badge";

type Props = { people: readonly PersonSummary[]; search: string };

export function PeopleTable({ people, search }: Props) {
  if (people.length === 0) {
    return (
      <div className="p-4">
        <EmptyState title="Nobody matches">
          There is nobody with “{search}” in their name or address. <Link to="/people">Show everybody</Link>
        </EmptyState>
      </div>
    );
  }
  return (
    <table className="w-full text-left">
      <caption className="sr-only">People, by name</caption>
      <thead className="text-muted text-sm max-sm:sr-only">
        <tr className="border-b">
          <th scope="col" className="px-4 py-2 font-medium">
            Name
          </th>
          <th scope="col" className="px-4 py-2 font-medium">
            Role
          </th>
          <th scope="col" className="px-4 py-2 font-medium">
            Last seen
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {people.map((person) => (
          <tr key={person.id} data-list-item className="max-sm:grid max-sm:gap-1 max-sm:py-3">
            <td className="px-4 py-2.5 max-sm:py-0">
              <Link
                to={`/people/${person.id}`}
                data-list-open
                className="font-semibold hover:underline"
                prefetch="intent"
              >
                {person.name}
              </Link>
              <span className="block break-all text-muted text-sm">{person.email}</span>
            </td>
            <td className="px-4 py-2.5 max-sm:py-0">
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1 max-sm:wrap-anywhere">
                {person.companies
                  ? `${ROLE_LABEL[person.role]}, ${person.companies}`
                  : ROLE_LABEL[person.role]}
                {person.state !== "active" && <PersonStateBadge state={person.state} />}
              </span>
            </td>
            <td className="px-4 py-2.5 text-muted text-sm max-sm:py-0">
              {person.lastSeenAt === null ? (
                "Not signed in"
              ) : (
                <>
                  <span className="sm:hidden">Last seen </span>
                  <Instant at={person.lastSeenAt} />
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
