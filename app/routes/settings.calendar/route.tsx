import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { findFirm, firmToday, listHolidays } from "db/firm.server";
import { requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { AppShell } from "~/ui/app-shell";
import { Card } from "~/ui/card";
import { PageHeader } from "~/ui/page-header";
import { Tabs } from "~/ui/tabs";
import { AddHoliday } from "./add-holiday";
import { changeCalendar } from "./change-calendar.server";
import { HolidayList } from "./holiday-list";
import { ImportHolidays } from "./import-holidays";
import { WeekendForm } from "./weekend-form";

export const meta: MetaFunction = () => [{ title: "Calendar · Settings · Phaseline" }];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "administer");
  const { db, now } = args.context;
  const [firm, holidays, today] = await Promise.all([findFirm(db), listHolidays(db), firmToday(db, now())]);
  const address = new URL(args.request.url).searchParams;
  const years = [...new Set([today.slice(0, 4), ...holidays.map(({ onDate }) => onDate.slice(0, 4))])].sort();
  const wanted = address.get("year") ?? "";
  const year = years.includes(wanted) ? wanted : today.slice(0, 4);
  return {
    shell: shellOf(actor),
    weekend: firm?.weekend ?? [],
    year,
    years: years.map((one) => ({
      year: one,
      days: holidays.filter(({ onDate }) => onDate.startsWith(one)).length,
    })),
    holidays: holidays.filter(({ onDate }) => onDate.startsWith(year)),
    done: address.get("done"),
    added: Number(address.get("added") ?? 0),
  };
}

export async function action(args: ActionFunctionArgs) {
  const actor = await requirePermission(args, "administer");
  return changeCalendar(args, actor);
}

function doneText(done: string | null, added: number): string | null {
  if (done === "weekend") return "Saved.";
  if (done === "add") return "Added.";
  if (done === "remove") return "Removed. It is a working day again, unless it falls on a weekend.";
  if (done === "import") return `${added} ${added === 1 ? "holiday" : "holidays"} added.`;
  return null;
}

export default function Calendar() {
  const { shell, weekend, year, years, holidays, done, added } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const message = answer ? null : doneText(done, added);
  const of = (intent: string) =>
    answer && answer.values.intent === intent ? { errors: answer.errors, values: answer.values } : {};
  return (
    <AppShell {...shell}>
      <PageHeader title="Settings" />
      <Tabs
        label="Settings"
        tabs={[
          { to: "/settings", label: "The firm" },
          { to: "/settings/calendar", label: "Calendar" },
        ]}
      />
      {message && (
        <p role="status" className="mb-4 rounded-control bg-good-soft px-4 py-3 font-semibold text-good-ink">
          {message}
        </p>
      )}
      <p className="mb-4 max-w-prose text-muted">
        Durations are counted in working days. Dates that are promised already stay where they are; new plans
        and moves reckon with what is set here.
      </p>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
          <HolidayList year={year} years={years} holidays={holidays} />
          <Card id="add" title="Add a holiday">
            <AddHoliday {...of("add")} />
          </Card>
        </div>
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
          <Card id="weekend" title="Days off every week">
            <WeekendForm weekend={weekend} errors={of("weekend").errors} />
          </Card>
          <Card id="import" title="Add holidays from a file">
            <ImportHolidays
              errors={of("import").errors}
              preview={answer && "preview" in answer ? answer.preview : null}
            />
          </Card>
        </div>
      </div>
    </AppShell>
  );
}
