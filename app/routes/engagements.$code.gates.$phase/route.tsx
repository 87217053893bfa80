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
import { actOnComments } from "~/comments/acts.server";
import { readComments } from "~/comments/read.server";
import { mendPath } from "~/domain/gate";
import { may } from "~/domain/permissions";
import { isPhaseKind, PHASE_LABEL, PHASE_STATUS_LABEL, type PhaseKind } from "~/domain/phase";
import { announceGateDecided, announceGateRequested } from "~/jobs/announce.server";
import { AppShell } from "~/ui/app-shell";
import { Card } from "~/ui/card";
import { Comments, withoutComments } from "~/ui/comments";
import { DocumentChanges } from "~/ui/document-changes";
import { EngagementHeader } from "~/ui/engagement-header";
import { Fingerprint } from "~/ui/fingerprint";
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
      gate: await readGate(db, engagement, kind),
      talk: await readComments(args, actor, "ours", { about: "gate", id: kind }),
      idempotencyKey: crypto.randomUUID(),
    };
  });
}

const NEEDS = { request: "run_engagement", withdraw: "run_engagement", waive: "waive_gate" } as const;
const INTENTS = Object.keys(NEEDS) as (keyof typeof NEEDS)[];

export async function action(args: ActionFunctionArgs) {
  const commented = await actOnComments(args, "ours", { about: "gate", id: args.params.phase ?? "" });
  if (commented) return commented;
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
      await waiveGate(context.db, act, code, { kind, reason }, (trx) =>
        announceGateDecided({ ...context, db: trx }, act, code, kind),
      );
      return redirect(`/engagements/${code}`, 303);
    }
    if (intent === "withdraw") {
      await withdrawGate(context.db, act, code, kind);
    } else {
      await requestGate(context.db, act, code, kind, (trx) =>
        announceGateRequested({ ...context, db: trx }, act, code, kind),
      );
    }
    return redirect(`/engagements/${code}/gates/${kind}`, 303);
  });
}

export default function Gate() {
  const { shell, head, gate, talk, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const refused = withoutComments(answer);
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
      <div className="mt-4 grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_21rem] lg:grid-rows-[auto_1fr]">
        {/* First on a phone too, where the two columns are one. */}
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:col-start-2">
          <Card
            id="criteria"
            title={`Gate: ${name}`}
            aside={
              gate.status === "done" ? PHASE_STATUS_LABEL.done : `${met} of ${gate.criteria.length} criteria`
            }
            tone={gate.request ? "waiting" : "plain"}
          >
            <GateCriteria criteria={gate.criteria} hrefOf={(mend) => mendPath(head.code, gate.kind, mend)} />
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
          {gate.record && (
            <DocumentChanges
              changes={gate.record.changes}
              since={gate.gate === "signed" ? "it was signed" : "the client was asked"}
            />
          )}
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:col-start-1 lg:row-span-2 lg:row-start-1">
          <ClientSees gate={gate} code={head.code} />
          <Comments talk={talk} refused={answer} />
        </div>
        <Card id="history" title="History" className="lg:col-start-2">
          <GateHistory attempts={gate.attempts} company={head.company.name} />
          {gate.record && (
            <>
              <Fingerprint
                value={gate.record.fingerprint}
                href={`/portal/${head.code}/gates/${gate.kind}/document.json?request=${gate.record.gateId}`}
              />
              <p className="mt-1 text-muted text-sm">
                Gate <code className="break-all font-mono">{gate.record.gateId}</code>
              </p>
            </>
          )}
        </Card>
      </div>
    </AppShell>
  );
}
