import { Link } from "@remix-run/react";
import type { PortalPage } from "db/portal.server";
import type { ReactNode } from "react";
import { Card } from "./card";
import { PhaseRail, RailDefs } from "./phase-rail";
import { AsksCard } from "./portal-asks-card";
import { BallCard } from "./portal-ball-card";
import { HandoverCard } from "./portal-handover-card";
import { HeadingText } from "./portal-heading";
import { MovesCard } from "./portal-moves-card";
import { PhasesCard } from "./portal-phases-card";
import { PortalRooms } from "./portal-rooms";
import { SinceCard } from "./portal-since-card";
import { WordsText } from "./words";

type Props = {
  page: Omit<PortalPage, "frame">;
  /** Null for a guest, for whom nothing leads on from here. */
  code: string | null;
  children?: ReactNode;
};

/** One line each: the phase that is under way, the whole, and what was first said of it. */
function Dates({ answer, code }: { answer: Props["page"]["answer"]; code: Props["code"] }) {
  const { promise, isLate, wholePromise, expected, firstPromisedOn } = answer;
  return (
    <div className="mt-1.5 mb-2.5 grid gap-0.5 sm:mb-3.5 sm:gap-1">
      <p className={isLate ? "text-alert-ink text-lg" : "text-lg"}>
        <WordsText words={promise} />
      </p>
      {(wholePromise || expected) && (
        <p>
          {wholePromise && <WordsText words={wholePromise} />} {expected && <WordsText words={expected} />}
        </p>
      )}
      {firstPromisedOn && (
        <p className="text-muted text-sm">
          <WordsText words={["We first promised ", { on: firstPromisedOn }, "."]} />{" "}
          {code && (
            <Link
              to={`/portal/${code}/ledger`}
              className="inline-flex min-h-6 items-center underline underline-offset-2 hover:text-ink print:hidden"
            >
              Why it moved
            </Link>
          )}
        </p>
      )}
    </div>
  );
}

/** The ten-second answer: where it stands, when it is done, who holds the ball, what changed, and the work itself. */
export function PortalHome({ page, code, children }: Props) {
  const { stage, answer, rail, calendar, since, phases, moves, asks } = page;
  const input = { ...rail, calendar: { ...calendar, holidays: new Set(calendar.holidays) } };
  const isOver = stage === "handed_over";
  const artefacts = phases.flatMap((phase) => phase.deliverables).filter((item) => item.artefact !== null);
  const handover = <HandoverCard isOver={isOver} artefacts={artefacts} />;
  return (
    <>
      <RailDefs />
      <h1 className="font-semibold text-[1.625rem] leading-8 tracking-tight sm:text-[1.75rem] sm:leading-9">
        <HeadingText heading={answer.heading} />
      </h1>
      <Dates answer={answer} code={code} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2.5 sm:gap-3.5">
        {isOver && handover}
        <Card className="max-sm:p-3">
          <PhaseRail input={input} size="portal" />
        </Card>
        <BallCard code={code} ball={answer.ball} act={answer.act} next={answer.next} />
        <AsksCard code={code} asks={asks} />
        <SinceCard code={code} since={since} />
        <PhasesCard code={code} phases={phases} />
        <div className="grid items-start gap-2.5 sm:gap-3.5 lg:grid-cols-2">
          {!isOver && handover}
          <MovesCard code={code} moves={moves} />
        </div>
        {code && <PortalRooms code={code} />}
        {children}
      </div>
    </>
  );
}
