import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { readPlanPage } from "db/engagement-page.server";
import { actOf, readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { may } from "~/domain/permissions";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { AppShell } from "~/ui/app-shell";
import { BallCard } from "~/ui/ball-card";
import { EmptyState } from "~/ui/empty-state";
import { EngagementHeader } from "~/ui/engagement-header";
import { KeyLegend } from "~/ui/keyboard-list";
import { TickTarget } from "~/ui/tick-form";
import { Toast } from "~/ui/toast";
import { actOnPlan } from "./acts.server";
import { PauseCard, ResumeCard } from "./clock-cards";
import { GateCard } from "./gate-card";
import { LedgerCard } from "./ledger-card";
import { PhaseSection } from "./phase-section";
import { formState, problemOf } from "./problem";
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

export const shouldRevalidate = revalidateAfterConflict;

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
          {phases.length === 0 && (
            <EmptyState title="No plan yet">
              {may(head.relation, "move_stage") ? (
                <>
                  Give it a start date and a length under{" "}
                  <Link to={`${base}/profile#terms`} className="underline underline-offset-2">
                    Profile
                  </Link>
                  ; its four phases and their deliverables follow.
                </>
              ) : (
                "Once a manager has set a start date and a length, the four phases stand here."
              )}
            </EmptyState>
          )}
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
          {head.ball && (
            <BallCard
              ball={head.ball}
              company={head.company.name}
              action={base}
              accountAt={`${base}/asks#clock`}
              canRun={runs}
              {...formState(problem, "hand_clock")}
            />
          )}
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
