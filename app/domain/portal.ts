import { type CalendarDate, type WorkingCalendar, workingDaysFrom, workingDaysText } from "./calendar";
import type { Holder } from "./clock";
import type { DeliverableStatus } from "./deliverable";
import type { ExpectedDates } from "./expected";
import { expectedWords } from "./expected-words";
import { currentPhase, PHASE_LABEL, type PhaseKind, type PhaseStatus } from "./phase";
import { weekOf } from "./rail";
import type { Stage } from "./stage";
import type { Words } from "./words";

interface PortalPhase {
  kind: PhaseKind;
  status: PhaseStatus;
  plannedStartOn: CalendarDate;
  plannedFinishOn: CalendarDate;
  /** Null until a promise was made. */
  firstFinishOn: CalendarDate | null;
  actualFinishOn: CalendarDate | null;
  /** When it is expected to end, where the client is shown that. */
  expected?: ExpectedDates | null;
}

/** What is known of an engagement when the client asks where it stands. */
export interface PortalStanding {
  title: string;
  stage: Stage;
  todayOn: CalendarDate;
  phases: readonly PortalPhase[];
  pause: { sinceOn: CalendarDate; why: string } | null;
  ball: { holder: Holder; sinceOn: CalendarDate; why: string } | null;
  /** When the gate of the current phase was given to the client to sign; null when it is not with them. */
  gateRequestedOn: CalendarDate | null;
  /** How many asks wait for an answer. */
  openAsks: number;
  /** When the whole is expected to finish, where the client is shown that. */
  expected?: ExpectedDates | null;
}

/** The first line: `Booking API: week 6 of 9, in Extend.`, with the phase apart so that it can wear its colour. */
export interface PortalHeading {
  before: string;
  phase: PhaseKind | null;
  after: string;
}

export interface PortalAnswer {
  heading: PortalHeading;
  /** When it is done: what we promised, and plainly where we did not keep it. */
  promise: Words;
  /** What it means for the whole, where the sentence before does not say it. */
  wholePromise: Words | null;
  /** When we expect it, which is no promise; null unless the client is shown that. */
  expected: Words | null;
  /** A promise that stands is past. */
  isLate: boolean;
  /** The finish was promised for this date first and has moved since. */
  firstPromisedOn: CalendarDate | null;
  /** Who holds the ball; null when nobody does, because the work is handed over or not planned. */
  ball: {
    who: "you" | "us" | "third_party" | "paused";
    title: string;
    since: Words;
    why: string;
  } | null;
  /** What the client must do now. */
  act: { phase: PhaseKind; title: string; detail: string } | null;
  /** What we shall need of them next, when nothing is needed now. */
  next: string | null;
}

/** The portal's ten-second answer: where it stands, when it is done, who holds the ball and what the client must do. */
export function portalAnswer(standing: PortalStanding, calendar: WorkingCalendar): PortalAnswer {
  const { phases, todayOn } = standing;
  const phase = currentPhase(phases);
  const first = phases[0];
  const last = phases.at(-1);
  const { words, whole, isLate } = promiseOf(standing, phase, last, calendar);
  const isOver = standing.stage === "handed_over";
  const hasMoved = last?.firstFinishOn && last.firstFinishOn !== last.plannedFinishOn;
  const isWithClient = !isOver && phase?.status === "in_review" && standing.gateRequestedOn !== null;
  return {
    heading: portalHeading({
      title: standing.title,
      stage: standing.stage,
      isPaused: standing.pause !== null,
      phase: phase ?? null,
      firstStartOn: first?.plannedStartOn ?? null,
      promisedFinishOn: last?.plannedFinishOn ?? null,
      todayOn,
    }),
    promise: words,
    wholePromise: whole ?? null,
    expected: expectedOf(standing, phase, last),
    isLate,
    firstPromisedOn: hasMoved ? last.firstFinishOn : null,
    ball: isOver ? null : ballOf(standing, calendar),
    act:
      isWithClient && phase
        ? {
            phase: phase.kind,
            title: `Read and sign the ${PHASE_LABEL[phase.kind]} gate`,
            detail: consequence(phase.kind, nextAfter(phases, phase)),
          }
        : null,
    next: isOver || isWithClient || !phase || standing.openAsks > 0 ? null : nextNeed(standing, phase),
  };
}

export interface HeadingFacts {
  title: string;
  stage: Stage;
  isPaused: boolean;
  /** The phase that it is in; null when there is no plan or every phase is done. */
  phase: { kind: PhaseKind; status: PhaseStatus; plannedStartOn: CalendarDate } | null;
  firstStartOn: CalendarDate | null;
  promisedFinishOn: CalendarDate | null;
  todayOn: CalendarDate;
}

/** Where an engagement stands, in one line. */
export function portalHeading(facts: HeadingFacts): PortalHeading {
  const { title, phase, firstStartOn, promisedFinishOn, todayOn } = facts;
  const line = (before: string, after = "."): PortalHeading => ({
    before: `${title}${before}`,
    phase: after === "." && phase && before.endsWith(" ") ? phase.kind : null,
    after,
  });
  if (facts.stage === "handed_over") return line(" is handed over");
  if (!firstStartOn || !promisedFinishOn) return line(" is under way");
  if (!phase) return line(": all four phases are done");
  const isFirst = phase.kind === "read" && phase.status === "upcoming";
  if (facts.isPaused) return isFirst ? line(" is paused") : line(": paused in ");
  if (isFirst && todayOn < phase.plannedStartOn) return line(" is about to start with ");
  if (isFirst) return line(" has not started yet");
  const { week, of } = weekOf(todayOn, firstStartOn, promisedFinishOn);
  const weeks =
    week === 0 ? "before week 1" : week > of ? `week ${week}, promised in ${of}` : `week ${week} of ${of}`;
  return line(`: ${weeks}, ${phase.status === "upcoming" ? "next is" : "in"} `);
}

interface Promised {
  words: Words;
  whole?: Words;
  isLate: boolean;
}

function promiseOf(
  standing: PortalStanding,
  phase: PortalPhase | undefined,
  last: PortalPhase | undefined,
  calendar: WorkingCalendar,
): Promised {
  const { todayOn, gateRequestedOn } = standing;
  if (!last) return { words: ["No dates have been promised yet."], isLate: false };
  if (standing.stage === "handed_over" || !phase) return { words: finished(last, calendar), isLate: false };
  if (last.firstFinishOn === null) return { words: planned(phase, last), isLate: false };
  const name = PHASE_LABEL[phase.kind];
  const isLast = phase.kind === last.kind;
  const finish = { on: phase.plannedFinishOn };
  const daysAgo = (on: CalendarDate) => {
    const days = workingDaysFrom(on, todayOn, calendar);
    return days > 0 ? `that was ${workingDaysText(days)} ago` : "that has just passed";
  };
  const isWholeLate = last.plannedFinishOn < todayOn;
  const wholeWords: Words = isWholeLate
    ? ["The whole was promised for ", { on: last.plannedFinishOn }, `; ${daysAgo(last.plannedFinishOn)}.`]
    : ["The whole is promised for ", { on: last.plannedFinishOn }, "."];
  const whole = isLast ? {} : { whole: wholeWords };

  if (phase.status === "in_review" && gateRequestedOn) {
    const late = workingDaysFrom(phase.plannedFinishOn, gateRequestedOn, calendar);
    const kept: Words =
      phase.plannedFinishOn === gateRequestedOn
        ? [", as promised"]
        : [late > 0 ? `, ${workingDaysText(late)} after the promised ` : ", promised for ", finish];
    const words: Words = [
      `We finished our part of ${name} on `,
      { on: gateRequestedOn },
      ...kept,
      ". It is done when you sign.",
    ];
    return { words, ...whole, isLate: false };
  }
  if (phase.plannedFinishOn < todayOn) {
    const owed = standing.pause ? "We set a new one when the work goes on." : "We owe you a new date.";
    const words = [`${name} was promised for `, finish, `; ${daysAgo(phase.plannedFinishOn)}. ${owed}`];
    return { words, ...whole, isLate: true };
  }
  if (phase.status === "upcoming" && phase.plannedStartOn < todayOn) {
    const ago = `; ${daysAgo(phase.plannedStartOn)}, and it has not started yet.`;
    const words = [`${name} was promised to start on `, { on: phase.plannedStartOn }, ago];
    return { words, whole: wholeWords, isLate: true };
  }
  const isToday = phase.plannedFinishOn === todayOn;
  const everything = isLast
    ? ["."]
    : [`${isToday ? "," : ""} and everything by `, { on: last.plannedFinishOn }, "."];
  if (phase.status === "upcoming") {
    const start = [`We promised to start ${name} on `, { on: phase.plannedStartOn }];
    const rest = isLast ? " and to finish by " : ", to finish it by ";
    return { words: [...start, rest, finish, ...everything], isLate: false };
  }
  const by = isToday ? "today, " : "by ";
  const what = isLast ? "finish" : `finish ${name}`;
  const words = [`We promised to ${what} ${by}`, finish, ...everything];
  if (!standing.pause) return { words, isLate: false };
  return { words, whole: ["We look at these dates again when the work goes on."], isLate: false };
}

function expectedOf(
  { stage, expected, gateRequestedOn }: PortalStanding,
  phase: PortalPhase | undefined,
  last: PortalPhase | undefined,
): Words | null {
  if (!expected || !phase || stage !== "active") return null;
  const isWithClient = phase.status === "in_review" && gateRequestedOn !== null;
  const own = phase.expected ? { kind: phase.kind, expected: phase.expected, isWithClient } : null;
  return expectedWords(own, expected, phase === last);
}

/** A plan that was taken over from elsewhere and never promised to anybody. */
function planned(phase: PortalPhase, last: PortalPhase): Words {
  const everything = phase.kind === last.kind ? [] : [" and everything by ", { on: last.plannedFinishOn }];
  return [
    `We plan to finish ${PHASE_LABEL[phase.kind]} by `,
    { on: phase.plannedFinishOn },
    ...everything,
    ". No date has been promised yet.",
  ];
}

function finished(last: PortalPhase, calendar: WorkingCalendar): Words {
  const on = last.actualFinishOn;
  if (!on) return ["Every phase is done."];
  if (last.firstFinishOn === null) return ["We finished on ", { on }, "."];
  const late = workingDaysFrom(last.plannedFinishOn, on, calendar);
  if (late > 0) {
    const after = `, ${workingDaysText(late)} after the promised `;
    return ["We finished on ", { on }, after, { on: last.plannedFinishOn }, "."];
  }
  const kept = last.firstFinishOn === last.plannedFinishOn ? ", as promised." : ", as last promised.";
  const early = late < 0 ? `, ${workingDaysText(-late)} before the promised date.` : kept;
  return ["We finished on ", { on }, early];
}

const BALL_TITLE: Record<Holder, string> = {
  us: "The ball is with us",
  client: "The ball is with you",
  third_party: "The ball is with a third party",
};

function ballOf({ pause, ball, todayOn }: PortalStanding, calendar: WorkingCalendar): PortalAnswer["ball"] {
  const since = (on: CalendarDate): Words => {
    if (on >= todayOn) return ["since today"];
    const days = workingDaysFrom(on, todayOn, calendar);
    return days > 0 ? ["since ", { on }, `, ${workingDaysText(days)}`] : ["since ", { on }];
  };
  if (pause)
    return { who: "paused", title: "The work is paused", since: since(pause.sinceOn), why: pause.why };
  if (!ball) return null;
  const who = ball.holder === "client" ? "you" : ball.holder;
  return { who, title: BALL_TITLE[ball.holder], since: since(ball.sinceOn), why: ball.why };
}

function nextAfter<P extends PortalPhase>(phases: readonly P[], phase: P): PhaseKind | null {
  return phases[phases.indexOf(phase) + 1]?.kind ?? null;
}

/** What a client's signature brings about. */
export function consequence(kind: PhaseKind, nextKind: PhaseKind | null): string {
  if (nextKind === null) return "With it the work is handed over to you.";
  return `With it ${PHASE_LABEL[kind]} is done and ${PHASE_LABEL[nextKind]} can start.`;
}

function nextNeed({ ball, pause }: PortalStanding, phase: PortalPhase): string | null {
  if (pause || ball?.holder === "client") return null;
  const name = PHASE_LABEL[phase.kind];
  return `Nothing is needed from you now. Next we ask you to sign the ${name} gate, once its deliverables are done.`;
}

/** A deliverable's status in words for somebody who does not run the work. */
export const CLIENT_STATUS_LABEL: Record<DeliverableStatus, string> = {
  todo: "Not started",
  doing: "In progress",
  blocked: "Held up",
  done: "Done",
  not_applicable: "Not needed",
};
