import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { type ShouldRevalidateFunctionArgs, useActionData, useLoaderData } from "@remix-run/react";
import { newId } from "db/act";
import { readPortalGate } from "db/portal-gate.server";
import { actOf, answerRefusals, readOrRefuse, requireIntent, requirePermission } from "~/auth/guards.server";
import { readSession } from "~/auth/session.server";
import { actOnComments } from "~/comments/acts.server";
import { readComments } from "~/comments/read.server";
import type { DocumentDeliverable } from "~/domain/gate-document";
import { isPhaseKind, PHASE_LABEL } from "~/domain/phase";
import { consequence } from "~/domain/portal";
import { isFresh } from "~/domain/sign-proof";
import { mailReceipt } from "~/jobs/announce.server";
import { Card } from "~/ui/card";
import { type ClientDeliverable, ClientDeliverables } from "~/ui/client-deliverables";
import { Comments, withoutComments } from "~/ui/comments";
import { DocumentChanges } from "~/ui/document-changes";
import { DoneNotice } from "~/ui/done-notice";
import { FormErrors } from "~/ui/form-errors";
import { renderMarkdown } from "~/ui/markdown.server";
import { PortalFrame } from "~/ui/portal-frame";
import { WordsText } from "~/ui/words";
import { decline, sign } from "./acts.server";
import { CriteriaList } from "./criteria-list";
import { DatesCard } from "./dates-card";
import { DocumentCards } from "./document-cards";
import { gateLead, gateTitle } from "./gate-words";
import { History } from "./history";
import { Receipt } from "./receipt";
import { SignCard } from "./sign-card";

export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  page ? [{ title: `${gateTitle(page)} · ${page.frame.title} · ${page.frame.firm}` }] : [];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_portal");
  const { context, params, request } = args;
  const { code = "", phase = "" } = params;
  const gate = await readOrRefuse(() => readPortalGate(context.db, actor, code, phase));
  const session = await readSession(context, request);
  return {
    ...gate,
    person: { name: actor.name, email: actor.email },
    talk: await readComments(args, actor, "client", { about: "gate", id: phase }),
    key: newId(),
    rulesHtml: gate.document.standards.map((standard) => renderMarkdown(standard.rule)),
    needsCode: !isFresh(session?.startedAt ?? 0, context.now()),
    isMailed: new URL(request.url).searchParams.has("mailed"),
  };
}

export async function action(args: ActionFunctionArgs) {
  const commented = await actOnComments(args, "client", { about: "gate", id: args.params.phase ?? "" });
  if (commented) return commented;
  const actor = await requirePermission(args, "answer_as_client");
  const { code = "", phase: kind = "" } = args.params;
  if (!isPhaseKind(kind)) throw new Response("We could not find that gate.", { status: 404 });
  const formData = await args.request.formData();
  const intent = requireIntent(formData, ["sign", "decline", "mail_receipt"]);
  return answerRefusals(formData, async () => {
    const act = await actOf(args, actor, formData);
    const page = `/portal/${code}/gates/${kind}`;
    if (intent === "mail_receipt") {
      await mailReceipt(args.context, act, code, kind);
      return redirect(`${page}?mailed=1`, 303);
    }
    const answer = intent === "sign" ? sign : decline;
    return (await answer(args, act, { code, kind }, formData)) ?? redirect(page, 303);
  });
}

/** After a conflict the page has to show what became of the gate, not what it was. */
export function shouldRevalidate({ actionStatus, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs) {
  return actionStatus === 409 || defaultShouldRevalidate;
}

export default function PortalGatePage() {
  const page = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const answer = withoutComments(refused);
  const { frame, kind, document, attempts, person } = page;
  const { deliverables, ownCount } = document;
  const [latest] = attempts;
  const isOpen = latest?.outcome === null;
  const isShut = answer !== undefined && !isOpen;
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
        {page.isMailed && <DoneNotice>The receipt is on its way to {person.email}.</DoneNotice>}
        {latest?.outcome && (
          <Receipt
            attempt={latest}
            fingerprint={page.fingerprint}
            page={`/portal/${frame.code}/gates/${kind}`}
            canMail={!frame.isViewedAsClient}
          />
        )}
        <DocumentChanges
          changes={page.changes}
          since={latest?.outcome === "signed" ? "it was signed" : "we asked you"}
        />
        {latest && (
          <Card
            id="criteria"
            title={isOpen ? "What was checked" : "What was checked then"}
            aside={isOpen ? "when we asked you" : undefined}
          >
            <CriteriaList criteria={document.criteria} />
          </Card>
        )}
        <DatesCard dates={document.dates} actualFinishOn={page.actualFinishOn} />
        <Card
          id="deliverables"
          title={`What ${PHASE_LABEL[kind]} brought you`}
          aside={`${deliverables.length} ${deliverables.length === 1 ? "deliverable" : "deliverables"}`}
        >
          {deliverables.length > 0 ? (
            <ClientDeliverables deliverables={deliverables.map((item) => shownAs(item, frame.code))} />
          ) : (
            <p className="text-muted">Nothing of this phase is shared with you yet.</p>
          )}
          {ownCount > 0 && (
            <p className="mt-3 text-muted text-sm">
              {ownCount} more {ownCount === 1 ? "step was" : "steps were"} our own and{" "}
              {ownCount === 1 ? "is" : "are"} counted above.
            </p>
          )}
        </Card>
        <DocumentCards document={document} rulesHtml={page.rulesHtml} />
        {isOpen && latest && (
          <SignCard
            key={latest.id}
            phase={kind}
            requestId={latest.id}
            fingerprint={page.fingerprint}
            needsCode={page.needsCode}
            idempotencyKey={page.key}
            signer={frame.isViewedAsClient ? null : person}
            company={frame.company}
            consequence={consequence(kind, page.nextKind)}
            answer={answer}
          />
        )}
        <Comments talk={page.talk} refused={refused} />
        <History attempts={attempts.slice(1)} />
      </div>
    </PortalFrame>
  );
}

/** A deliverable as the document holds it: what became of it and its evidence, without dates that move on. */
function shownAs({ id, title, status, evidence }: DocumentDeliverable, code: string): ClientDeliverable {
  return {
    id,
    title,
    status,
    dueOn: null,
    doneOn: null,
    isLate: false,
    artefact: null,
    evidence: evidence.map((piece) => ({
      id: piece.id,
      url: piece.file ? `/portal/${code}/evidence/${piece.id}` : piece.url,
      note: piece.note || piece.file?.name || "",
    })),
  };
}
