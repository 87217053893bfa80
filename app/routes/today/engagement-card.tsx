import { Form, Link } from "@remix-run/react";
import { askAnchor } from "~/domain/ask";
import { type CalendarDate, shortDate, workingDaysText } from "~/domain/calendar";
import { HOLDER_LABEL } from "~/domain/clock";
import { PHASE_LABEL } from "~/domain/phase";
import type { TodayEngagement, TodayStep } from "~/domain/today";
import { Button, ButtonLink } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { DeliverableRow } from "~/ui/deliverable-row";
import { PhaseMark } from "~/ui/phase-mark";
import { TickTarget } from "~/ui/tick-form";

type Props = { engagement: TodayEngagement; today: CalendarDate };

/** One engagement on Today: what carries it on, what is due, and what is coming. */
export function EngagementCard({ engagement, today }: Props) {
  const { code, title, company, phase, rows, steps, soon } = engagement;
  const last = soon.at(-1);
  return (
    <Card
      flush
      id={`today-${code}`}
      title={
        <span className="flex items-center gap-3">
          {phase && (
            <span className="mx-0.5 flex">
              <PhaseMark phase={phase.kind} />
            </span>
          )}
          <Link to={`/engagements/${code}`} className="underline-offset-2 hover:underline">
            {title}
          </Link>
        </span>
      }
      aside={`${company}${phase ? ` · ${PHASE_LABEL[phase.kind]}, until ${shortDate(phase.finishOn, today)}` : ""}`}
    >
      {steps.length > 0 && (
        <ul className="divide-y divide-line border-b last:border-b-0">
          {steps.map((step) => (
            <li key={step.kind} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
              <Step code={code} company={company} step={step} today={today} />
            </li>
          ))}
        </ul>
      )}
      {rows.length > 0 && <TickTarget code={code} back="today" />}
      {rows.length > 0 && (
        <ol className="[&>li:first-child]:border-t-0">
          {rows.map((row) => (
            <DeliverableRow key={row.id} code={code} row={row} today={today} canTick />
          ))}
        </ol>
      )}
      {soon.length > 0 && (
        <p className="border-t px-4 py-2.5 text-muted text-sm first:border-t-0">
          Next:{" "}
          {soon.slice(0, 3).map((one, index) => (
            <span key={one.id}>
              {index > 0 && "; "}
              <Link
                to={`/engagements/${code}/deliverables/${one.id}`}
                className="underline-offset-2 hover:underline"
              >
                {one.title}
              </Link>
              , <DateText on={one.dueOn} />
            </span>
          ))}
          {last && soon.length > 3 && (
            <>
              {" "}
              and {soon.length - 3} more by <DateText on={last.dueOn} />
            </>
          )}
        </p>
      )}
    </Card>
  );
}

type StepProps = { code: string; company: string; step: TodayStep; today: CalendarDate };

function Step({ code, company, step, today }: StepProps) {
  const base = `/engagements/${code}`;
  switch (step.kind) {
    case "start":
      return (
        <>
          <Sentence mark={step.isDue ? "due" : "calm"}>
            {PHASE_LABEL[step.phase]} {step.plannedOn < today ? "was to start" : "starts"}{" "}
            {step.plannedOn === today ? "today" : <DateText on={step.plannedOn} />}.
          </Sentence>
          {step.isDue && (
            <Form method="post" action={base}>
              <input type="hidden" name="intent" value="start_phase" />
              <input type="hidden" name="phase" value={step.phase} />
              <input type="hidden" name="start_on" value={today} />
              <input type="hidden" name="back" value="today" />
              <Button>Start {PHASE_LABEL[step.phase]} today</Button>
            </Form>
          )}
        </>
      );
    case "overdue":
      return (
        <>
          <Sentence mark="due">
            {PHASE_LABEL[step.phase]} is {workingDaysText(step.workingDays)} past the finish that {company}{" "}
            was promised.
          </Sentence>
          <ButtonLink to={`${base}/dates`}>Move the date</ButtonLink>
        </>
      );
    case "request":
      return (
        <>
          <Sentence mark="due">
            {PHASE_LABEL[step.phase]} is complete: ask {company} to sign its gate.
          </Sentence>
          <ButtonLink to={`${base}/gates/${step.phase}`}>Open the gate</ButtonLink>
        </>
      );
    case "gate_declined":
      return (
        <>
          <Sentence mark="due">
            {company} declined the {PHASE_LABEL[step.phase]} gate{step.reason ? `: ${step.reason}` : "."}
          </Sentence>
          <ButtonLink to={`${base}/gates/${step.phase}`}>Open the gate</ButtonLink>
        </>
      );
    case "gate_waiting":
      return (
        <Sentence mark="waiting">
          The {PHASE_LABEL[step.phase]} gate is with {company}
          {step.since && (
            <>
              {" "}
              since <DateText on={step.since} />
            </>
          )}
          .
        </Sentence>
      );
    case "waiting":
      return (
        <Sentence mark="waiting">
          Waiting on {step.holder === "client" ? company : HOLDER_LABEL[step.holder].toLowerCase()} since{" "}
          <DateText on={step.since} />
          {step.why ? `: ${step.why}` : "."}
        </Sentence>
      );
    case "revisit":
      return (
        <>
          <Sentence mark="due">
            Look again at “{step.decision.title}”, as was agreed for <DateText on={step.decision.on} />
            {step.more > 0 && `; ${step.more} more ${step.more === 1 ? "decision waits" : "decisions wait"}`}.
          </Sentence>
          <ButtonLink
            to={step.more > 0 ? `${base}/decisions` : `${base}/decisions/${step.decision.id}#revisit`}
          >
            {step.more > 0 ? "Open the decisions" : "Open the decision"}
          </ButtonLink>
        </>
      );
    case "update":
      return (
        <>
          <Sentence mark="due">
            The weekly update {step.lateBy > 0 ? "was due" : "is due"}{" "}
            {step.missedOn === today ? "today" : <DateText on={step.missedOn} />}.
          </Sentence>
          <ButtonLink to={`${base}/updates`}>Finish the update</ButtonLink>
        </>
      );
    case "ask_late":
      return (
        <>
          <Sentence mark="due">
            {company} has not answered “{step.ask.title}”, due <DateText on={step.dueOn} />
            {step.more > 0 && `; ${step.more} more ${step.more === 1 ? "is" : "are"} late`}.
          </Sentence>
          <ButtonLink to={`${base}/asks#${askAnchor(step.ask.id)}`}>Open the ask</ButtonLink>
        </>
      );
    case "ask_answered":
      return (
        <>
          <Sentence mark="calm">
            {step.by} answered “{step.ask.title}”{step.more > 0 && ` and ${step.more} more`}.
          </Sentence>
          <ButtonLink to={`${base}/asks#${askAnchor(step.ask.id)}`}>Read the answer</ButtonLink>
        </>
      );
    case "review_asked":
      return (
        <>
          <Sentence mark="due">
            {step.by} asked in the review: “{step.question}”
          </Sentence>
          <ButtonLink to={`${base}/comments`}>Answer</ButtonLink>
        </>
      );
    case "look_back":
      return (
        <>
          <Sentence mark="due">
            {step.day} days after the hand-over: see whether all of it is still as it was.
          </Sentence>
          <ButtonLink to={`${base}/handover/checks/${step.day}`}>Look back</ButtonLink>
        </>
      );
    case "paused":
      return <Sentence mark="calm">Paused.</Sentence>;
  }
}

const MARKS = {
  due: { className: "text-alert-ink", path: "M8 4v5M8 11.6v.1M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13" },
  waiting: {
    className: "text-waiting-ink",
    path: "M8 4.5V8l2.5 1.5M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13",
  },
  calm: { className: "text-muted", path: "M4 8h8" },
} as const;

function Sentence({ mark, children }: { mark: keyof typeof MARKS; children: React.ReactNode }) {
  const { className, path } = MARKS[mark];
  return (
    <p className="flex min-w-0 flex-1 basis-64 items-start gap-3">
      <svg viewBox="0 0 16 16" aria-hidden="true" className={`stroke-icon mx-1 mt-1 size-4 ${className}`}>
        <path d={path} />
      </svg>
      <span className="min-w-0">{children}</span>
    </p>
  );
}

/** The engagements that ask for nothing, in one line each. */
export function QuietList({ engagements }: { engagements: readonly TodayEngagement[] }) {
  return (
    <Card title="Nothing due" level={2}>
      <ul className="grid gap-1.5">
        {engagements.map(({ code, title, company, steps }) => (
          <li key={code}>
            <Link to={`/engagements/${code}`} className="underline-offset-2 hover:underline">
              {title}
            </Link>{" "}
            <span className="text-muted text-sm">
              {company} · {code}
              {steps.some((step) => step.kind === "paused") && " · paused"}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
