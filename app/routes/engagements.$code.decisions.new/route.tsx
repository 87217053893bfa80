import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import type { FirstStatus } from "db/decision-rows.server";
import { supersedeDecision } from "db/decision-verdicts.server";
import { recordDecision } from "db/decisions.server";
import { readNewDecision } from "db/decisions-page.server";
import { actOf, answerRefusals, readOrRefuse, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { mayBecome } from "~/domain/decision";
import { invalid } from "~/domain/refusal";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { AppShell } from "~/ui/app-shell";
import { Button, ButtonLink } from "~/ui/button";
import { Card } from "~/ui/card";
import { DecisionFields, DecisionLinkFields } from "~/ui/decision-fields";
import { readDecisionFields, readDecisionLinks } from "~/ui/decision-form.server";
import { Select } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import { PageHeader } from "~/ui/page-header";
import { typedLine } from "~/ui/typed.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `Record a decision · ${data.engagement.title} · Phaseline` : "Phaseline" },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "run_engagement");
  const replaced = new URL(args.request.url).searchParams.get("replaces");
  const code = args.params.code ?? "";
  const { today } = await actOf(args, actor);
  const page = await readOrRefuse(() => readNewDecision(args.context.db, actor, code, replaced));
  return { ...page, today, shell: shellOf(actor), idempotencyKey: crypto.randomUUID() };
}

const STATUSES: readonly FirstStatus[] = ["accepted", "proposed", "rejected"];

export async function action(args: ActionFunctionArgs) {
  const formData = await args.request.formData();
  requireIntent(formData, ["record"]);
  const actor = await requirePermission(args, "run_engagement");
  const act = await actOf(args, actor, formData);
  const { db } = args.context;
  const code = args.params.code ?? "";
  return answerRefusals(formData, async () => {
    const status = STATUSES.find((each) => each === formData.get("status"));
    if (!status) throw invalid("status", "Say how it stands.");
    const input = { ...readDecisionFields(formData), status, links: readDecisionLinks(formData) };
    const replaces = typedLine(formData, "replaces");
    const version = Number(typedLine(formData, "version"));
    const id = replaces
      ? await supersedeDecision(db, act, code, replaces, { ...input, version })
      : await recordDecision(db, act, code, input);
    return redirect(`/engagements/${code}/decisions/${id}`, 303);
  });
}

export const shouldRevalidate = revalidateAfterConflict;

export default function NewDecision() {
  const { engagement, targets, replaces, today, shell, idempotencyKey } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const list = `/engagements/${engagement.code}/decisions`;
  const shared = { errors: refused?.errors, values: refused?.values, idPrefix: "decision" };
  const isLate = replaces !== null && !mayBecome(replaces.status, "superseded");
  return (
    <AppShell {...shell}>
      <PageHeader
        above={
          <>
            <Link to={`/engagements/${engagement.code}`} className="underline-offset-2 hover:underline">
              {engagement.title}
            </Link>
            <Link to={list} className="underline-offset-2 hover:underline">
              Decisions
            </Link>
          </>
        }
        title={replaces ? `Replace “${replaces.title}”` : "Record a decision"}
        lead={replaces && "The one that it replaces keeps its text, and each of the two leads to the other."}
      />
      {isLate ? (
        <Card tone="waiting" title="It cannot be replaced any more">
          <p>
            <Link to={`${list}/${replaces.id}`}>
              {replaces.number}. {replaces.title}
            </Link>{" "}
            no longer holds. Record a decision of its own instead.
          </p>
        </Card>
      ) : (
        <Form method="post" className="grid max-w-3xl gap-4">
          <input type="hidden" name="intent" value="record" />
          <input type="hidden" name="idempotency_key" value={idempotencyKey} />
          {replaces && <input type="hidden" name="replaces" value={replaces.id} />}
          {replaces && <input type="hidden" name="version" value={replaces.version} />}
          <FormErrors errors={refused?.errors} idPrefix="decision" />
          <Select
            {...shared}
            name="status"
            label="How it stands"
            hint="Once it is accepted or rejected, its text is fixed."
            className="max-w-72"
            defaultValue="accepted"
            options={[
              { value: "accepted", label: "Accepted" },
              { value: "proposed", label: "Proposed" },
              ...(replaces ? [] : [{ value: "rejected", label: "Rejected" }]),
            ]}
          />
          <DecisionFields
            {...shared}
            isFixing={false}
            fields={{
              title: "",
              decidedOn: today,
              context: "",
              options: "",
              decision: "",
              consequences: "",
              present: "",
              more: "",
              revisitTrigger: "",
              revisitOn: null,
              isVisible: replaces?.isVisible ?? false,
            }}
          />
          <DecisionLinkFields {...shared} targets={targets} linked={replaces?.links ?? []} />
          <div className="flex flex-wrap gap-2">
            <Button tone="primary">{replaces ? "Put it in its place" : "Record it"}</Button>
            <ButtonLink to={list} tone="quiet">
              Cancel
            </ButtonLink>
          </div>
        </Form>
      )}
    </AppShell>
  );
}
