import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { type ShouldRevalidateFunctionArgs, useActionData, useLoaderData } from "@remix-run/react";
import { newId } from "db/act";
import { firmToday } from "db/firm.server";
import { declineGate, signGate } from "db/gates.server";
import { readPortalGate } from "db/portal-gate.server";
import { z } from "zod";
import { lineField } from "~/auth/fields";
import { actOf, answerRefusals, readOrRefuse, requireIntent, requirePermission } from "~/auth/guards.server";
import { isPhaseKind, PHASE_LABEL } from "~/domain/phase";
import { consequence } from "~/domain/portal";
import { announceGateDecided } from "~/jobs/announce.server";
import { Card } from "~/ui/card";
import { ClientDeliverables } from "~/ui/client-deliverables";
import { parseForm } from "~/ui/form.server";
import { FormErrors } from "~/ui/form-errors";
import { PortalFrame } from "~/ui/portal-frame";
import { WordsText } from "~/ui/words";
import { CriteriaList } from "./criteria-list";
import { DatesCard } from "./dates-card";
import { gateLead, gateTitle } from "./gate-words";
import { History } from "./history";
import { Receipt } from "./receipt";
import { SignCard } from "./sign-card";

export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  page ? [{ title: `${gateTitle(page)} · ${page.frame.title} · ${page.frame.firm}` }] : [];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_portal");
  const { db, now } = args.context;
  const { code = "", phase = "" } = args.params;
  const gate = await readOrRefuse(async () =>
    readPortalGate(db, actor, code, phase, await firmToday(db, now())),
  );
  return { ...gate, person: { name: actor.name, email: actor.email }, key: newId() };
}

const requestId = z.string({ error: "Open the gate again." }).max(100);
const signForm = z.object({ request_id: requestId, name: lineField("Type your name to sign.") });
const declineForm = z.object({
  request_id: requestId,
  reason: z
    .string({ error: "Tell us what is missing, so that we can mend it." })
    .trim()
    .min(1, "Tell us what is missing, so that we can mend it.")
    .max(2000, "Use at most 2,000 characters."),
});

export async function action(args: ActionFunctionArgs) {
  const actor = await requirePermission(args, "answer_as_client");
  const { context, params } = args;
  const { code = "", phase: kind = "" } = params;
  if (!isPhaseKind(kind)) throw new Response("We could not find that gate.", { status: 404 });
  const formData = await args.request.formData();
  const intent = requireIntent(formData, ["sign", "decline"]);
  const refuse = (form: { errors: Record<string, string[]>; values: Record<string, string> }) =>
    data({ errors: form.errors, values: form.values }, { status: 422 });
  return answerRefusals(formData, async () => {
    const act = await actOf(args, actor, formData);
    if (intent === "sign") {
      const form = parseForm(signForm, formData);
      if (!form.ok) return refuse(form);
      await signGate(context.db, act, code, {
        kind,
        requestId: form.value.request_id,
        name: form.value.name,
      });
    } else {
      const form = parseForm(declineForm, formData);
      if (!form.ok) return refuse(form);
      const { request_id, reason } = form.value;
      await declineGate(context.db, act, code, { kind, requestId: request_id, reason });
    }
    await announceGateDecided(context, act, code, kind);
    return redirect(`/portal/${code}/gates/${kind}`, 303);
  });
}

/** After a conflict the page has to show what became of the gate, not what it was. */
export function shouldRevalidate({ actionStatus, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs) {
  return actionStatus === 409 || defaultShouldRevalidate;
}

export default function PortalGatePage() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { frame, kind, deliverables, attempts, person } = page;
  const [latest] = attempts;
  const isOpen = latest?.outcome === null;
  const isShut = answer !== undefined && !isOpen;
  const rest = page.total - deliverables.length;
  return (
    <PortalFrame frame={frame} person={person} isBelow>
      <h1 className="font-semibold text-2xl tracking-tight">{gateTitle(page)}</h1>
      <p className="mt-1 mb-4 max-w-prose text-lg">
        <WordsText words={gateLead(page)} />
        {isOpen && (
          <>
            {" "}
            <a href="#sign" className="text-muted text-sm underline underline-offset-2">
              Go to your answer
            </a>
          </>
        )}
      </p>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5">
        {isShut && <FormErrors errors={answer.errors} title="Nothing was sent." />}
        {latest?.outcome && <Receipt attempt={latest} />}
        {latest && (
          <Card
            id="criteria"
            title={isOpen ? "What was checked" : "What was checked then"}
            aside={isOpen ? "when we asked you" : undefined}
          >
            <CriteriaList criteria={latest.criteria} />
          </Card>
        )}
        <DatesCard gate={page} />
        <Card
          id="deliverables"
          title={`What ${PHASE_LABEL[kind]} brought you`}
          aside={`${deliverables.length} ${deliverables.length === 1 ? "deliverable" : "deliverables"}`}
        >
          {deliverables.length > 0 ? (
            <ClientDeliverables deliverables={deliverables} />
          ) : (
            <p className="text-muted">Nothing of this phase is shared with you yet.</p>
          )}
          {rest > 0 && (
            <p className="mt-3 text-muted text-sm">
              {rest} more {rest === 1 ? "step was" : "steps were"} our own and {rest === 1 ? "is" : "are"}{" "}
              counted above.
            </p>
          )}
        </Card>
        {isOpen && latest && (
          <SignCard
            key={latest.id}
            phase={kind}
            requestId={latest.id}
            idempotencyKey={page.key}
            signer={frame.isViewedAsClient ? null : person}
            company={frame.company}
            consequence={consequence(kind, page.nextKind)}
            answer={answer}
          />
        )}
        <History attempts={attempts.slice(1)} />
      </div>
    </PortalFrame>
  );
}
