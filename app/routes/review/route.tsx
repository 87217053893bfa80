import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { readReviewPage } from "db/review-page.server";
import { acknowledgeEngagement, askInReview, findNextAfter } from "db/reviews.server";
import { z } from "zod";
import { actOf, answerRefusals, readOrRefuse, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { mondayOf } from "~/domain/review";
import { announceComment } from "~/jobs/announce-comments.server";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { AppShell } from "~/ui/app-shell";
import { ButtonLink } from "~/ui/button";
import { DateText } from "~/ui/date";
import { DoneNotice } from "~/ui/done-notice";
import { EmptyState } from "~/ui/empty-state";
import { parseForm } from "~/ui/form.server";
import { FormErrors } from "~/ui/form-errors";
import { KeyLegend } from "~/ui/keyboard-list";
import { PageHeader } from "~/ui/page-header";
import { typedText } from "~/ui/typed.server";
import { AllSeen, doneWords } from "./all-seen";
import { ReviewList } from "./review-list";
import { ReviewedCard } from "./reviewed-card";

export const meta: MetaFunction = () => [{ title: "Review of the week · Phaseline" }];

export const shouldRevalidate = revalidateAfterConflict;

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "review_engagement");
  const { today } = await actOf(args, actor);
  const { searchParams } = new URL(args.request.url);
  const wanted = (name: string) => searchParams.get(name)?.slice(0, 20) || null;
  const named = { at: wanted("at"), done: wanted("done") };
  const review = await readOrRefuse(() => readReviewPage(args.context.db, actor, today, named));
  return { ...review, actorName: actor.name, formKey: crypto.randomUUID(), shell: shellOf(actor) };
}

const codeForm = z.object({ code: z.string().min(1).max(20) });

export async function action(args: ActionFunctionArgs) {
  const formData = await args.request.formData();
  const intent = requireIntent(formData, ["acknowledge", "ask"]);
  const actor = await requirePermission(args, "review_engagement");
  const act = await actOf(args, actor, formData);
  const form = parseForm(codeForm, formData);
  if (!form.ok) return data({ ...form, message: "Choose an engagement of the list." }, { status: 422 });
  const { code } = form.value;
  const { context } = args;
  return answerRefusals(formData, async () => {
    if (intent === "acknowledge") await acknowledgeEngagement(context.db, act, code);
    else {
      await askInReview(context.db, act, code, typedText(formData, "question"), (trx, id) =>
        announceComment({ ...context, db: trx }, act, code, id),
      );
    }
    const next = await findNextAfter(context.db, actor, mondayOf(act.today), code);
    const at = next ? `at=${encodeURIComponent(next)}&` : "";
    return redirect(`/review?${at}done=${encodeURIComponent(code)}`, 303);
  });
}

const KEYS = [
  { key: "a", does: "then Enter: acknowledge" },
  { key: "q", does: "write a question, Enter asks" },
  { key: "j", does: "next" },
  { key: "k", does: "previous" },
];

export default function Review() {
  const { shell, formKey, actorName, ...review } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { current, total, seen, done } = review;
  const isOfCurrent = current !== null && answer?.values.code === current.code;
  return (
    <AppShell {...shell}>
      <PageHeader
        title="Review of the week"
        above={
          <span>
            Week of <DateText on={review.weekOn} />
          </span>
        }
        actions={total > 0 && <Progress seen={seen} total={total} />}
      />
      {done && <DoneNotice>{doneWords(done, actorName)}</DoneNotice>}
      {answer && !isOfCurrent && <FormErrors errors={answer.errors} title="That did not happen." />}
      {total === 0 ? (
        <EmptyState
          title="Nothing is live"
          action={<ButtonLink to="/pipeline">Open the pipeline</ButtonLink>}
        >
          The review goes through the engagements that are under way, once a week.
        </EmptyState>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_21rem]">
          <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
            {current ? (
              <>
                <ReviewedCard
                  key={current.code}
                  subject={current}
                  previous={review.previous}
                  next={review.next}
                  formKey={formKey}
                  refused={isOfCurrent ? answer : undefined}
                />
                <KeyLegend keys={KEYS} />
              </>
            ) : (
              <AllSeen total={total} weekOn={review.weekOn} asked={review.asked} />
            )}
          </div>
          <ReviewList review={review} />
        </div>
      )}
    </AppShell>
  );
}

const BAR = { width: 160, height: 8 };

function Progress({ seen, total }: { seen: number; total: number }) {
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold">
      {seen} of {total} seen this week
      <svg
        viewBox={`0 0 ${BAR.width} ${BAR.height}`}
        width={BAR.width}
        height={BAR.height}
        aria-hidden="true"
        className="max-w-full rounded-full"
      >
        <rect width={BAR.width} height={BAR.height} className="fill-line" />
        <rect width={(BAR.width * seen) / total} height={BAR.height} className="fill-good" />
      </svg>
    </p>
  );
}
