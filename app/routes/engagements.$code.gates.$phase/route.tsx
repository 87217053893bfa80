import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { engagementHeader } from "db/engagement-header.server";
import { readGate } from "db/gate-page.server";
import { requestGate, waiveGate, withdrawGate } from "db/gates.server";
import { requireEngagement } from "db/scope.server";
import { actOf, answerRefusals, readOrRefuse, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { may } from "~/domain/permissions";
import { isPhaseKind, PHASE_LABEL, PHASE_STATUS_LABEL, type PhaseKind } from "~/domain/phase";
import { announceGateDecided, announceGateRequested } from "~/jobs/announce.server";
import { AppShell } from "~/ui/app-shell";
import { Card } from "~/ui/card";
import { EngagementHeader } from "~/ui/engagement-header";
import { FormErrors } from "~/ui/form-errors";
import { RequestForm, WaiveForm, WithdrawForm } from "~/ui/gate-acts";
import { GateCriteria } from "~/ui/gate-criteria";
import { GateHistory } from "~/ui/gate-history";
import { ClientSees } from "./client-sees";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${PHASE_LABEL[data.gate.kind]} gate · ${data.head.title} · Phaseline` : "Phaseline" },
];

function requirePhaseKind(text: string | undefined): PhaseKind {
  if (text && isPhaseKind(text)) return text;
  throw new Response("We could not find that gate.", { status: 404 });
}

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { db } = args.context;
  const kind = requirePhaseKind(args.params.phase);
  const code = args.params.code ?? "";
  const { today } = await actOf(args, actor);
  return readOrRefuse(async () => {
    const { engagement } = await requireEngagement(db, actor, code, "see_pipeline");
    return {
      shell: shellOf(actor),
      head: await engagementHeader(db, actor, code, today),
      gate: await readGate(db, engagement, kind, "internal"),
      idempotencyKey: crypto.randomUUID(),
    };
  });
}

const NEEDS = { request: "run_engagement", withdraw: "run_engagement", waive: "waive_gate" } as const;
const INTENTS = Object.keys(NEEDS) as (keyof typeof NEEDS)[];

export async function action(args: ActionFunctionArgs) {
  const formData = await args.request.formData();
  const intent = requireIntent(formData, INTENTS);
  const actor = await requirePermission(args, NEEDS[intent]);
  const kind = requirePhaseKind(args.params.phase);
  const code = args.params.code ?? "";
  const { context } = args;
  const act = await actOf(args, actor, formData);
  return answerRefusals(formData, async () => {
    if (intent === "waive") {
      const reason = String(formData.get("reason") ?? "")
        .trim()
        .slice(0, 1000);
      await waiveGate(context.db, act, code, { kind, reason });
      await announceGateDecided(context, act, code, kind);
      return redirect(`/engagements/${code}`, 303);
    }
    if (intent === "withdraw") {
      await withdrawGate(context.db, act, code, kind);
    } else {
      await requestGate(context.db, act, code, kind);
      await announceGateRequested(context, act, code, kind);
    }
    return redirect(`/engagements/${code}/gates/${kind}`, 303);
  });
}

export default function Gate() {
  const { shell, head, gate, idempotencyKey } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const name = PHASE_LABEL[gate.kind];
  const page = `/engagements/${head.code}/gates/${gate.kind}`;
  const isUnderWay = head.stage === "active" && !head.pause;
  const runs = isUnderWay && may(head.relation, "run_engagement");
  const isOpen = gate.status === "in_progress" || gate.status === "in_review";
  const isWaiveRefused = refused?.values.intent === "waive";
  const met = gate.criteria.filter((criterion) => criterion.isMet).length;
  return (
    <AppShell {...shell}>
      <EngagementHeader head={head} />
      {refused && (
        <FormErrors errors={isWaiveRefused ? {} : { "": [refused.message] }} title="That did not happen." />
      )}
      <div className="mt-4 grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <ClientSees gate={gate} code={head.code} />
        <div className="grid gap-4">
          <Card
            id="criteria"
            title={`Gate: ${name}`}
            aside={
              gate.status === "done" ? PHASE_STATUS_LABEL.done : `${met} of ${gate.criteria.length} criteria`
            }
            tone={gate.request ? "waiting" : "plain"}
          >
            <GateCriteria criteria={gate.criteria} hrefOf={(id) => `/engagements/${head.code}#d-${id}`} />
            {!isOpen && <p className="mt-3 text-muted text-sm">{gate.whyNot}</p>}
            {isOpen && (
              <div className="mt-3 grid gap-3">
                {runs && gate.request && <WithdrawForm page={page} />}
                {runs && !gate.request && (
                  <RequestForm page={page} whyNot={gate.whyNot} idempotencyKey={idempotencyKey} />
                )}
                {isUnderWay && may(head.relation, "waive_gate") && (
                  <WaiveForm
                    page={page}
                    errors={isWaiveRefused ? refused.errors : undefined}
                    values={isWaiveRefused ? refused.values : undefined}
                  />
                )}
              </div>
            )}
          </Card>
          <Card id="history" title="History">
            <GateHistory attempts={gate.attempts} company={head.company.name} />
          </Card>
        </div>
      </div>
    </AppShell>
  );
}
