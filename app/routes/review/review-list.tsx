import { Link } from "@remix-run/react";
import type { ReviewPage, ReviewRow } from "db/review-page.server";
import { Check, MessageCircleQuestion } from "lucide-react";
import { Card } from "~/ui/card";
import { classes } from "~/ui/classes";
import { DateText } from "~/ui/date";

type Props = { review: Pick<ReviewPage, "rows" | "above" | "below" | "total" | "current"> };

/** The live engagements around the one that is looked at, by need, with what was seen. */
export function ReviewList({ review }: Props) {
  const { rows, above, below, total, current } = review;
  return (
    <Card id="live" title="All that are live" aside={`${total}, by need`} flush>
      {above > 0 && <p className="border-b px-4 py-2 text-muted text-sm">{above} more before these</p>}
      <ol className="divide-y divide-line">
        {rows.map((row) => (
          <Row key={row.code} row={row} isCurrent={row.code === current?.code} />
        ))}
      </ol>
      {below > 0 && <p className="border-t px-4 py-2 text-muted text-sm">{below} more after these</p>}
    </Card>
  );
}

function Row({ row, isCurrent }: { row: ReviewRow; isCurrent: boolean }) {
  return (
    <li className={classes("relative flex gap-2.5 px-4 py-2.5", isCurrent && "bg-raised")}>
      <Mark seen={row.seen} />
      <div className="min-w-0 flex-1">
        <Link
          to={`/review?at=${row.code}`}
          aria-current={isCurrent ? "true" : undefined}
          className="font-semibold underline-offset-2 after:absolute after:inset-0 hover:underline"
        >
          {row.title}
        </Link>
        <p className={classes("text-sm", !row.isNeeding && "text-muted")}>{row.words}</p>
        <SeenWords row={row} />
      </div>
    </li>
  );
}

function Mark({ seen }: Pick<ReviewRow, "seen">) {
  if (!seen) {
    return (
      <span aria-hidden="true" className="mt-1 size-4 shrink-0 rounded-full border-2 border-line-strong" />
    );
  }
  const Icon = seen.outcome === "asked" ? MessageCircleQuestion : Check;
  return <Icon aria-hidden="true" className="mt-1 size-4 shrink-0 text-good-ink" />;
}

function seenText({ outcome, by, answeredBy }: NonNullable<ReviewRow["seen"]>): string {
  if (outcome === "acknowledged") return `Seen by ${by}`;
  return `Asked by ${by}, ${answeredBy ? `answered by ${answeredBy}` : "no answer yet"}`;
}

/** Words only where there is more to say than the mark says already. */
function SeenWords({ row: { seen, unseenSince } }: { row: ReviewRow }) {
  if (!seen && unseenSince === null) return <span className="sr-only">Not seen this week</span>;
  return (
    <p className={classes("text-sm", seen ? "text-muted" : "text-waiting-ink")}>
      {seen ? (
        seenText(seen)
      ) : unseenSince === "never" ? (
        "Never looked at in a review"
      ) : (
        <>Not looked at since {unseenSince && <DateText on={unseenSince} short />}</>
      )}
    </p>
  );
}
