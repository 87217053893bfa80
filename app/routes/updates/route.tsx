import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { readUpdateBoard } from "db/update-board.server";
import { acknowledgeUpdate } from "db/update-drafts.server";
import { z } from "zod";
import { actOf, answerRefusals, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { may } from "~/domain/permissions";
import { invalid } from "~/domain/refusal";
import { AppShell } from "~/ui/app-shell";
import { EmptyState } from "~/ui/empty-state";
import { parseForm } from "~/ui/form.server";
import { FormErrors } from "~/ui/form-errors";
import { PageHeader } from "~/ui/page-header";
import { TroubledCard, UnreadCard } from "./board-cards";

export const meta: MetaFunction = () => [{ title: "Updates that need you · Phaseline" }];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { today } = await actOf(args, actor);
  const board = await readUpdateBoard(args.context.db, actor, today);
  return { ...board, canAcknowledge: may(actor.role, "acknowledge_update"), shell: shellOf(actor) };
}

const acknowledgeForm = z.object({ code: z.string().max(100), id: z.string().max(100) });

export async function action(args: ActionFunctionArgs) {
  const formData = await args.request.formData();
  requireIntent(formData, ["acknowledge"]);
  const actor = await requirePermission(args, "acknowledge_update");
  const act = await actOf(args, actor, formData);
  return answerRefusals(formData, async () => {
    const form = parseForm(acknowledgeForm, formData);
    if (!form.ok) throw invalid("id", "Choose an update from the list.");
    await acknowledgeUpdate(args.context.db, act, form.value.code, form.value.id);
    return redirect("/updates", 303);
  });
}

export default function Updates() {
  const { unread, late, silent, contradicting, canAcknowledge, shell } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const count = unread.length + late.length + silent.length + contradicting.length;
  return (
    <AppShell {...shell}>
      <PageHeader
        title={canAcknowledge ? "Updates that need you" : "Weekly updates"}
        lead={count > 0 ? undefined : "Every update was published in time, and all are read."}
      />
      {refused && <FormErrors errors={refused.errors} title="That did not happen." />}
      {count === 0 ? (
        <EmptyState title="Nothing waits">
          What is published and not acknowledged, late, silent or at odds with the dates stands here.
        </EmptyState>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <UnreadCard updates={unread} canAcknowledge={canAcknowledge} />
          <TroubledCard
            id="late"
            title="Late"
            hint="The day it was due has passed without it."
            troubled={late}
          />
          <TroubledCard
            id="silent"
            title="Silent"
            hint="Nothing has been published for ten working days or more."
            troubled={silent}
          />
          <TroubledCard
            id="contradicting"
            title="At odds with the dates"
            hint="It claims to be on track, and the dates say otherwise."
            troubled={contradicting}
          />
        </div>
      )}
    </AppShell>
  );
}
