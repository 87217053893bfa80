import { createElement } from "react";
import { accountText, type ClockInterval, type ClockLine } from "~/domain/clock";
import { PHASE_LABEL } from "~/domain/phase";
import { Card } from "./card";
import { DateText } from "./date";

type Props = {
  account: readonly ClockLine[];
  stretches: readonly ClockInterval[];
  /** What the client is called: `you` on their own page. */
  client: string;
};

/** Whose every working day was, phase by phase; in the same words for both sides. */
export function ClockAccount({ account, stretches, client }: Props) {
  const whole = account.at(-1);
  return (
    <Card id="clock" title="Whose days" flush>
      <div className="px-4 py-3">
        <p>
          {whole
            ? accountText(whole, client)
            : "The days are counted from the day on which the first phase starts."}
        </p>
        <p className="text-muted text-sm">
          A day belongs to who held the ball last on it. Days of a pause are nobody’s.
        </p>
      </div>
      {whole && <AccountTable account={account} client={client} />}
      {stretches.length > 0 && <Stretches stretches={stretches} client={client} />}
    </Card>
  );
}

function AccountTable({ account, client }: Pick<Props, "account" | "client">) {
  const columns = [
    { key: "us", label: "Us" },
    { key: "client", label: capital(client) },
    { key: "third_party", label: "Third party" },
    { key: "paused", label: "Paused" },
  ] as const;
  const shown = columns.filter(
    ({ key }) => key === "us" || key === "client" || account.some(({ days }) => days[key] > 0),
  );
  // One phase is its own sum.
  const lines = account.length === 2 ? account.slice(0, 1) : account;
  return (
    <table className="w-full border-t text-left text-sm">
      <caption className="sr-only">Working days of each phase so far, by who held the ball</caption>
      <thead className="text-muted text-xs">
        <tr className="border-b">
          <th scope="col" className="px-4 py-2 font-normal">
            Phase
          </th>
          {shown.map(({ key, label }) => (
            <th key={key} scope="col" className="wrap-anywhere min-w-20 px-2 py-2 text-right font-normal">
              {label}
            </th>
          ))}
          <th scope="col" className="py-2 pr-4 pl-2 text-right font-normal">
            Working days
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {lines.map(({ phase, days, total }) => (
          <tr key={phase ?? "all"} className={phase ? undefined : "font-semibold"}>
            <th scope="row" className="px-4 py-2 font-semibold">
              {phase ? PHASE_LABEL[phase] : "All"}
            </th>
            {shown.map(({ key }) => (
              <td key={key} className="px-2 py-2 text-right tabular-nums">
                {days[key]}
              </td>
            ))}
            <td className="py-2 pr-4 pl-2 text-right tabular-nums">{total}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Stretches({ stretches, client }: Pick<Props, "stretches" | "client">) {
  // Spread, because two stretches of one day may differ in nothing but their place.
  const items = stretches.map((stretch) => createElement(Stretch, { stretch, client }));
  return (
    <details className="border-t px-4 py-3 text-sm">
      <summary className="inline-flex min-h-6 items-center underline underline-offset-2">
        Who held it when, and why
      </summary>
      {createElement("ol", { className: "mt-2 grid gap-2" }, ...items)}
    </details>
  );
}

function Stretch({ stretch, client }: { stretch: ClockInterval; client: string }) {
  const { holder, sinceOn, untilOn, why } = stretch;
  const whom = { us: "Us", client: capital(client), third_party: "A third party" }[holder];
  return (
    <li>
      <span className="font-semibold">{whom}</span>{" "}
      <span className="text-muted">
        <DateText on={sinceOn} short />
        {untilOn === null && " until now"}
        {untilOn !== null && untilOn !== sinceOn && (
          <>
            {" "}
            – <DateText on={untilOn} short />
          </>
        )}
      </span>
      <span className="block">{why}</span>
    </li>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
