import { Link } from "@remix-run/react";
import type { Change } from "~/domain/portal-changes";
import { Card } from "./card";
import { EventMark } from "./event-mark";

type Props = {
  code: string | null;
  since: { kind: "visit" | "week"; ago: string | null; changes: readonly Change[] };
};

const FIRST_SHOWN = 6;

/** What changed since the contact last looked, in sentences; everything so far on a first visit. */
export function SinceCard({ code, since: { kind, ago, changes } }: Props) {
  const title =
    kind === "week"
      ? "In the last seven days"
      : ago === null
        ? "What has happened so far"
        : "Since you last looked";
  const more = changes.slice(FIRST_SHOWN);
  return (
    <Card id="since" title={title} aside={kind === "visit" && ago}>
      {changes.length === 0 ? (
        <p className="text-muted">Nothing has changed.</p>
      ) : (
        <Changes changes={changes.slice(0, FIRST_SHOWN)} />
      )}
      {more.length > 0 && (
        <details className="mt-2">
          <summary className="inline-flex min-h-9 items-center text-sm underline underline-offset-2 pointer-coarse:min-h-11">
            And {more.length} more
          </summary>
          <Changes changes={more} />
        </details>
      )}
      {code && (
        <p className="mt-2 text-sm print:hidden">
          <Link
            to={`/portal/${code}/activity`}
            className="inline-flex min-h-6 items-center text-muted underline underline-offset-2 hover:text-ink"
          >
            Everything that has happened
          </Link>
        </p>
      )}
    </Card>
  );
}

function Changes({ changes }: { changes: readonly Change[] }) {
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
      {changes.map((change) => (
        <li key={`${change.strong}${change.rest}`} className="flex gap-3">
          <EventMark icon={change.icon} className="mt-1" />
          <span className="min-w-0">
            {change.strong && <strong className="font-semibold">{change.strong}</strong>}
            {change.rest}
          </span>
        </li>
      ))}
    </ul>
  );
}
