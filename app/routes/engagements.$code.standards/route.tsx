import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { engagementHeader } from "db/engagement-header.server";
import { readStandards } from "db/standards-page.server";
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
import { renderMarkdown } from "~/ui/markdown.server";
import type { RefusedForm } from "~/ui/refused.server";
import { AgreementsNav } from "~/ui/room-nav";
import { actOnStandards } from "./acts.server";
import { Exceptions } from "./exceptions";
import { Matrix } from "./matrix";
import { StandardCard } from "./standard-card";
import { StandardFields } from "./standard-fields";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Standards · ${data?.head.title ?? "Engagement"} · Phaseline` },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { db } = args.context;
  const code = args.params.code ?? "";
  const { today } = await actOf(args, actor);
  return readOrRefuse(async () => {
    const head = await engagementHeader(db, actor, code, today);
    const { standing, withdrawn, matrix } = await readStandards(db, actor, code);
    const shown = (standards: typeof standing) =>
      standards.map((standard) => ({ ...standard, html: renderMarkdown(standard.rule) }));
    return {
      shell: shellOf(actor),
      head,
      today,
      standing: shown(standing),
      withdrawn: shown(withdrawn),
      matrix,
      idempotencyKey: crypto.randomUUID(),
    };
  });
}

export const action = (args: ActionFunctionArgs) => actOnStandards(args);

export const shouldRevalidate = revalidateAfterConflict;

export default function Standards() {
  const { shell, head, today, standing, withdrawn, matrix, idempotencyKey } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const refusedAs = refused?.values.intent;
  const canRun = may(head.relation, "run_engagement");
  const isOnItsOwn =
    refusedAs === "check" ||
    refusedAs === "meet_all" ||
    // Its form is gone: it was withdrawn meanwhile.
    ((refusedAs === "edit" || refusedAs === "withdraw") &&
      !standing.some((standard) => standard.id === refused?.values.id));
  const countOf = (at: number) => {
    const cells = matrix.flatMap((row) => row.cells[at] ?? []);
    return {
      settled: cells.length,
      met: cells.filter(({ state }) => state === "met").length,
      of: matrix.length,
    };
  };
  const ofStandard = (id: string) => (refused?.values.id === id ? refused : undefined);
  return (
    <AppShell {...shell}>
      <EngagementHeader head={head} />
      <AgreementsNav code={head.code} />
      {refused && isOnItsOwn && (
        <div className="mb-4">
          <FormErrors errors={{ "": [refused.message] }} title="That did not happen." />
        </div>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {standing.length + withdrawn.length === 0 ? (
          <EmptyState title="No standards agreed yet">
            What is agreed in Stabilise (who may do what, error shape, pagination, tests) binds every
            deliverable of Extend from then on, those to come included.
          </EmptyState>
        ) : (
          <Card flush id="standards" title="Standards" aside={`${standing.length} that stand`}>
            <ol className="divide-y divide-line">
              {standing.map((standard, at) => (
                <StandardCard
                  key={standard.id}
                  standard={standard}
                  count={countOf(at)}
                  canRun={canRun}
                  refused={ofStandard(standard.id)}
                />
              ))}
              {withdrawn.map((standard) => (
                <StandardCard
                  key={standard.id}
                  standard={standard}
                  count={null}
                  canRun={canRun}
                  refused={undefined}
                />
              ))}
            </ol>
          </Card>
        )}
        {canRun && (
          <AgreeForm
            // A new key with each standard empties the fields for the next one.
            key={standing.length}
            today={today}
            idempotencyKey={idempotencyKey}
            refused={refusedAs === "agree" ? refused : undefined}
            isFirst={standing.length === 0}
          />
        )}
        {standing.length > 0 &&
          (matrix.length === 0 ? (
            <EmptyState title="Extend has no deliverables yet">
              As soon as there are some, each has to meet these standards.
            </EmptyState>
          ) : (
            <>
              <Matrix
                code={head.code}
                standing={standing}
                matrix={matrix}
                canCheck={may(head.relation, "work_checklist")}
              />
              <Exceptions
                standing={standing}
                matrix={matrix}
                canRun={canRun}
                refused={refusedAs === "except" ? refused : undefined}
              />
            </>
          ))}
      </div>
    </AppShell>
  );
}

type AgreeProps = {
  today: string;
  idempotencyKey: string;
  refused: RefusedForm | undefined;
  isFirst: boolean;
};

function AgreeForm({ today, idempotencyKey, refused, isFirst }: AgreeProps) {
  return (
    <Card id="agree" title="Agree a standard">
      <details open={refused || isFirst ? true : undefined}>
        <summary className="inline-flex min-h-6 items-center text-sm underline underline-offset-2">
          Write one down that was agreed
        </summary>
        <Form method="post" className="mt-3 grid max-w-3xl gap-3">
          <input type="hidden" name="intent" value="agree" />
          <input type="hidden" name="idempotency_key" value={idempotencyKey} />
          <FormErrors errors={refused?.errors} idPrefix="new" />
          <StandardFields
            fields={{ title: "", area: "", rule: "", agreedOn: today, agreedBy: "" }}
            errors={refused?.errors}
            values={refused?.values}
            idPrefix="new"
          />
          <Button tone="primary" className="justify-self-start">
            Agree it
          </Button>
        </Form>
      </details>
    </Card>
  );
}
