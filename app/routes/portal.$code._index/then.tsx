import { Form, Link } from "@remix-run/react";
import { addDays, type CalendarDate } from "~/domain/calendar";
import { Button } from "~/ui/button";
import { DateText } from "~/ui/date";
import { DateInput, type FormErrors, type FormValues } from "~/ui/field";

/** Says plainly that the page shows a day that has passed. */
export function ThenNotice({ code, on }: { code: string; on: CalendarDate }) {
  return (
    <p role="status" className="mb-3 rounded-control bg-waiting-soft px-4 py-2.5 text-waiting-ink">
      This page as it was at the end of <DateText on={on} />.{" "}
      <Link to={`/portal/${code}`} className="font-semibold underline underline-offset-2">
        Back to today
      </Link>
    </p>
  );
}

/** Chooses the day as of which the page is shown. */
export function ThenForm({
  code,
  on,
  refused,
  today,
}: {
  code: string;
  on: CalendarDate | null;
  /** A day that could not be shown, and why. */
  refused: { errors: FormErrors; values: FormValues } | undefined;
  today: CalendarDate;
}) {
  return (
    <details open={on !== null || refused !== undefined} className="print:hidden">
      <summary className="inline-flex min-h-9 items-center text-muted text-sm underline underline-offset-2 pointer-coarse:min-h-11">
        See this page as it was on another day
      </summary>
      <Form method="get" action={`/portal/${code}`} className="mt-2 flex flex-wrap items-end gap-3">
        <DateInput
          name="on"
          label="Day"
          max={addDays(today, -1)}
          values={on ? { on } : refused?.values}
          errors={refused?.errors}
          required
        />
        <Button>Show that day</Button>
      </Form>
    </details>
  );
}
