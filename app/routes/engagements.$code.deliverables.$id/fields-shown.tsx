import type { DeliverablePage } from "db/deliverable-page.server";
import { DateText } from "~/ui/date";

/** The same fields for who may read but not change them. */
export function FieldsShown({ page }: { page: DeliverablePage }) {
  const { fields, row } = page;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
      <dt className="text-muted">Owner</dt>
      <dd>{row.ownerName ?? "Nobody yet"}</dd>
      <dt className="text-muted">Due</dt>
      <dd>{fields.dueOn ? <DateText on={fields.dueOn} /> : "No date"}</dd>
      <dt className="text-muted">Client</dt>
      <dd>{fields.isVisible ? "Sees it" : "Does not see it"}</dd>
      <dt className="text-muted">Notes</dt>
      <dd className="whitespace-pre-wrap">{fields.notes || "None"}</dd>
    </dl>
  );
}
