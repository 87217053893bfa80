import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { engagementHeader } from "db/engagement-header.server";
import { listToLookAt, readCheck, recordCheck } from "db/handover-checks.server";
import { readHandover } from "db/handover-page.server";
import { actOf, answerRefusals, readOrRefuse, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { type CheckDay, isCheckDay, OWNER_ANSWERS, type OwnerAnswer } from "~/domain/handover-check";
import { may } from "~/domain/permissions";
import { lookBack } from "~/jobs/handover-check.server";
import { AppShell } from "~/ui/app-shell";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { EmptyState } from "~/ui/empty-state";
import { FormErrors } from "~/ui/form-errors";
import { PageHeader } from "~/ui/page-header";
import { CheckForm } from "./check-form";
import { ResultShown } from "./result-shown";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `After ${data.day} days · ${data.head.title} · Phaseline` : "Phaseline" },
];

function requireDay(text: string | undefined): CheckDay {
  const day = Number(text);
  if (isCheckDay(day)) return day;
  throw new Response("We look back after 90 and after 180 days.", { status: 404 });
}

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { db } = args.context;
  const day = requireDay(args.params.day);
  const code = args.params.code ?? "";
  const { today } = await actOf(args, actor);
  return readOrRefuse(async () => ({
    shell: shellOf(actor),
    head: await engagementHeader(db, actor, code, today),
    check: await readCheck(db, actor, code, day),
    owned: (await readHandover(db, actor, code)).register
      .filter((row) => row.verifiedOn !== null)
      .map(({ kind, ownerAfter }) => ({ kind, owner: ownerAfter })),
    day,
    today,
    idempotencyKey: crypto.randomUUID(),
  }));
}

const isAnswer = (value: unknown): value is OwnerAnswer => OWNER_ANSWERS.some((answer) => answer === value);

export async function action(args: ActionFunctionArgs) {
  const formData = await args.request.formData();
  requireIntent(formData, ["check"]);
  const actor = await requirePermission(args, "run_engagement");
  const act = await actOf(args, actor, formData);
  const day = requireDay(args.params.day);
  const { db } = args.context;
  const code = args.params.code ?? "";
  return answerRefusals(formData, async () => {
    const places = await listToLookAt(db, act, code, day);
    const answers = places.map(({ artefact }): [string, OwnerAnswer] => {
      const answer = formData.get(`owner_${artefact}`);
      return [artefact, isAnswer(answer) ? answer : "unknown"];
    });
    await recordCheck(db, act, code, day, await lookBack(places, new Map(answers)));
    return redirect(`/engagements/${code}/handover/checks/${day}`, 303);
  });
}

export default function HandoverCheck() {
  const { shell, head, check, owned, day, today, idempotencyKey } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const back = `/engagements/${head.code}/handover`;
  const canRun = check !== null && check.dueOn <= today && may(head.relation, "run_engagement");
  return (
    <AppShell {...shell}>
      <PageHeader
        title={`${day} days after the hand-over`}
        above={
          <>
            <span>{head.company.name}</span>
            <span>{head.code}</span>
            <Link to={back} className="underline underline-offset-2 print:hidden">
              {head.title}
            </Link>
          </>
        }
        lead={
          check &&
          (check.doneOn ? (
            <>
              {check.doneBy} looked back on <DateText on={check.doneOn} />.
            </>
          ) : (
            <>
              {check.dueOn <= today ? "Due since" : "Due on"} <DateText on={check.dueOn} />.
            </>
          ))
        }
      />
      <FormErrors errors={refused?.errors} title="That did not happen." />
      {!check && (
        <EmptyState title="Not handed over yet">
          We look back 90 and 180 days after the hand-over, at what the <Link to={back}>register</Link> says.
        </EmptyState>
      )}
      <div className="grid gap-4">
        {check?.result && <ResultShown result={check.result} />}
        {canRun && (
          <Card id="look" title={check.result ? "Look again" : "Look back now"} className="print:hidden">
            <CheckForm owned={owned} result={check.result} idempotencyKey={idempotencyKey} />
          </Card>
        )}
      </div>
    </AppShell>
  );
}
