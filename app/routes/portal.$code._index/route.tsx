import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { firmToday } from "db/firm.server";
import { readPortal } from "db/portal.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { Card } from "~/ui/card";
import { PhaseRail, RailDefs } from "~/ui/phase-rail";
import { PortalFrame } from "~/ui/portal-frame";
import { HeadingText, headingWords } from "~/ui/portal-heading";
import { WordsText } from "~/ui/words";
import { BallCard } from "./ball-card";
import { HandoverCard } from "./handover-card";
import { MovesCard } from "./moves-card";
import { PhasesCard } from "./phases-card";
import { SinceCard } from "./since-card";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? [{ title: `${headingWords(data.answer.heading)} · ${data.frame.firm}` }] : [];

/** A browser that fetches a page before anybody asked for it has not shown it to anybody. */
const isFetchedAhead = (request: Request) =>
  /prefetch/i.test(request.headers.get("sec-purpose") ?? request.headers.get("purpose") ?? "");

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_portal");
  const { db, now } = args.context;
  const at = now();
  const look = { at, today: await firmToday(db, at), isNoted: !isFetchedAhead(args.request) };
  const page = await readOrRefuse(() => readPortal(db, actor, args.params.code ?? "", look));
  return { ...page, person: { name: actor.name, email: actor.email } };
}

export default function Portal() {
  const { frame, stage, answer, rail, calendar, since, phases, moves, person } =
    useLoaderData<typeof loader>();
  const input = { ...rail, calendar: { ...calendar, holidays: new Set(calendar.holidays) } };
  const isOver = stage === "handed_over";
  const artefacts = phases.flatMap((phase) => phase.deliverables).filter((item) => item.artefact !== null);
  const handover = <HandoverCard isOver={isOver} artefacts={artefacts} />;
  return (
    <PortalFrame frame={frame} person={person}>
      <RailDefs />
      <h1 className="font-semibold text-[1.625rem] leading-8 tracking-tight sm:text-[1.75rem] sm:leading-9">
        <HeadingText heading={answer.heading} />
      </h1>
      <p className="mt-1.5 mb-3 text-lg">
        <span className={answer.isLate ? "text-alert-ink" : undefined}>
          <WordsText words={answer.promise} />
        </span>
        {answer.wholePromise && (
          <>
            {" "}
            <WordsText words={answer.wholePromise} />
          </>
        )}
        {answer.firstPromisedOn && (
          <>
            {" "}
            <WordsText words={["We first promised ", { on: answer.firstPromisedOn }, "."]} />{" "}
            <Link
              to={`/portal/${frame.code}/ledger`}
              className="text-muted text-sm underline underline-offset-2"
            >
              Why it moved
            </Link>
          </>
        )}
      </p>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5">
        {isOver && handover}
        <Card>
          <PhaseRail input={input} size="portal" />
        </Card>
        <BallCard code={frame.code} ball={answer.ball} act={answer.act} next={answer.next} />
        <SinceCard code={frame.code} since={since} />
        <PhasesCard code={frame.code} phases={phases} />
        <div className="grid items-start gap-3.5 lg:grid-cols-2">
          {!isOver && handover}
          <MovesCard code={frame.code} moves={moves} />
        </div>
      </div>
    </PortalFrame>
  );
}
