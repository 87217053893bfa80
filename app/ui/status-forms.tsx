import { Form } from "@remix-run/react";
import type { FormEvent } from "react";
import type { ChecklistRow } from "~/domain/checklist";
import { DELIVERABLE_STATUS_LABEL, type DeliverableStatus, isDeliverableStatus } from "~/domain/deliverable";
import { Button } from "./button";
import type { Tick } from "./tick-form";

type Props = { code: string; row: ChecklistRow; tick: Tick };

/** The statuses besides done; the two that need a reason stand with the field for it. */
export function StatusForms({ code, row, tick }: Props) {
  const id = `reason-${row.id}`;
  const action = `/engagements/${code}`;
  const others = (["todo", "doing"] as const).filter((status) => status !== tick.status);
  function press(event: FormEvent<HTMLFormElement>) {
    const { submitter } = event.nativeEvent as SubmitEvent;
    const to = submitter?.getAttribute("value") ?? "";
    if (!isDeliverableStatus(to)) return;
    event.preventDefault();
    tick.press({ to, reason: textOf(event, "reason") });
  }
  return (
    <>
      <Form method="post" action={action} onSubmit={press} className="flex gap-2">
        <StatusFields id={row.id} from={tick.status} />
        {others.map((status) => (
          <Button key={status} name="to" value={status} className="flex-1">
            {DELIVERABLE_STATUS_LABEL[status]}
          </Button>
        ))}
      </Form>
      <Form method="post" action={action} onSubmit={press} className="mt-3">
        <StatusFields id={row.id} from={tick.status} />
        <label htmlFor={id} className="font-semibold text-sm">
          Or say why it stands still
        </label>
        <input
          id={id}
          name="reason"
          className="control mt-1"
          defaultValue={row.reason ?? ""}
          autoComplete="off"
          maxLength={500}
        />
        <div className="mt-2 flex gap-2">
          <Button name="to" value="blocked" className="flex-1">
            Blocked
          </Button>
          <Button name="to" value="not_applicable" className="flex-1">
            Does not apply
          </Button>
        </div>
      </Form>
    </>
  );
}

/** The fields of a status form that nobody types. */
export function StatusFields({
  id,
  from,
  to,
}: {
  id: string;
  from: DeliverableStatus;
  to?: DeliverableStatus;
}) {
  return (
    <>
      <input type="hidden" name="intent" value="set_status" />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="from" value={from} />
      {to && <input type="hidden" name="to" value={to} />}
    </>
  );
}

/** What was typed into a field of the form that was sent. */
export function textOf(event: FormEvent<HTMLFormElement>, name: string): string {
  return String(new FormData(event.currentTarget).get(name) ?? "").trim();
}
