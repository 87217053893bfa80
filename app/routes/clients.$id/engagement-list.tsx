import { Link } from "@remix-run/react";
import type { CompanyPage } from "db/companies.server";
import { STAGE_LABEL } from "~/domain/stage";
import { Badge } from "~/ui/badge";
import { EmptyState } from "~/ui/empty-state";

export function EngagementList({ engagements }: { engagements: CompanyPage["engagements"] }) {
  if (engagements.length === 0) {
    return (
      <div className="p-4">
        <EmptyState title="No engagement yet">Open the first one with the button above.</EmptyState>
      </div>
    );
  }
  return (
    <ul className="divide-y divide-line">
      {engagements.map((engagement) => (
        <li
          key={engagement.code}
          data-list-item
          className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3"
        >
          <div className="min-w-0 flex-1 basis-64">
            <Link
              to={`/engagements/${engagement.code}`}
              data-list-open
              className="font-semibold hover:underline"
              prefetch="intent"
            >
              {engagement.title}
            </Link>
            <p className="text-muted text-sm">
              {engagement.code}
              {engagement.leadName && `, led by ${engagement.leadName}`}
            </p>
          </div>
          <Badge>{STAGE_LABEL[engagement.stage]}</Badge>
        </li>
      ))}
    </ul>
  );
}
