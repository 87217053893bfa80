import { Link } from "@remix-run/react";
import type { DecisionShown, LinkedPart } from "db/decisions-page.server";
import {
  DECISION_PART_LABEL,
  DECISION_PARTS,
  DECISION_STATUS_HINT,
  type DecisionPart,
} from "~/domain/decision";
import { DateText } from "./date";
import { DecisionStatusBadge } from "./decision-status-badge";
import { Markdown } from "./markdown";

type Props = {
  decision: Omit<DecisionShown, DecisionPart>;
  html: Record<DecisionPart, string>;
  /** Where the decisions of this reader are: ours or the portal's. */
  base: string;
  hrefOf?: (link: LinkedPart) => string | null;
};

/** One decision for somebody who was not in the room: how it stands, then what was weighed and what follows. */
export function DecisionArticle({ decision, html, base, hrefOf }: Props) {
  const { status, statusNote, decidedOn, supersededBy, supersedes, links, revisitOn } = decision;
  const written = DECISION_PARTS.filter((part) => html[part] !== "");
  return (
    <article className="rounded-card border border-line bg-surface px-4 py-4 sm:px-6 print:border-0 print:px-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <DecisionStatusBadge status={status} />
        {decidedOn && (
          <span>
            {status === "proposed" ? "Proposed" : "Decided"} on <DateText on={decidedOn} />
          </span>
        )}
        <span className="text-muted text-sm">{DECISION_STATUS_HINT[status]}</span>
      </div>
      {supersededBy && (
        <p className="mt-2 font-semibold">
          Its place was taken by{" "}
          <Link to={`${base}/${supersededBy.id}`}>
            {supersededBy.number}. {supersededBy.title}
          </Link>
        </p>
      )}
      {supersedes.map((older) => (
        <p key={older.id} className="mt-2">
          It takes the place of{" "}
          <Link to={`${base}/${older.id}`}>
            {older.number}. {older.title}
          </Link>
        </p>
      ))}
      {statusNote && <p className="mt-2 whitespace-pre-wrap text-muted text-sm">{statusNote}</p>}
      {written.map((part) => (
        <section key={part} aria-labelledby={`part-${part}`} className="mt-5">
          <h2 id={`part-${part}`} className="mb-1 font-semibold text-lg">
            {DECISION_PART_LABEL[part]}
          </h2>
          <Markdown html={html[part]} />
        </section>
      ))}
      {written.length === 0 && <p className="mt-4 text-muted">Nothing more was written down.</p>}
      {revisitOn && (
        <p className="mt-4">
          To be looked at again on <DateText on={revisitOn} />
        </p>
      )}
      {links.length > 0 && (
        <section aria-labelledby="part-links" className="mt-5">
          <h2 id="part-links" className="mb-1 font-semibold text-lg">
            What it is about
          </h2>
          <ul className="list-disc pl-5">
            {links.map((link) => {
              const href = hrefOf?.(link);
              return (
                <li key={`${link.kind} ${link.id}`}>
                  {href ? <Link to={href}>{link.label}</Link> : link.label}
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </article>
  );
}
