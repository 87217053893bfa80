import { Link } from "@remix-run/react";
import type { ReviewPage } from "db/review-page.server";
import { addDays } from "~/domain/calendar";
import { ButtonLink } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";

/** What was just done, in words; where somebody else was first, it says so. */
export function doneWords({ title, seen }: NonNullable<ReviewPage["done"]>, reader: string): string {
  const isOwn = seen.by === reader;
  if (seen.outcome === "asked")
    return isOwn ? `${title}: asked.` : `${title}: ${seen.by} has asked about it.`;
  return isOwn ? `${title}: acknowledged.` : `${title}: ${seen.by} had acknowledged it already.`;
}

type Props = { total: number; weekOn: string; asked: ReviewPage["asked"] };

/** The end of the review: everything is seen, and what was asked. */
export function AllSeen({ total, weekOn, asked }: Props) {
  return (
    <Card id="all-seen" title={total === 1 ? "The one that is live is seen" : `All ${total} are seen`}>
      <p>
        The review of this week is done. The next one begins on <DateText on={addDays(weekOn, 7)} />; what
        becomes live until then still comes up here.
      </p>
      {asked.length > 0 && (
        <>
          <h3 className="mt-4 font-semibold">Asked this week</h3>
          <ul className="mt-1 grid gap-2">
            {asked.map(({ code, title, lead, seen }) => (
              <li key={code}>
                <Link
                  to={`/engagements/${code}/comments`}
                  className="font-medium underline-offset-2 hover:underline"
                >
                  {title}
                </Link>
                <span className="text-muted text-sm">
                  {" "}
                  {seen.by} to {lead ?? "nobody, it has no lead"}
                </span>
                <p className="text-muted">{seen.question}</p>
                <p className={seen.answeredBy ? "text-good-ink text-sm" : "text-sm text-waiting-ink"}>
                  {seen.answeredBy ? `Answered by ${seen.answeredBy}` : "No answer yet"}
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="mt-4">
        <ButtonLink to="/pipeline">Open the pipeline</ButtonLink>
      </div>
    </Card>
  );
}
