import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { engagementHeader } from "db/engagement-header.server";
import { readHandover } from "db/handover-page.server";
import { actOf, readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { artefactState, registerSummary } from "~/domain/artefact";
import { may } from "~/domain/permissions";
import { CLIENT_STAGES } from "~/domain/stage";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { AppShell } from "~/ui/app-shell";
import { buttonClass } from "~/ui/button";
import { Card } from "~/ui/card";
import { EngagementHeader } from "~/ui/engagement-header";
import { renderMarkdown } from "~/ui/markdown.server";
import { actOnHandover } from "./acts.server";
import { ArtefactCard } from "./artefact-card";
import { ChecksCard } from "./checks-card";
import { ClosingCard, TemplateCard } from "./closing-card";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Hand-over · ${data?.head.title ?? "Engagement"} · Phaseline` },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { db } = args.context;
  const code = args.params.code ?? "";
  const { today } = await actOf(args, actor);
  return readOrRefuse(async () => {
    const page = await readHandover(db, actor, code);
    return {
      ...page,
      html: {
        outcome: renderMarkdown(page.closing?.outcome ?? ""),
        retrospective: renderMarkdown(page.closing?.retrospective ?? ""),
      },
      head: await engagementHeader(db, actor, code, today),
      shell: shellOf(actor),
      today,
      idempotencyKey: crypto.randomUUID(),
    };
  });
}

export const action = (args: ActionFunctionArgs) => actOnHandover(args);

export const shouldRevalidate = revalidateAfterConflict;

export default function Handover() {
  const { shell, head, register, html, closing, checks, today, idempotencyKey } =
    useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { code, stage, relation } = head;
  const runs = may(relation, "run_engagement");
  const refusedBy = (intent: string) => (refused?.values.intent === intent ? refused : undefined);
  const next = register.find((row) => artefactState(row) === "open");
  const isOver = stage === "handed_over" || stage === "lost";
  return (
    <AppShell {...shell}>
      <EngagementHeader head={head} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <h2 className="font-semibold text-lg">{registerSummary(register)}</h2>
          {register.map((row) => (
            <ArtefactCard
              key={row.kind}
              code={code}
              row={row}
              canRun={runs}
              isNext={row === next}
              idempotencyKey={idempotencyKey}
              company={head.company.name}
              refused={refused?.values.kind === row.kind ? refused : undefined}
            />
          ))}
        </div>
        <aside className="grid grid-cols-[minmax(0,1fr)] gap-4" aria-label="The pack and what comes after">
          {runs && CLIENT_STAGES.includes(stage) && (
            <Card id="pack" title="The pack">
              <p className="text-muted text-sm">
                One file that opens without us: the register, what was signed, decisions, findings, dates and
                files, with a fingerprint of each. {head.company.name} downloads the same from their portal.
              </p>
              <p className="mt-3">
                <a href={`/engagements/${code}/pack.zip`} download className={buttonClass()}>
                  Download the pack
                </a>
              </p>
              {stage !== "handed_over" && (
                <p className="mt-2 text-muted text-sm">Until the hand-over it says how far it has come.</p>
              )}
            </Card>
          )}
          {checks.length > 0 && <ChecksCard code={code} checks={checks} today={today} />}
          {(isOver || closing) && (
            <ClosingCard
              code={code}
              closing={closing}
              html={html}
              canRun={runs && isOver}
              refused={refusedBy("close")}
            />
          )}
          {may(relation, "administer") && stage === "handed_over" && (
            <TemplateCard
              code={code}
              title={head.title}
              idempotencyKey={idempotencyKey}
              refused={refusedBy("make_template")}
            />
          )}
        </aside>
      </div>
    </AppShell>
  );
}
