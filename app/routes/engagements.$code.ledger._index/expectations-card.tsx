import { HEALTH_LABEL } from "~/domain/attention";
import type { MovingExpectation, Telling } from "~/domain/moving-expectation";
import { slipText } from "~/domain/promise";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { HealthBadge } from "~/ui/health-badge";
import { ExpectationPicture } from "./expectation-picture";

/** The dates that parts of the work were expected by, over the days on which they were told. */
export function ExpectationsCard({ expectations }: { expectations: readonly MovingExpectation[] }) {
  return (
    <Card id="expectations" title="Moving expectations" aside="ours alone">
      <p className="mb-4 max-w-prose text-muted text-sm">
        When each part was expected to be done, as it was told over time. A line that climbs is a date that
        slips.
      </p>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-2">
        {expectations.map((expectation) => (
          <section key={expectation.title} className="min-w-0">
            <h3 className="font-semibold">{expectation.title}</h3>
            <p className="mb-2 text-muted text-sm">{wholeText(expectation)}</p>
            <ExpectationPicture expectation={expectation} />
            <details className="mt-1">
              <summary className="inline-flex min-h-8 items-center text-sm underline underline-offset-2">
                Every telling<span className="sr-only"> of {expectation.title}</span>
              </summary>
              <Tellings expectation={expectation} />
            </details>
          </section>
        ))}
      </div>
    </Card>
  );
}

function wholeText({ tellings, slip }: MovingExpectation): string {
  const last = tellings.at(-1);
  const hasMoved = tellings.some((telling) => telling.slip);
  const parts = [
    tellings.length === 1 ? "Told once" : `Told ${tellings.length} times`,
    slip === null ? null : slip !== 0 ? slipText(slip) : hasMoved ? "back where it was" : "never moved",
    last?.health ? HEALTH_LABEL[last.health].toLowerCase() : null,
    last?.progressPercent == null ? null : `${last.progressPercent} % done`,
  ];
  return parts.filter((part) => part !== null).join(", ");
}

function Tellings({ expectation: { title, tellings } }: { expectation: MovingExpectation }) {
  return (
    <table className="w-full text-left text-sm">
      <caption className="sr-only">Every telling of {title}</caption>
      <thead className="text-muted text-xs">
        <tr className="border-b">
          {["Told on", "Expected by", "Moved", "How it stood"].map((heading) => (
            <th key={heading} scope="col" className="py-1 pr-3 font-normal">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {tellings.map((telling) => (
          <tr key={telling.toldOn} className="align-top">
            <td className="whitespace-nowrap py-1 pr-3">
              <DateText on={telling.toldOn} short />
            </td>
            <td className="whitespace-nowrap py-1 pr-3">
              {telling.expectedOn ? (
                <DateText on={telling.expectedOn} short />
              ) : (
                <span className="text-muted">No date</span>
              )}
            </td>
            <td className="py-1 pr-3 tabular-nums">{movedText(telling)}</td>
            <td className="py-1">
              {telling.health && <HealthBadge health={telling.health} />}
              {telling.progressPercent !== null && (
                <span className="text-muted"> {telling.progressPercent} %</span>
              )}
              {telling.note && <span className="block text-muted">{telling.note}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function movedText({ slip, expectedOn }: Telling): string {
  if (slip === null) return expectedOn ? "First" : "";
  return slip === 0 ? "Stayed" : slipText(slip);
}
