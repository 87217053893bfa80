import { Form, Link } from "@remix-run/react";
import type { ComponentProps, ReactNode } from "react";
import { numberText, type ReportTable as Table } from "~/domain/report";
import {
  periodChoices,
  periodText,
  type ReportPeriod,
  reportQuery,
  YEARS_MOST,
} from "~/domain/report-period";
import { AppShell } from "./app-shell";
import { Button, ButtonLink, buttonClass } from "./button";
import { Card } from "./card";
import { classes } from "./classes";
import { EmptyState } from "./empty-state";
import { DateInput } from "./field";
import { PageHeader } from "./page-header";
import { Pagination } from "./pagination";
import { ReportTable } from "./report-table";

/** What every report answers beside its own. */
export interface ReportFrame {
  shell: Pick<ComponentProps<typeof AppShell>, "person" | "nav" | "menu">;
  today: string;
  period: ReportPeriod;
  view: string;
  page: number;
  pages: number;
  /** Rows of the whole table. */
  count: number;
}

type Props = {
  frame: ReportFrame;
  /** Its address. */
  to: string;
  title: string;
  /** The answer in one sentence. */
  answer: string;
  words: readonly string[];
  /** What happened within the period. */
  dated: string;
  views: readonly { value: string; label: string }[];
  table: Table;
  picture: ReactNode;
  empty: { title: string; words: string };
};

/** One report: the question, its answer, the picture and the table. */
export function ReportPage(props: Props) {
  const { frame, to, title, answer, words, dated, views, table, picture, empty } = props;
  const { period, view, page, pages, count, today } = frame;
  const isEmpty = table.rows.length === 0;
  const by = view === views[0]?.value ? null : view;
  const at = (more: { by?: string | null; page?: number }) => `${to}${reportQuery(period, { by, ...more })}`;
  return (
    <AppShell {...frame.shell} wide>
      <div className="report">
        <PageHeader
          above={
            <Link to={`/reports${reportQuery(period)}`} className="underline underline-offset-2 print:hidden">
              Reports
            </Link>
          }
          title={title}
          lead={<span className="font-semibold">{answer}</span>}
          actions={
            !isEmpty && (
              <a
                href={`${to}.csv${reportQuery(period, { by })}`}
                download
                className={buttonClass()}
                data-screen-only
              >
                Export CSV
              </a>
            )
          }
        />
        {words.length > 0 && <p className="-mt-2 mb-4 max-w-prose text-muted">{words.join(" ")}</p>}
        <PeriodForm to={to} period={period} dated={dated} by={by} today={today} />
        {isEmpty ? (
          <EmptyState
            title={empty.title}
            action={
              <ButtonLink to={`${to}${reportQuery(longest(today))}`}>Look at {YEARS_MOST} years</ButtonLink>
            }
          >
            {empty.words}
          </EmptyState>
        ) : (
          <div className="grid gap-4">
            {picture}
            <Card flush className="report-card overflow-hidden">
              {views.length > 1 && <Views views={views} view={view} at={at} />}
              <ReportTable table={table} />
            </Card>
            {pages > 1 && (
              <Pagination
                summary={`Page ${numberText(page)} of ${pages}: ${count.toLocaleString("en-GB")} rows in all, each of them in the file.`}
                previous={page > 1 ? at({ page: page - 1 }) : null}
                next={page < pages ? at({ page: page + 1 }) : null}
              />
            )}
          </div>
        )}
      </div>
    </AppShell>
  );
}

function longest(today: string): ReportPeriod {
  return periodChoices(today).at(-1)?.period ?? { fromOn: today, toOn: today };
}

type PeriodProps = { to: string; period: ReportPeriod; dated: string; by?: string | null; today: string };

/** Narrows a report to what happened between two dates; a plain form, so it needs no script. */
export function PeriodForm({ to, period, dated, by = null, today }: PeriodProps) {
  return (
    <>
      <p className="report-period">
        {dated} {periodText(period)}
      </p>
      <search data-screen-only>
        <Form
          key={reportQuery(period)}
          action={to}
          aria-label="Period"
          className="mb-4 flex flex-wrap items-end gap-x-3 gap-y-2"
        >
          {by && <input type="hidden" name="by" value={by} />}
          <DateInput name="from" label={`${dated} from`} defaultValue={period.fromOn} idPrefix="period" />
          <DateInput name="to" label="to" defaultValue={period.toOn} idPrefix="period" />
          <Button>Show</Button>
          <ul className="flex flex-wrap gap-1">
            {periodChoices(today).map((choice) => {
              const isCurrent = choice.period.fromOn === period.fromOn && choice.period.toOn === period.toOn;
              return (
                <li key={choice.label}>
                  <ButtonLink
                    to={`${to}${reportQuery(choice.period, { by })}`}
                    tone="quiet"
                    aria-current={isCurrent ? "true" : undefined}
                    className={isCurrent ? "underline decoration-2 underline-offset-4" : undefined}
                  >
                    {choice.label}
                  </ButtonLink>
                </li>
              );
            })}
          </ul>
        </Form>
      </search>
    </>
  );
}

type ViewsProps = Pick<Props, "views"> & { view: string; at: (more: { by: string | null }) => string };

function Views({ views, view, at }: ViewsProps) {
  return (
    <nav aria-label="Rows of the table" className="border-b px-2 py-1">
      <ul className="flex flex-wrap">
        {views.map(({ value, label }, index) => (
          <li key={value}>
            <Link
              to={at({ by: index === 0 ? null : value })}
              preventScrollReset
              aria-current={value === view ? "true" : undefined}
              className={classes(
                "flex min-h-9 items-center rounded-control px-2.5 font-medium text-sm pointer-coarse:min-h-11",
                value === view ? "underline decoration-2 underline-offset-8" : "text-muted hover:text-ink",
              )}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
