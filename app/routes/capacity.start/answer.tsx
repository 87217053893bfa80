import type { StartAnswer, StartQuery } from "db/earliest-start.server";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";

/** The one sentence that is asked for, and how sure the dates around it are. */
export function Answer({ start, query }: { start: StartAnswer; query: StartQuery }) {
  const dates = start.lead ? (start.leads[0]?.dates ?? start.answer.any) : start.answer.any;
  const likeliest = start.lead ? null : likeliestOf(start);
  const whom = start.lead ? start.lead.name : "one of our leads";
  return (
    <Card id="answer" title="The answer">
      {dates.p80On ? (
        <p className="text-xl">
          If we sign today, Read can begin by{" "}
          <strong className="whitespace-nowrap font-semibold">
            <DateText on={dates.p80On} />
          </strong>{" "}
          with 80 %.
        </p>
      ) : (
        <p className="text-xl">
          Within the next three years we cannot say by when Read could begin with 80 %.
        </p>
      )}
      <p className="mt-1 text-muted">
        With {query.sharePercent} % of {whom} for {query.weeks} {query.weeks === 1 ? "week" : "weeks"}
        {likeliest && `, most likely ${likeliest}`}.
      </p>
      <dl className="mt-3 flex flex-wrap gap-x-8 gap-y-2">
        <Chance label="As likely as not" on={dates.p50On} />
        <Chance label="Four times in five" on={dates.p80On} />
        <Chance label="Nearly sure, 95 %" on={dates.p95On} />
      </dl>
    </Card>
  );
}

/** Whoever is the first in most runs; nobody where several always are together. */
function likeliestOf({ leads }: StartAnswer): string | null {
  const [first, second] = [...leads].sort((a, b) => b.firstShare - a.firstShare);
  if (!first || leads.length === 1) return null;
  if (second && second.firstShare === first.firstShare) return `${first.name} or ${second.name}`;
  return `${first.name} (first in ${Math.round(100 * first.firstShare)} % of the cases)`;
}

function Chance({ label, on }: { label: string; on: string | null }) {
  return (
    <div>
      <dt className="text-muted text-sm">{label}</dt>
      <dd className="font-semibold">{on ? <DateText on={on} /> : "Not within three years"}</dd>
    </div>
  );
}
