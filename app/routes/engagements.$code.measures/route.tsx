import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { engagementHeader } from "db/engagement-header.server";
import { readMeasures } from "db/measures.server";
import { actOf, readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { may } from "~/domain/permissions";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { AppShell } from "~/ui/app-shell";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { EmptyState } from "~/ui/empty-state";
import { EngagementHeader } from "~/ui/engagement-header";
import { FormErrors } from "~/ui/form-errors";
import { FindingsNav } from "~/ui/room-nav";
import { actOnMeasures } from "./acts.server";
import { MeasureCard } from "./measure-card";
import { MeasureFields } from "./measure-fields";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Measures · ${data?.head.title ?? "Engagement"} · Phaseline` },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { db } = args.context;
  const code = args.params.code ?? "";
  const { today } = await actOf(args, actor);
  return readOrRefuse(async () => ({
    shell: shellOf(actor),
    head: await engagementHeader(db, actor, code, today),
    measures: await readMeasures(db, actor, code),
    today,
    idempotencyKey: crypto.randomUUID(),
  }));
}

export const action = (args: ActionFunctionArgs) => actOnMeasures(args);

export const shouldRevalidate = revalidateAfterConflict;

export default function Measures() {
  const { shell, head, measures, today, idempotencyKey } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const canRun = may(head.relation, "run_engagement");
  const isAddRefused = refused?.values.intent === "add";
  const shared = isAddRefused ? { errors: refused.errors, values: refused.values } : {};
  return (
    <AppShell {...shell}>
      <EngagementHeader head={head} />
      <FindingsNav code={head.code} canImport={may(head.relation, "work_checklist")} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <section id="measures" aria-labelledby="measures-title" className="grid gap-4">
          <h2 id="measures-title" className="font-semibold text-lg">
            Measures, before the work and after it
          </h2>
          {measures.length === 0 ? (
            <EmptyState title="Nothing is measured yet">
              Choose two to four pains that the client feels, such as the days it takes to add an endpoint.
              Measure them in Read, and again in Document in the same way.
            </EmptyState>
          ) : (
            measures.map((measure) => (
              <MeasureCard
                key={measure.id}
                measure={measure}
                today={today}
                canRun={canRun}
                refused={refused?.values.id === measure.id ? refused : undefined}
              />
            ))
          )}
        </section>
        {canRun && (
          <Card id="add" title="Add a measure">
            <Form key={isAddRefused ? "again" : measures.length} method="post" className="grid gap-3">
              <input type="hidden" name="intent" value="add" />
              <input type="hidden" name="idempotency_key" value={idempotencyKey} />
              {isAddRefused && <FormErrors errors={refused.errors} idPrefix="new" />}
              <MeasureFields {...shared} idPrefix="new" />
              <Button tone="primary" className="justify-self-start">
                Add it
              </Button>
            </Form>
          </Card>
        )}
      </div>
    </AppShell>
  );
}
