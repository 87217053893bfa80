import { Link } from "@remix-run/react";
import type { UploadSummary } from "db/imports.server";
import { totalsLine } from "~/domain/import/outcome";
import { Card } from "~/ui/card";
import { Instant } from "~/ui/date";

/** What this person has brought in before, and what still waits for their word. */
export function UploadList({ uploads }: { uploads: readonly UploadSummary[] }) {
  return (
    <Card id="uploads" title="Your imports" flush>
      {uploads.length === 0 ? (
        <p className="px-4 py-3 text-muted text-sm">
          None yet. What you import stays listed here with its result.
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {uploads.map((upload) => (
            <li key={upload.id} className="px-4 py-2.5" data-list-item>
              <Link
                to={`/import/${upload.id}`}
                data-list-open
                className="break-all font-semibold hover:underline"
              >
                {upload.fileName}
              </Link>
              <p className="text-muted text-sm">
                <Instant at={upload.createdAt} />
                <span className="block">
                  {upload.totals ? totalsLine(upload.totals) : "Waits to be confirmed"}
                </span>
              </p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
