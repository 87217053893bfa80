import type { ActionFunctionArgs, LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useCallback } from "react";
import { NO_FILTER } from "~/domain/engagement-filter";
import { viewAddress, viewParams } from "~/domain/pipeline-view";
import { isStage, STAGE_LABEL } from "~/domain/stage";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { AppShell } from "~/ui/app-shell";
import { ButtonLink } from "~/ui/button";
import { EngagementFilterForm } from "~/ui/engagement-filter-form";
import { PageHeader } from "~/ui/page-header";
import { actOnPipeline } from "./acts.server";
import { Arrange } from "./arrange";
import { Board, type Moving } from "./board";
import { readPipeline } from "./page.server";
import stylesheet from "./pipeline.css?url";
import { KeepView, ViewLinks } from "./saved-views";
import { StageCards } from "./stage-cards";
import { StageWorth } from "./stage-worth";
import { TableView } from "./table-view";
import timelineStylesheet from "./timeline.css?url";
import { TimelineView } from "./timeline-view";
import { ViewSwitch } from "./view-switch";

export const meta: MetaFunction = () => [{ title: "Pipeline · Phaseline" }];
export const links: LinksFunction = () => [
  { rel: "stylesheet", href: stylesheet },
  { rel: "stylesheet", href: timelineStylesheet },
];

export const shouldRevalidate = revalidateAfterConflict;

export const loader = (args: LoaderFunctionArgs) => readPipeline(args);
export const action = (args: ActionFunctionArgs) => actOnPipeline(args);

export default function Pipeline() {
  const page = useLoaderData<typeof loader>();
  const { shell, view, stage, columns, board, timeline, today, mayMove } = page;
  const { filter, mode } = view;
  const answer = useActionData<typeof action>();
  const [params] = useSearchParams();
  const address = viewAddress(view);
  const here = useCallback((move: string | null) => (move ? `${address}&move=${move}` : address), [address]);
  const done = doneWords(params);
  const viewAnswer = answer && answer.values.intent !== "move_stage" ? answer : undefined;
  return (
    <AppShell {...shell} wide={mode !== "table"}>
      <PageHeader
        title={page.heading}
        lead={page.review && <ReviewLine {...page.review} />}
        actions={
          <>
            <ViewSwitch view={view} />
            {page.mayCreate && (
              <ButtonLink to="/engagements/new" tone="primary">
                New engagement
              </ButtonLink>
            )}
          </>
        }
      />
      <StageCards
        cards={page.cards}
        current={mode === "table" ? stage : null}
        // A phone shows the dates at once.
        className={mode === "timeline" ? "max-md:hidden" : undefined}
      />
      <EngagementFilterForm
        to="/pipeline"
        filter={mode === "table" ? { ...filter, stage } : filter}
        options={page.options}
        keep={Object.fromEntries(new URLSearchParams(viewParams({ ...view, filter: NO_FILTER })))}
        withStage={mode === "timeline"}
        anyStage="Live and starting"
        withOutcome={mode !== "timeline"}
        withWork={mode !== "board" && (stage === "active" || mode === "timeline")}
        isOpen={params.get("filters") === "open"}
      />
      <div className="mb-3 flex flex-wrap items-center gap-2 max-sm:gap-1 max-sm:[&_summary]:px-1.5">
        {mode === "table" && <Arrange view={view} columns={columns} hasMoney={page.hasMoney} />}
        <KeepView
          views={page.views}
          view={view}
          errors={viewAnswer?.errors}
          values={viewAnswer?.values}
          idempotencyKey={page.idempotencyKey}
        />
        <StageWorth worths={page.worths} isLearnt={page.isLearnt} />
        <ViewLinks views={page.views} view={view} />
      </div>
      {done && !answer && (
        <p role="status" className="mb-4 rounded-control bg-good-soft px-4 py-3 font-semibold text-good-ink">
          {done}
        </p>
      )}
      {board && (
        <Board
          board={board}
          counts={page.counts}
          outcomes={page.outcomes}
          mayMove={mayMove}
          moving={movingCard(params, viewAnswer ? undefined : answer)}
          here={here}
        />
      )}
      {page.page && (
        <TableView
          page={page.page}
          view={view}
          columns={columns}
          stage={stage}
          today={today}
          total={page.total}
          lost={page.lost}
          outcome={page.outcomes[stage] ?? null}
          mayCreate={page.mayCreate}
        />
      )}
      {timeline && <TimelineView {...timeline} view={view} today={today} />}
    </AppShell>
  );
}

type Answer = ReturnType<typeof useActionData<typeof action>>;

/** Whose form is open: the one that was refused, else the one that the address names. */
function movingCard(params: URLSearchParams, answer: Answer): Moving | null {
  if (answer) {
    const { errors, values } = answer;
    return { code: values.code ?? "", to: values.to ?? null, errors, values };
  }
  const code = params.get("move");
  return code ? { code, to: params.get("to") } : null;
}

function doneWords(params: URLSearchParams): string | null {
  const code = params.get("moved");
  const to = params.get("to") ?? "";
  if (code && /^ENG-\d+$/.test(code) && isStage(to)) return `${code} is in ${STAGE_LABEL[to]} now.`;
  if (params.get("done") === "kept") return "The view is kept.";
  return params.get("done") === "removed" ? "The view is removed." : null;
}

function ReviewLine({ total, seen }: { total: number; seen: number }) {
  if (total === 0) return null;
  return (
    <Link to="/review" className="text-base text-muted underline underline-offset-2 hover:text-ink">
      Review of the week: {seen === total ? `all ${total} seen` : `${seen} of ${total} seen`}
    </Link>
  );
}
