import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import {
  type ClientActionFunctionArgs,
  data,
  type ShouldRevalidateFunction,
  useActionData,
  useLoaderData,
} from "@remix-run/react";
import { readPlanPage } from "db/engagement-page.server";
import { actOf, readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { may } from "~/domain/permissions";
import { AppShell } from "~/ui/app-shell";
import { EngagementHeader } from "~/ui/engagement-header";
import type { FormErrors, FormValues } from "~/ui/field";
import { KeyLegend } from "~/ui/keyboard-list";
import { TickTarget } from "~/ui/tick-form";
import { Toast } from "~/ui/toast";
import { actOnPlan } from "./acts.server";
import { BallCard, PauseCard, ResumeCard } from "./clock-cards";
import { GateCard } from "./gate-card";
import { LedgerCard } from "./ledger-card";
import { PhaseSection } from "./phase-section";
import { problemOf } from "./problem";
import { StageCard } from "./stage-card";

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? `${page.head.title} · ${page.head.code} · Phaseline` : "Phaseline" },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { at, today } = await actOf(args, actor);
  const moveId = new URL(args.request.url).searchParams.get("moved");
  const page = await readOrRefuse(() =>
    readPlanPage(args.context.db, actor, args.params.code ?? "", { today, at, moveId }),
  );
  return { ...page, shell: shellOf(actor), idempotencyKey: crypto.randomUUID() };
}

export const action = (args: ActionFunctionArgs) => actOnPlan(args);

/** Without a connection the page stays as it is, and the row says so. */
export async function clientAction({ serverAction }: ClientActionFunctionArgs) {
  try {
    return await serverAction<typeof action>();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const message = "You are offline. This was not saved; try again once you are connected.";
    return data(
      { errors: { "": [message] } as FormErrors, values: {} as FormValues, message },
      { status: 503 },
    );
  }
}

/** After a conflict the page shows what the other person made of it. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ actionStatus, defaultShouldRevalidate }) =>
  actionStatus === 409 || defaultShouldRevalidate;

export default function EngagementPlan() {
  const page = useLoaderData<typeof loader>();
  const { head, gate, phases, shell } = page;
  const problem = problemOf(useActionData<typeof action>());
  const runs = may(head.relation, "run_engagement");
  const ticks = may(head.relation, "work_checklist");
  const base = `/engagements/${head.code}`;
  const today = head.rail.todayOn;
  // What is still being sold is carried on by its stage, what was agreed by its gates.
  const isWon = head.stage === "active" || head.stage === "handed_over";
  const stage = may(head.relation, "move_stage") && (
    <StageCard head={head} stages={page.stages} problem={problem} />
  );
  return (
    <AppShell {...shell}>
      <EngagementHeader head={head} />
      {ticks && <TickTarget code={head.code} />}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {phases.map((phase, index) => (
            <PhaseSection
              key={phase.kind}
              code={head.code}
              phase={phase}
              today={today}
              team={page.team}
              canTick={ticks}
              isOpen={phase.isCurrent || (gate === null && index === 0)}
              idempotencyKey={`${page.idempotencyKey}.${phase.kind}`}
              problem={problem}
            />
          ))}
          <KeyLegend
            keys={[
              { key: "j", does: "next" },
              { key: "k", does: "previous" },
              { key: "x", does: "tick" },
              { key: "n", does: "add" },
              { key: "?", does: "all keys" },
            ]}
          />
        </div>
        <aside className="grid gap-4" aria-label="Gate, ball and ledger">
          {!isWon && stage}
          {head.pause && (
            <ResumeCard head={head} resumption={page.resumption} canRun={runs} problem={problem} />
          )}
          {gate && head.stage === "active" && (
            <GateCard head={head} gate={gate} problem={problem} idempotencyKey={page.idempotencyKey} />
          )}
          {head.ball && <BallCard head={head} canRun={runs} problem={problem} />}
          <LedgerCard base={base} moves={page.moves} today={today} />
          {isWon && stage}
          {runs && head.stage === "active" && !head.pause && <PauseCard head={head} problem={problem} />}
        </aside>
      </div>
      {page.undo && (
        <Toast
          key={page.undo.moveId}
          message={`Moved. ${page.undo.text}`}
          undo={{ action: base, fields: { intent: "undo_move", move_id: page.undo.moveId } }}
        />
      )}
    </AppShell>
  );
}
