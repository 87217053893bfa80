import type { GivenLine } from "db/forecast-page.server";
import { Badge } from "~/ui/badge";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { PhaseName } from "~/ui/phase-mark";
import { Cell } from "./lines-table";

/** What was said when each phase began, kept as it was said, and whether it held. */
export function GivenCard({ given, hitRate }: { given: readonly GivenLine[]; hitRate: string }) {
  return (
    <Card id="given" title="The dates that we gave at each phase’s start" flush>
      {given.length === 0 ? (
        <p className="px-4 py-3 text-muted">None yet: the first are kept when Read starts.</p>
      ) : (
        <table className="w-full text-left text-sm max-sm:block">
          <caption className="sr-only">Dates given when each phase began, and when it ended</caption>
          <thead className="text-muted text-xs max-sm:sr-only">
            <tr className="border-b">
              <th scope="col" className="py-2 pr-2 pl-4 font-normal">
                Phase
              </th>
              {["Given", "50 %", "80 %", "95 %", "Ended", "The 80 % date"].map((label) => (
                <th key={label} scope="col" className="px-2 py-2 font-normal last:pr-4">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line max-sm:block">
            {given.map((line) => (
              <Row key={line.kind} line={line} />
            ))}
          </tbody>
        </table>
      )}
      <p className="border-t px-4 py-3 text-sm">
        <span className="font-semibold">How often such dates hold with us.</span> {hitRate}
      </p>
    </Card>
  );
}

function Row({ line }: { line: GivenLine }) {
  const { kind, givenOn, expected, endedOn, pastCount } = line;
  return (
    <tr className="max-sm:grid max-sm:px-4 max-sm:py-2">
      <th scope="row" className="py-2 pr-2 pl-4 font-semibold max-sm:py-1 max-sm:pl-0">
        <PhaseName phase={kind} />
      </th>
      <Cell label="Given">
        <DateText on={givenOn} short />{" "}
        <span className="text-muted">
          from {pastCount} finished {pastCount === 1 ? "phase" : "phases"}
        </span>
      </Cell>
      <Cell label="With 50 %">
        <DateText on={expected.p50On} short />
      </Cell>
      <Cell label="With 80 %">
        <DateText on={expected.p80On} short className="font-semibold" />
      </Cell>
      <Cell label="With 95 %">
        <DateText on={expected.p95On} short />
      </Cell>
      <Cell label="Ended">{endedOn ? <DateText on={endedOn} short /> : "Not yet"}</Cell>
      <Cell label="The 80 % date">
        <Held line={line} />
      </Cell>
    </tr>
  );
}

function Held({ line: { hasHeld, endedOn } }: { line: GivenLine }) {
  if (hasHeld === null) return <>still to come</>;
  if (hasHeld) return <Badge tone="good">Held</Badge>;
  return <Badge tone="alert">{endedOn ? "Did not hold" : "Has passed"}</Badge>;
}
