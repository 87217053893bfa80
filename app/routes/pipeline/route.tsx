import {
  type ActionFunctionArgs,
  data,
  type LinksFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { filterOptions } from "db/engagement-list.server";
import { moveStage } from "db/engagements.server";
import { firmToday } from "db/firm.server";
import { needCursor, readBoard, readPipelinePage } from "db/pipeline.server";
import { summariseStages } from "db/pipeline-summary.server";
import { useCallback } from "react";
import { z } from "zod";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { filterParams, isNarrowed, parseFilter } from "~/domain/engagement-filter";
import { may } from "~/domain/permissions";
import { BOARD_COLUMNS, CARD_STAGES, needHeading, type StageSummary, summaryText } from "~/domain/pipeline";
import { isStage, STAGE_LABEL, STAGES } from "~/domain/stage";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { AppShell } from "~/ui/app-shell";
import { ButtonLink } from "~/ui/button";
import { EngagementFilterForm } from "~/ui/engagement-filter-form";
import { parseForm } from "~/ui/form.server";
import { PageHeader } from "~/ui/page-header";
import { Board, type Moving } from "./board";
import stylesheet from "./pipeline.css?url";
import { StageCards } from "./stage-cards";
import { TableView } from "./table-view";
import { ViewSwitch } from "./view-switch";

export const meta: MetaFunction = () => [{ title: "Pipeline · Phaseline" }];
export const links: LinksFunction = () => [{ rel: "stylesheet", href: stylesheet }];

export const shouldRevalidate = revalidateAfterConflict;

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { context } = args;
  const { searchParams } = new URL(args.request.url);
  const today = await firmToday(context.db, context.now());
  const filter = parseFilter(searchParams);
  const isBoard = searchParams.get("view") === "board";
  const stage = filter.stage ?? "active";
  const board = isBoard ? await readBoard(context.db, actor, filter, today) : null;
  const cursor =
    needCursor("after", searchParams.get("after")) ?? needCursor("before", searchParams.get("before"));
  const page = isBoard
    ? null
    : await readPipelinePage(context.db, actor, { ...filter, stage }, cursor, today);
  const summaries = await summariseStages(context.database, actor);
  const active = summaries.find((summary) => summary.stage === "active");
  return {
    shell: shellOf(actor),
    today,
    filter,
    stage,
    heading: needHeading(active?.needing ?? 0, active?.count ?? 0),
    cards: summaries
      .filter((summary) => CARD_STAGES.some((shown) => shown === summary.stage))
      .map((summary) => ({ stage: summary.stage, count: summary.count, text: summaryText(summary) })),
    total: summaries.find((summary) => summary.stage === stage)?.count ?? 0,
    lost: summaries.find((summary) => summary.stage === "lost")?.count ?? 0,
    options: await filterOptions(context.database, actor),
    mayMove: may(actor.role, "move_stage"),
    mayCreate: may(actor.role, "create_engagement"),
    page,
    board,
    counts: board && !isNarrowed(filter) ? columnCounts(summaries) : null,
  };
}

function columnCounts(summaries: readonly StageSummary[]): Record<string, number> {
  return Object.fromEntries(
    BOARD_COLUMNS.map((column) => {
      const summary = summaries.find((one) => one.stage === column.stage);
      return [column.key, (column.phase ? summary?.byPhase[column.phase] : summary?.count) ?? 0];
    }),
  );
}

const moveForm = z.object({
  code: z.string().max(20),
  from: z.enum(STAGES),
  to: z.enum(STAGES, { error: "Choose where it goes." }),
  reason: z.string().trim().max(500, "Use at most 500 characters.").optional(),
});

export async function action(args: ActionFunctionArgs) {
  const actor = await requirePermission(args, "move_stage");
  const formData = await args.request.formData();
  requireIntent(formData, ["move_stage"]);
  const form = parseForm(moveForm, formData);
  if (!form.ok) return data({ errors: form.errors, values: form.values }, { status: 422 });
  return answerRefusals(formData, async () => {
    const { code, from, to, reason } = form.value;
    await moveStage(args.context.db, await actOf(args, actor, formData), code, {
      from,
      to,
      reason: reason || null,
    });
    const { searchParams } = new URL(args.request.url);
    throw redirect(`/pipeline${filterParams(parseFilter(searchParams), { view: "board", moved: code, to })}`);
  });
}

export default function Pipeline() {
  const page = useLoaderData<typeof loader>();
  const { shell, filter, stage, board, today, mayMove } = page;
  const answer = useActionData<typeof action>();
  const [params] = useSearchParams();
  const view = board ? "board" : "table";
  const keep: Record<string, string> = board ? { view: "board" } : {};
  const address = filterParams(filter, { view: "board" });
  const here = useCallback(
    (move: string | null) => `/pipeline${address}${move ? `&move=${move}` : ""}`,
    [address],
  );
  const moving = movingCard(params, answer);
  const done = movedWords(params);
  return (
    <AppShell {...shell} wide={view === "board"}>
      <PageHeader
        title={page.heading}
        actions={
          <>
            <ViewSwitch view={view} filter={filter} />
            {page.mayCreate && (
              <ButtonLink to="/engagements/new" tone="primary">
                New engagement
              </ButtonLink>
            )}
          </>
        }
      />
      <StageCards cards={page.cards} current={board ? null : stage} />
      <EngagementFilterForm
        to="/pipeline"
        filter={filter}
        options={page.options}
        keep={keep}
        withWork={!board && stage === "active"}
        isOpen={params.get("filters") === "open"}
      />
      {done && !answer && (
        <p role="status" className="mb-4 rounded-control bg-good-soft px-4 py-3 font-semibold text-good-ink">
          {done}
        </p>
      )}
      {board && <Board board={board} counts={page.counts} mayMove={mayMove} moving={moving} here={here} />}
      {page.page && (
        <TableView
          page={page.page}
          filter={filter}
          stage={stage}
          today={today}
          total={page.total}
          lost={page.lost}
          mayCreate={page.mayCreate}
        />
      )}
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

function movedWords(params: URLSearchParams): string | null {
  const code = params.get("moved");
  const to = params.get("to") ?? "";
  return code && /^ENG-\d+$/.test(code) && isStage(to) ? `${code} is in ${STAGE_LABEL[to]} now.` : null;
}
