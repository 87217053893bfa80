import type { StartQuery } from "db/earliest-start.server";
import { Card } from "~/ui/card";

/** What the answer takes for granted, in plain words. */
export function Assumptions({ query, proposals }: { query: StartQuery; proposals: number }) {
  const { sharePercent, weeks, withProposals } = query;
  return (
    <Card id="assumptions" title="What this takes for granted">
      <ul className="grid list-disc gap-2 pl-5 text-sm">
        <li>
          A lead is free when {sharePercent} % of their time stays unplanned for {weeks}{" "}
          {weeks === 1 ? "week" : "weeks"} on end. Read begins on a working day, tomorrow at the earliest, on
          which they are there, and they stay for its three days.
        </li>
        <li>
          An engagement takes its share of its lead until it is finished, as its forecast says; other shares
          end on their last day. Where nobody planned a share, the lead is counted as wholly taken.
        </li>
        <li>
          Finishes are drawn from each forecast’s 50, 80 and 95 % dates, 500 times, each engagement
          independently of the others: that one runs late makes no other late. Beyond the 95 % date a tail is
          assumed in which the chance of still going on falls by the same factor each day.
        </li>
        <li>Without a forecast the planned finish is taken as certain, so that the answer is too sure.</li>
        <li>
          {withProposals
            ? `Proposals count as won and as begun when planned (${proposals} here); leads and audits do not count.`
            : "What is not agreed yet does not count: every proposal that is won before this one makes it later."}
        </li>
        <li>Holidays of the firm and noted absences are respected; nothing new is started meanwhile.</li>
      </ul>
    </Card>
  );
}
