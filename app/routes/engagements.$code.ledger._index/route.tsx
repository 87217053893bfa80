import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { engagementHeader } from "db/engagement-header.server";
import { firmToday } from "db/firm.server";
import { readLedger } from "db/ledger.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { may } from "~/domain/permissions";
import { AppShell } from "~/ui/app-shell";
import { ButtonLink, buttonClass } from "~/ui/button";
import { EngagementHeader } from "~/ui/engagement-header";
import { Ledger } from "~/ui/ledger";

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
  }));
}

export default function EngagementLedger() {
  const { shell, head, ledger } = useLoaderData<typeof loader>();
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
    </AppShell>
  );
}
