import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { acceptArtefact } from "db/artefacts.server";
import { readPortalHandover } from "db/handover-page.server";
import { actOf, answerRefusals, readOrRefuse, requireIntent, requirePermission } from "~/auth/guards.server";
import { registerSummary } from "~/domain/artefact";
import { ARTEFACTS } from "~/domain/deliverable";
import { invalid } from "~/domain/refusal";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { buttonClass } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { FormErrors } from "~/ui/form-errors";
import { Markdown } from "~/ui/markdown";
import { renderMarkdown } from "~/ui/markdown.server";
import { PortalFrame } from "~/ui/portal-frame";
import { ArtefactShown } from "./artefact-shown";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? [{ title: `What lands in your hands · ${data.frame.title} · ${data.frame.firm}` }] : [];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_portal");
  const page = await readOrRefuse(() => readPortalHandover(args.context.db, actor, args.params.code ?? ""));
  return {
    ...page,
    outcomeHtml: page.closing ? renderMarkdown(page.closing.outcome) : "",
    person: { name: actor.name, email: actor.email },
  };
}

export async function action(args: ActionFunctionArgs) {
  const formData = await args.request.formData();
  requireIntent(formData, ["accept"]);
  const actor = await requirePermission(args, "answer_as_client");
  const act = await actOf(args, actor, formData);
  const code = args.params.code ?? "";
  return answerRefusals(formData, async () => {
    const kind = ARTEFACTS.find((artefact) => artefact === formData.get("kind"));
    if (!kind) throw invalid("kind", "There is no such row in the register.");
    const version = Number(formData.get("version"));
    await acceptArtefact(args.context.db, act, code, { kind, version });
    return redirect(`/portal/${code}/handover#${kind}`, 303);
  });
}

export const shouldRevalidate = revalidateAfterConflict;

export default function PortalHandover() {
  const { frame, person, register, handedOverOn, checks, closing, outcomeHtml } =
    useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <PortalFrame frame={frame} person={person} isBelow>
      <h1 className="font-semibold text-2xl tracking-tight">What lands in your hands</h1>
      <p className="mt-1 mb-4 max-w-prose text-lg">
        {registerSummary(register)}.
        {handedOverOn && (
          <>
            {" "}
            Handed over on <DateText on={handedOverOn} />.
          </>
        )}
      </p>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5">
        <FormErrors errors={refused?.errors} title="Nothing was accepted." />
        {register.map((row) => (
          <ArtefactShown code={frame.code} key={row.kind} row={row} canAccept={!frame.isViewedAsClient} />
        ))}
        <Card id="pack" title="Everything in one file">
          <p className="max-w-prose">
            The pack holds the register, what you signed, decisions, findings, dates, measures and files. It
            opens on any computer without us and without a network, and says how to check that nothing in it
            was changed.
          </p>
          <p className="mt-3">
            <a href={`/portal/${frame.code}/pack.zip`} download className={buttonClass("primary")}>
              Download the pack
            </a>
          </p>
        </Card>
        {closing && (
          <Card id="closing" title="How it ended">
            <Markdown html={outcomeHtml} />
            <p className="mt-2 text-muted text-sm">
              {closing.closedBy}, <DateText on={closing.closedOn} />
            </p>
          </Card>
        )}
        {checks.length > 0 && (
          <Card id="checks" title="Since the hand-over">
            <ul className="grid gap-1">
              {checks.map((check) => (
                <li key={check.day}>
                  After {check.day} days: {check.verdict}{" "}
                  {check.doneOn && (
                    <span className="text-muted text-sm">
                      We looked on <DateText on={check.doneOn} />.
                    </span>
                  )}
                  {check.problems.length > 0 && (
                    <ul className="mt-1 mb-2 grid list-disc gap-1 pl-5">
                      {check.problems.map((problem) => (
                        <li key={problem}>{problem}</li>
                      ))}
                    </ul>
                  )}
                </li>
              ))}
            </ul>
          </Card>
        )}
      </div>
    </PortalFrame>
  );
}
