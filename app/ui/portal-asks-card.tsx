import { Link } from "@remix-run/react";
import { askAnchor, type OpenAsk } from "~/domain/ask";
import { workingDaysText } from "~/domain/calendar";
import { Card } from "./card";
import { DateText } from "./date";

type Props = {
  /** Null for a guest, who may read this page and no other. */
  code: string | null;
  asks: readonly OpenAsk[];
};

const SHOWN = 4;

/** What we need of the client, what is due first; each leads to where it is answered. */
export function AsksCard({ code, asks }: Props) {
  if (asks.length === 0) return null;
  const more = asks.length - SHOWN;
  return (
    <Card
      id="asks"
      tone="waiting"
      title={asks.length === 1 ? "We need one thing from you" : `We need ${asks.length} things from you`}
    >
      <ul className="grid gap-2.5">
        {asks.slice(0, SHOWN).map((ask) => (
          <li key={ask.id}>
            <p className="font-semibold">
              {code ? (
                <Link
                  to={`/portal/${code}/asks#${askAnchor(ask.id)}`}
                  className="underline underline-offset-2"
                >
                  {ask.title}
                </Link>
              ) : (
                ask.title
              )}
            </p>
            <p className="text-muted text-sm">
              {ask.isBlocking && "The work waits for it. "}
              {ask.dueOn && (
                <>
                  {ask.lateBy ? `${workingDaysText(ask.lateBy)} past ` : "By "}
                  <DateText on={ask.dueOn} />
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
      {code && more > 0 && (
        <p className="mt-2 text-sm">
          <Link to={`/portal/${code}/asks`} className="underline underline-offset-2">
            And {more} more
          </Link>
        </p>
      )}
    </Card>
  );
}
