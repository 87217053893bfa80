import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { readPortalAsks } from "db/ask-page.server";
import { answerAsk } from "db/asks.server";
import { z } from "zod";
import { actOf, answerRefusals, readOrRefuse, requireIntent, requirePermission } from "~/auth/guards.server";
import { actOnComments } from "~/comments/acts.server";
import { readCommentsOn } from "~/comments/read.server";
import { askAnchor } from "~/domain/ask";
import type { Actor } from "~/domain/permissions";
import { invalid } from "~/domain/refusal";
import { storeFiles } from "~/files/evidence-form.server";
import { type ReceivedForm, withReceivedForm } from "~/files/receive.server";
import { announceAnswer } from "~/jobs/announce-asks.server";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { ClockAccount } from "~/ui/clock-account";
import { CommentLink } from "~/ui/comment-link";
import { withoutComments } from "~/ui/comments";
import { CommentsOn } from "~/ui/comments-on";
import { EmptyState } from "~/ui/empty-state";
import { parseForm } from "~/ui/form.server";
import { FormErrors } from "~/ui/form-errors";
import { renderMarkdown } from "~/ui/markdown.server";
import { PortalFrame } from "~/ui/portal-frame";
import { SettledAsks } from "~/ui/settled-asks";
import { AnswerForm } from "./answer-form";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? [{ title: `What we need from you · ${data.frame.title} · ${data.frame.firm}` }] : [];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_portal");
  const { today } = await actOf(args, actor);
  const page = await readOrRefuse(() =>
    readPortalAsks(args.context.db, actor, args.params.code ?? "", today),
  );
  return {
    ...page,
    talk: await readCommentsOn(args, actor, "client", "ask", [...page.open, ...page.settled]),
    open: page.open.map((ask) => ({ ...ask, html: ask.body ? renderMarkdown(ask.body) : "" })),
    person: { name: actor.name, email: actor.email },
    idempotencyKey: crypto.randomUUID(),
  };
}

const answerForm = z.object({
  id: z.string("That ask is gone.").max(100),
  answer: z
    .string()
    .max(20_000, "Use at most 20,000 characters.")
    .optional()
    .transform((value) => value?.trim() ?? ""),
  how: z.enum(["text", "done"]).optional(),
});

export async function action(args: ActionFunctionArgs) {
  const said = await actOnComments(args, "client");
  if (said) return said;
  // No file is taken from somebody who may not answer.
  const actor = await requirePermission(args, "answer_as_client");
  return withReceivedForm(args.request, args.context.files.incoming, (form) => actOnForm(args, actor, form));
}

async function actOnForm(args: ActionFunctionArgs, actor: Actor, received: ReceivedForm) {
  const { formData } = received;
  requireIntent(formData, ["answer"]);
  const act = await actOf(args, actor, formData);
  const { context } = args;
  const code = args.params.code ?? "";
  return answerRefusals(formData, async () => {
    const form = parseForm(answerForm, formData);
    if (!form.ok) throw invalid("answer", Object.values(form.errors).flat()[0] ?? "That does not fit.");
    const { id, answer, how } = form.value;
    if (!answer && how !== "done" && received.files().length === 0) {
      throw invalid("answer", "Write your answer, add a file, or press “It is done”.");
    }
    const files = await storeFiles(received, context.files, { note: "", isVisible: true });
    await answerAsk(
      context.db,
      act,
      code,
      id,
      answer,
      (trx) => announceAnswer({ ...context, db: trx }, act, code, id),
      files,
    );
    return redirect(`/portal/${code}/asks#${askAnchor(id)}`, 303);
  });
}

export const shouldRevalidate = revalidateAfterConflict;

export default function PortalAsks() {
  const { frame, person, open, settled, account, stretches, talk, idempotencyKey } =
    useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const refused = withoutComments(sent);
  const isGone = refused !== undefined && !open.some((ask) => ask.id === refused.values.id);
  return (
    <PortalFrame frame={frame} person={person} isBelow>
      <h1 className="font-semibold text-2xl tracking-tight">What we need from you</h1>
      <p className="mt-1 mb-4 max-w-prose text-lg">
        {open.length === 0
          ? "Nothing at the moment."
          : `${open.length === 1 ? "One thing is" : `${open.length} things are`} open.`}
      </p>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5">
        {isGone && <FormErrors errors={refused.errors} title="Nothing was sent." />}
        {open.map((ask) => (
          <AnswerForm
            key={ask.id}
            ask={ask}
            idempotencyKey={idempotencyKey}
            canAnswer={!frame.isViewedAsClient}
            company={frame.company}
            refused={refused?.values.id === ask.id ? refused : undefined}
            comments={<CommentsOn talk={talk} on={ask.id} refused={sent} />}
          />
        ))}
        {open.length === 0 && settled.length === 0 && (
          <EmptyState title="We have asked you for nothing yet">
            When we need something, it stands here with its date, and you get a mail.
          </EmptyState>
        )}
        <p>
          <CommentLink code={frame.code} />
        </p>
        <SettledAsks asks={settled} code={frame.code} isPortal talk={talk} refused={sent} />
        <ClockAccount account={account} stretches={stretches} client="you" />
      </div>
    </PortalFrame>
  );
}
