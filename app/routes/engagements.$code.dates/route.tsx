import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { newId } from "db/act";
import { readDates } from "db/dates.server";
import { engagementHeader } from "db/engagement-header.server";
import { firmToday } from "db/firm.server";
import { promiseDates } from "db/first-promise.server";
import { confirmActualDates } from "db/phases.server";
import { actOf, answerRefusals, readOrRefuse, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { isPhaseKind, PHASE_LABEL } from "~/domain/phase";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { AppShell } from "~/ui/app-shell";
import { ButtonLink } from "~/ui/button";
import { Card } from "~/ui/card";
import { DoneNotice } from "~/ui/done-notice";
import { EngagementHeader } from "~/ui/engagement-header";
import { parseForm } from "~/ui/form.server";
import { ActualDates } from "./actual-dates";
import { ChooseForm } from "./choose-form";
import { ConfirmForm } from "./confirm-form";
import { DatesTable } from "./dates-table";
import { actualForm, answerMove, answerPreview } from "./moves.server";
import { PromisePanel } from "./promise-panel";

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `Dates · ${page?.head.title ?? "Engagement"} · Phaseline` },
];

export const shouldRevalidate = revalidateAfterConflict;

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "run_engagement");
  const { context, params } = args;
  const code = params.code ?? "";
  const today = await firmToday(context.db, context.now());
  return readOrRefuse(async () => ({
    shell: shellOf(actor),
    dates: await readDates(context.db, actor, code),
    head: await engagementHeader(context.db, actor, code, today),
    key: newId(),
  }));
}

export async function action(args: ActionFunctionArgs) {
  const actor = await requirePermission(args, "run_engagement");
  const formData = await args.request.formData();
  const intent = requireIntent(formData, ["promise", "preview", "move", "confirm_actual"]);
  const { db } = args.context;
  const code = args.params.code ?? "";
  const act = await actOf(args, actor, formData);
  return answerRefusals(formData, async () => {
    if (intent === "promise") {
      await promiseDates(db, act, code, String(formData.get("plan") ?? ""));
      throw redirect(`/engagements/${code}/dates?promised=1`, 303);
    }
    if (intent === "preview") return answerPreview(db, act, code, formData);
    if (intent === "move") {
      const moved = await answerMove(db, act, code, formData);
      if (typeof moved !== "string") return moved;
      throw redirect(`/engagements/${code}?moved=${moved}`, 303);
    }
    const form = parseForm(actualForm, formData);
    if (!form.ok) {
      const { errors, values } = form;
      return data({ kind: "actual" as const, errors, values }, { status: 422 });
    }
    const { phase, version, start_on, finish_on } = form.value;
    await confirmActualDates(db, act, code, {
      kind: phase,
      startOn: start_on,
      finishOn: finish_on ?? null,
      version,
    });
    throw redirect(`/engagements/${code}/dates?confirmed=${phase}`, 303);
  });
}

export default function EngagementDates() {
  const { shell, head, dates, key } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [params] = useSearchParams();
  const moving = answer && "preview" in answer ? answer : undefined;
  const refused = answer && !("preview" in answer) ? answer : undefined;
  const done = answer ? null : doneText(params);
  const isPlanned = dates.phases.length > 0;
  const isUnpromised = dates.stage === "active" && isPlanned && !dates.isPromised;
  return (
    <AppShell {...shell}>
      <EngagementHeader
        head={head}
        actions={<ButtonLink to={`/engagements/${head.code}/ledger`}>Ledger</ButtonLink>}
      />
      {done && <DoneNotice>{done}</DoneNotice>}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="grid min-w-0 gap-4">
          {moving?.preview && moving.move ? (
            <ConfirmForm
              code={head.code}
              client={head.company.name}
              move={moving.move}
              preview={moving.preview}
              idempotencyKey={key}
              errors={moving.errors}
              values={moving.values}
            />
          ) : isUnpromised ? (
            <PromisePanel
              client={head.company.name}
              phases={dates.phases}
              plan={dates.plan}
              isPaused={dates.isPaused}
              idempotencyKey={key}
              errors={refused?.values.intent === "promise" ? refused.errors : undefined}
            />
          ) : (
            <Card id="move" title="Move a date">
              {dates.stage === "active" && isPlanned ? (
                <ChooseForm
                  phases={dates.phases}
                  errors={moving?.errors}
                  values={moving?.values ?? { which: params.get("which") ?? "" }}
                />
              ) : (
                <NothingPromised code={head.code} isOver={dates.stage === "handed_over"} />
              )}
            </Card>
          )}
          <Card flush title="Planned and actual" id="dates" className="overflow-hidden">
            <DatesTable phases={dates.phases} />
          </Card>
        </div>
        <ActualDates
          phases={dates.phases}
          errors={refused?.errors}
          values={refused?.values}
          current={refused && "current" in refused ? refused.current : undefined}
        />
      </div>
    </AppShell>
  );
}

function doneText(params: URLSearchParams): string | null {
  if (params.has("promised")) return "The dates are promised.";
  const confirmed = params.get("confirmed") ?? "";
  return isPhaseKind(confirmed) ? `The dates of ${PHASE_LABEL[confirmed]} are saved.` : null;
}

function NothingPromised({ code, isOver }: { code: string; isOver: boolean }) {
  if (isOver) return <p>The engagement is handed over; its dates stay as they were.</p>;
  return (
    <>
      <p className="mb-3">Nothing is promised here yet: its start and its length can simply be changed.</p>
      <ButtonLink to={`/engagements/${code}/profile`}>Change start and length</ButtonLink>
    </>
  );
}
