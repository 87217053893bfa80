import { Form } from "@remix-run/react";
import type { DeliverablePage } from "db/deliverable-page.server";
import { type CalendarDate, shortDate } from "~/domain/calendar";
import { tickTarget } from "~/domain/checklist";
import { DELIVERABLE_STATUS_LABEL, isOpen } from "~/domain/deliverable";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { StatusFields, StatusForms } from "~/ui/status-forms";
import { useTick } from "~/ui/tick-form";

type Props = { page: DeliverablePage; today: CalendarDate; canEdit: boolean };

/** Where it stands, every other status, and its place in the list: all that a row's menu offers, without script too. */
export function StatusCard({ page, today, canEdit }: Props) {
  const { engagement, row } = page;
  const tick = useTick(engagement.code, row);
  const action = `/engagements/${engagement.code}`;
  const to = tickTarget(tick.status);
  const isLate = row.lateBy !== null && isOpen(tick.status);
  return (
    <Card
      id="status"
      title={DELIVERABLE_STATUS_LABEL[tick.status]}
      aside={
        isLate && row.dueOn ? (
          <span className="font-semibold text-alert-ink">late, was due {shortDate(row.dueOn, today)}</span>
        ) : undefined
      }
    >
      {row.reason && tick.status === row.status && <p className="mb-3">{row.reason}</p>}
      {tick.refusal && (
        <p role="alert" className="mb-3 font-semibold text-alert-ink text-sm">
          {tick.refusal.message}
        </p>
      )}
      {canEdit && (
        <>
          <Form
            method="post"
            action={action}
            className="mb-2 flex"
            onSubmit={(event) => {
              event.preventDefault();
              tick.press({ to });
            }}
          >
            <StatusFields id={row.id} from={tick.status} to={to} />
            <Button tone={to === "done" ? "primary" : "secondary"} className="flex-1">
              {to === "done" ? "Mark done" : "Open it again"}
            </Button>
          </Form>
          {isOpen(tick.status) && <StatusForms code={engagement.code} row={row} tick={tick} />}
          <OrderForms page={page} />
        </>
      )}
    </Card>
  );
}

function OrderForms({ page }: { page: DeliverablePage }) {
  const { engagement, row, place } = page;
  const ways = [
    { label: "Move up", way: place.up },
    { label: "Move down", way: place.down },
  ];
  return (
    <div className="mt-3 flex flex-wrap items-center gap-2 border-t pt-3">
      <p className="mr-auto basis-full text-muted text-sm sm:basis-auto">
        {place.position} of {place.count} in its phase
      </p>
      {ways.map(({ label, way }) => (
        <Form key={label} method="post" action={`/engagements/${engagement.code}`}>
          <input type="hidden" name="intent" value="reorder" />
          <input type="hidden" name="id" value={row.id} />
          <input type="hidden" name="before_id" value={way?.beforeId ?? ""} />
          <Button disabled={!way}>{label}</Button>
        </Form>
      ))}
    </div>
  );
}
