import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { readEstimates } from "db/estimates.server";
import { readLedger } from "db/ledger.server";
import { requirePortal } from "db/portal.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { Card } from "~/ui/card";
import { EstimateTable } from "~/ui/estimate-table";
import { Ledger } from "~/ui/ledger";
import { PortalFrame } from "~/ui/portal-frame";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? [{ title: `Every date that we promised you · ${data.frame.title} · ${data.frame.firm}` }] : [];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_portal");
  const { db } = args.context;
  const code = args.params.code ?? "";
  const { frame } = await readOrRefuse(() => requirePortal(db, actor, code));
  const { moves, summary } = await readOrRefuse(() => readLedger(db, actor, code, "see_portal"));
  const record = await readOrRefuse(() => readEstimates(db, actor, code, "see_portal"));
  const estimates = record.estimates.map(({ madeBy: _madeBy, ...told }) => told);
  return { frame, person: { name: actor.name, email: actor.email }, moves, summary, estimates };
}

export default function PortalLedger() {
  const { frame, person, moves, summary, estimates } = useLoaderData<typeof loader>();
  return (
    <PortalFrame frame={frame} person={person} isBelow>
      <h1 className="font-semibold text-2xl tracking-tight">Every date that we promised you</h1>
      <p className="mt-1 mb-4 max-w-prose text-lg">
        No date moves without a line here. You and we read the same ledger.
      </p>
      <Ledger moves={moves} summary={summary} isForClient />
      {estimates.length > 0 && (
        <Card id="estimates" title="How long we thought it would take" className="mt-4">
          <p className="mb-2 max-w-prose text-muted text-sm">
            After each step we know more, so the range narrows. What we promise is in the ledger above.
          </p>
          <EstimateTable estimates={estimates} />
        </Card>
      )}
    </PortalFrame>
  );
}
