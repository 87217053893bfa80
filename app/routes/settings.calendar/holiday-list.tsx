import { Form, Link } from "@remix-run/react";
import type { Holiday } from "db/firm.server";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { classes } from "~/ui/classes";
import { DateText } from "~/ui/date";
import { ScrollStrip } from "~/ui/scroll-strip";

type Props = {
  year: string;
  years: readonly { year: string; days: number }[];
  holidays: readonly Holiday[];
};

/** The holidays of one year, with the other years to turn to. */
export function HolidayList({ year, years, holidays }: Props) {
  return (
    <Card
      id="holidays"
      flush
      title={`Holidays in ${year}`}
      aside={holidays.length === 1 ? "1 day" : `${holidays.length} days`}
    >
      <ScrollStrip label="Years" className="scroll-on-surface border-b px-3 py-1">
        <ul className="flex w-max gap-1">
          {years.map((one) => (
            <li key={one.year}>
              <Link
                to={`/settings/calendar?year=${one.year}`}
                aria-current={one.year === year ? "page" : undefined}
                aria-label={`${one.year}, ${one.days} ${one.days === 1 ? "day" : "days"}`}
                className={classes(
                  "flex min-h-9 items-center rounded-control px-2.5 text-sm pointer-coarse:min-h-11",
                  one.year === year ? "bg-raised font-semibold text-ink" : "text-muted hover:text-ink",
                )}
              >
                {one.year}
              </Link>
            </li>
          ))}
        </ul>
      </ScrollStrip>
      {holidays.length === 0 ? (
        <p className="px-4 py-6 text-muted">
          None yet: every day of {year} that is not a weekend counts as a working day. Add them one by one, or
          from a file.
        </p>
      ) : (
        <ul>
          {holidays.map(({ onDate, name }) => (
            <li
              key={onDate}
              className="flex items-center gap-3 border-b px-4 py-1.5 last:border-b-0 sm:grid sm:grid-cols-[9rem_1fr_auto]"
            >
              <DateText on={onDate} className="w-24 shrink-0 text-muted sm:w-auto" />
              <span className="min-w-0 flex-1">{name}</span>
              <Form method="post" preventScrollReset>
                <input type="hidden" name="intent" value="remove" />
                <input type="hidden" name="on_date" value={onDate} />
                <Button tone="quiet" size="small" aria-label={`Remove ${name}`}>
                  Remove
                </Button>
              </Form>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
