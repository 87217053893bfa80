import { Link } from "@remix-run/react";
import type { ReviewPage } from "db/review-page.server";
import type { ReactNode } from "react";
import { useEffect, useRef } from "react";
import { HOLDER_LABEL } from "~/domain/clock";
import { slipText } from "~/domain/promise";
import { Badge } from "~/ui/badge";
import { buttonClass } from "~/ui/button";
import { DateText, Instant } from "~/ui/date";
import { HealthBadge } from "~/ui/health-badge";
import { PhaseRail, RailDefs } from "~/ui/phase-rail";
import type { RefusedForm } from "~/ui/refused.server";
import { ReviewActs } from "./review-acts";
import { Asks, LastUpdate, WhatChanged } from "./reviewed-parts";

export type Subject = NonNullable<ReviewPage["current"]>;

type Props = {
  subject: Subject;
  previous: string | null;
  next: string | null;
  formKey: string;
  refused: RefusedForm | undefined;
};

/** Whether the reader came here from another one of the review: then its heading takes the focus. */
let walked = false;

/** One engagement as a manager looks at it: why it needs someone first, then the picture, then what it rests on. */
export function ReviewedCard({ subject, previous, next, formKey, refused }: Props) {
  const { head, changes, asks, update } = subject;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (walked) heading.current?.focus();
    walked = true;
  }, []);
  return (
    <article aria-labelledby="reviewed" className="rounded-card border bg-surface">
      <div className="px-4 pt-4 sm:px-5">
        <div className="flex items-start justify-between gap-x-4">
          <p className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-muted text-sm">
            <span>{head.company.name}</span>
            <span>{head.code}</span>
            <span>{head.leadName ? `Led by ${head.leadName}` : "No lead"}</span>
            {head.pause ? <Badge>Paused</Badge> : head.health && <HealthBadge health={head.health} />}
          </p>
          <Walk previous={previous} next={next} />
        </div>
        <h2 id="reviewed" ref={heading} tabIndex={-1} className="mt-1 font-semibold text-xl outline-none">
          <Link to={`/engagements/${head.code}`} className="underline-offset-2 hover:underline">
            {head.title}
          </Link>
        </h2>
        <Reasons subject={subject} />
        <AskedBefore subject={subject} />
        <SeenLine subject={subject} />
      </div>
      <div className="mt-3 border-y px-3 py-3 sm:px-5">
        <RailDefs />
        <PhaseRail input={head.rail} size="head" />
      </div>
      <dl className="grid gap-x-6 gap-y-3 border-b px-4 py-3 sm:grid-cols-3 sm:px-5">
        <Promised subject={subject} />
        <Expected subject={subject} />
        <Ball subject={subject} />
      </dl>
      <div className="grid gap-x-6 gap-y-4 px-4 py-4 sm:px-5 md:grid-cols-2">
        <WhatChanged changes={changes} code={head.code} />
        <div className="grid content-start gap-4">
          <LastUpdate update={update} code={head.code} />
          <Asks asks={asks} code={head.code} />
        </div>
      </div>
      <ReviewActs subject={subject} formKey={formKey} refused={refused} />
    </article>
  );
}

function Walk({ previous, next }: Pick<Props, "previous" | "next">) {
  const link = (code: string | null, key: string, label: string) =>
    code && (
      <Link
        to={`/review?at=${code}`}
        data-key={key}
        data-key-label={`${label.toLowerCase()} engagement`}
        className={buttonClass("secondary", "small")}
      >
        {label}
      </Link>
    );
  return (
    <nav aria-label="Walk the review" className="flex shrink-0 gap-1.5">
      {link(previous, "k", "Previous")}
      {link(next, "j", "Next")}
    </nav>
  );
}

/** The strongest one first and by itself, the others behind it. */
function Reasons({ subject: { head, isNeeding, words } }: { subject: Subject }) {
  if (!isNeeding) return <p className="mt-1 text-base text-muted">{words}</p>;
  const [strongest, ...others] = head.reasons;
  return (
    <>
      <p className="mt-1 font-semibold text-base">{strongest}</p>
      {others.length > 0 && (
        <ul className="text-base">
          {others.map((reason) => (
            <li key={reason} className="inline">
              {reason}{" "}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** What was asked in the review before, and the answer, or that there is none. */
function AskedBefore({ subject: { head, askedBefore } }: { subject: Subject }) {
  if (!askedBefore) return null;
  const { by, question, answer } = askedBefore;
  return (
    <div className="mt-2 border-l-2 pl-3 text-sm">
      <p>
        <span className="text-muted">{by} asked in the last review:</span> “{question}”
      </p>
      {answer ? (
        <p className="mt-1">
          <span className="text-muted">
            {answer.by} answered, <Instant at={answer.at} />:
          </span>{" "}
          {answer.text} <Answers code={head.code}>Read it there</Answers>
        </p>
      ) : (
        <p className="mt-1 text-waiting-ink">
          Nobody has answered yet. <Answers code={head.code}>Open the comments</Answers>
        </p>
      )}
    </div>
  );
}

function Answers({ code, children }: { code: string; children: ReactNode }) {
  return (
    <Link to={`/engagements/${code}/comments`} className="underline underline-offset-2">
      {children}
    </Link>
  );
}

function SeenLine({ subject: { head, seen, unseenSince } }: { subject: Subject }) {
  if (seen) {
    const isAsked = seen.outcome === "asked";
    return (
      <p className="mt-1 text-good-ink text-sm">
        {seen.by} {isAsked ? `asked “${seen.question}”` : "acknowledged it"}, <Instant at={seen.at} />
        {isAsked && (
          <>
            . {seen.answeredBy ? `${seen.answeredBy} has answered.` : "No answer yet."}{" "}
            <Answers code={head.code}>{seen.answeredBy ? "Read it" : "Open the comments"}</Answers>
          </>
        )}
      </p>
    );
  }
  if (unseenSince === null) return null;
  return (
    <p className="mt-1 text-sm text-waiting-ink">
      {unseenSince === "never" ? (
        "Never looked at in a review."
      ) : (
        <>
          Not looked at since <DateText on={unseenSince} />.
        </>
      )}
    </p>
  );
}

function Stat({ label, value, children }: { label: string; value: ReactNode; children?: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-sm">{label}</dt>
      <dd>
        <span className="font-semibold">{value}</span>
        {children && <span className="block text-muted text-sm">{children}</span>}
      </dd>
    </div>
  );
}

function Promised({ subject: { head, promise } }: { subject: Subject }) {
  if (!promise) return <Stat label="Promised finish" value="Not promised yet" />;
  return (
    <Stat label="Promised finish" value={<DateText on={promise.finishOn} />}>
      {promise.slip === 0 ? (
        "As first promised"
      ) : (
        <>
          First <DateText on={promise.firstOn} short />,{" "}
          <Link to={`/engagements/${head.code}/ledger`} className="underline underline-offset-2">
            {slipText(promise.slip)}
          </Link>
        </>
      )}
    </Stat>
  );
}

function Expected({ subject: { expected, isExpectedLittle } }: { subject: Subject }) {
  if (!expected) return <Stat label="Expected finish" value="Cannot be reckoned yet" />;
  const { p50On, p80On, p95On } = expected;
  return (
    <Stat
      label="Expected finish"
      value={
        <>
          <DateText on={p50On} short />
          {p80On !== p50On && (
            <>
              {" "}
              to <DateText on={p80On} short />
            </>
          )}
        </>
      }
    >
      80 % by <DateText on={p80On} short />, 95 % by <DateText on={p95On} short />
      {isExpectedLittle && ". We have little past of our own to go by"}
    </Stat>
  );
}

function Ball({ subject: { head } }: { subject: Subject }) {
  const { pause, ball } = head;
  if (pause) {
    return (
      <Stat
        label="Paused"
        value={
          <>
            Since <DateText on={pause.since} />
          </>
        }
      >
        {pause.reason}
      </Stat>
    );
  }
  if (!ball) return <Stat label="Who holds the ball" value="Nobody yet" />;
  const whom = ball.holder === "client" ? head.company.name : HOLDER_LABEL[ball.holder];
  return (
    <Stat
      label="Who holds the ball"
      value={
        <>
          {whom}, since <DateText on={ball.since} short />
        </>
      }
    >
      {ball.why}
    </Stat>
  );
}
