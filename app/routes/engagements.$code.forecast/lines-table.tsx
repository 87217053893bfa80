import type { ForecastLine } from "db/forecast-page.server";
import type { ReactNode } from "react";
import { DateText } from "~/ui/date";
import { PhaseName } from "~/ui/phase-mark";

const DATES = [
  { key: "p50On", label: "50 %" },
  { key: "p80On", label: "80 %" },
  { key: "p95On", label: "95 %" },
] as const;

/** The dates of the picture in cells; on a phone each row becomes a short list. */
export function LinesTable({ lines }: { lines: readonly ForecastLine[] }) {
  return (
    <table className="w-full text-left text-sm max-sm:block">
      <caption className="sr-only">
        When each phase is expected to end, with a chance of 50, 80 and 95 %, beside what is promised
      </caption>
      <thead className="text-muted text-xs max-sm:sr-only">
        <tr className="border-b">
          {["", ...DATES.map(({ label }) => label), "Promised", "The 80 % date is"].map((label) => (
            <th key={label} scope="col" className="px-2 py-2 font-normal first:pl-0 last:pr-0">
              {label || "Phase"}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line max-sm:block">
        {lines.map(({ kind, isWhole, expected, promisedOn, against }) => (
          <tr key={kind} className="max-sm:grid max-sm:py-2">
            <th scope="row" className="py-2 pr-2 font-semibold max-sm:py-1">
              <span className="flex flex-wrap items-center gap-x-1">
                <PhaseName phase={kind} />
                {isWhole && "and the whole"}
              </span>
            </th>
            {DATES.map(({ key, label }) => (
              <Cell key={key} label={`With ${label}`}>
                <DateText
                  on={expected[key]}
                  short
                  className={key === "p80On" ? "font-semibold" : undefined}
                />
              </Cell>
            ))}
            <Cell label="Promised">{promisedOn ? <DateText on={promisedOn} short /> : "Not promised"}</Cell>
            <Cell label="The 80 % date is">{against ?? "–"}</Cell>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** With its column's heading in front where there is no row of headings. */
export function Cell({ label, children }: { label: string; children: ReactNode }) {
  return (
    <td className="px-2 py-2 last:pr-0 max-sm:flex max-sm:gap-2 max-sm:px-0 max-sm:py-0.5">
      <span className="w-32 shrink-0 text-muted sm:hidden">{label}</span>
      <span>{children}</span>
    </td>
  );
}
