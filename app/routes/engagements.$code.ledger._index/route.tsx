import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { engagementHeader } from "db/engagement-header.server";
import { readEstimates } from "db/estimates.server";
import { firmToday } from "db/firm.server";
import { readLedger } from "db/ledger.server";
import { readExpectationsOf } from "db/milestone-forecasts.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { may } from "~/domain/permissions";
import { AppShell } from "~/ui/app-shell";
import { ButtonLink, buttonClass } from "~/ui/button";
import { EngagementHeader } from "~/ui/engagement-header";
import { EstimateForm } from "~/ui/estimate-form";
import { EstimatesCard } from "~/ui/estimates-card";
import { Ledger } from "~/ui/ledger";
import { ExpectationsCard } from "./expectations-card";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Ledger · ${data?.head.title ?? "Engagement"} · Phaseline` },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { context, params } = args;
  const code = params.code ?? "";
  const today = await firmToday(context.db, context.now());
  return readOrRefuse(async () => ({
    shell: shellOf(actor),
    head: await engagementHeader(context.db, actor, code, today),
    ledger: await readLedger(context.db, actor, code, "see_pipeline"),
    record: await readEstimates(context.db, actor, code, "see_pipeline"),
    expectations: await readExpectationsOf(context.db, actor, code),
    idempotencyKey: crypto.randomUUID(),
  }));
}

export default function EngagementLedger() {
  const { shell, head, ledger, record, expectations, idempotencyKey } = useLoaderData<typeof loader>();
  const { estimates, openPoint } = record;
  const mayEstimate = openPoint !== null && may(head.relation, "run_engagement");
  const base = `/engagements/${head.code}`;
  const hasMoves = ledger.moves.length > 0;
  return (
    <AppShell {...shell}>
      <EngagementHeader
        head={head}
        actions={
          <>
            {hasMoves && (
              <a href={`${base}/ledger.csv`} download className={buttonClass()}>
                Export CSV
              </a>
            )}
            {head.stage === "active" && may(head.relation, "run_engagement") && (
              <ButtonLink to={`${base}/dates`} tone="primary">
                Move a date
              </ButtonLink>
            )}
          </>
        }
      />
      <h2 className="mb-1 font-semibold text-lg">Promise ledger</h2>
      <p className="mb-4 max-w-prose text-muted text-sm">
        Every date that {head.company.name} was told, and every move of one. They read the same page.
      </p>
      <Ledger moves={ledger.moves} summary={ledger.summary} />
      <div className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-4">
        {(estimates.length > 0 || record.variance || mayEstimate) && (
          <EstimatesCard {...record}>
            {mayEstimate && (
              <EstimateForm
                code={head.code}
                point={openPoint}
                back="ledger"
                isFirst={estimates.every((estimate) => estimate.madeAfter !== openPoint)}
                idempotencyKey={idempotencyKey}
                refused={undefined}
              />
            )}
          </EstimatesCard>
        )}
        {expectations.length > 0 && <ExpectationsCard expectations={expectations} />}
      </div>
    </AppShell>
  );
}
