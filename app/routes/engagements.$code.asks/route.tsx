import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { readAsks } from "db/ask-page.server";
import { engagementHeader } from "db/engagement-header.server";
import { actOf, readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { actOnComments } from "~/comments/acts.server";
import { readCommentsOn } from "~/comments/read.server";
import { may } from "~/domain/permissions";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { AppShell } from "~/ui/app-shell";
import { BallCard } from "~/ui/ball-card";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { ClockAccount } from "~/ui/clock-account";
import { withoutComments } from "~/ui/comments";
import { CommentsOn } from "~/ui/comments-on";
import { EmptyState } from "~/ui/empty-state";
import { EngagementHeader } from "~/ui/engagement-header";
import { FormErrors } from "~/ui/form-errors";
import { renderMarkdown } from "~/ui/markdown.server";
import { SettledAsks } from "~/ui/settled-asks";
import { actOnAsks } from "./acts.server";
import { AskFields } from "./ask-fields";
import { OpenAsk } from "./open-ask";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Asks · ${data?.head.title ?? "Engagement"} · Phaseline` },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { db } = args.context;
  const code = args.params.code ?? "";
  const { today } = await actOf(args, actor);
  return readOrRefuse(async () => {
    const head = await engagementHeader(db, actor, code, today);
    const page = await readAsks(db, actor, code, today);
    return {
      ...page,
      open: page.open.map((ask) => ({ ...ask, html: ask.body ? renderMarkdown(ask.body) : "" })),
      talk: await readCommentsOn(args, actor, "ours", "ask", [...page.open, ...page.settled]),
      head,
      shell: shellOf(actor),
      idempotencyKey: crypto.randomUUID(),
    };
  });
}

export async function action(args: ActionFunctionArgs) {
  return (await actOnComments(args, "ours")) ?? actOnAsks(args);
}

export const shouldRevalidate = revalidateAfterConflict;

export default function EngagementAsks() {
  const { shell, head, open, settled, account, stretches, talk, idempotencyKey } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const refused = withoutComments(answer);
  const asked = refused?.values.intent;
  const runs = may(head.relation, "run_engagement") && head.stage === "active";
  const handed = asked === "hand_clock" ? { errors: refused?.errors, values: refused?.values } : {};
  const refusedId = asked === "edit" || asked === "withdraw" ? refused?.values.id : undefined;
  // The ask was answered or withdrawn while its form was open.
  const isGone = refusedId !== undefined && !open.some((ask) => ask.id === refusedId);
  return (
    <AppShell {...shell}>
      <EngagementHeader head={head} />
      {isGone && <FormErrors errors={refused?.errors} title="That did not happen." />}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_23rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {open.length > 0 ? (
            <Card id="open" title="Asked of the client" aside={`${open.length} open`} flush>
              <ul className="divide-y divide-line">
                {open.map((ask) => (
                  <OpenAsk
                    key={`${ask.id}.${ask.version}`}
                    ask={ask}
                    canRun={runs}
                    refused={refusedId === ask.id ? refused : undefined}
                    comments={<CommentsOn talk={talk} on={ask.id} refused={answer} />}
                  />
                ))}
              </ul>
            </Card>
          ) : (
            <EmptyState title={`Nothing is asked of ${head.company.name}`}>
              What we need from them stands here and on their portal, with its date, until they have answered.
            </EmptyState>
          )}
          {runs && (
            <Card id="ask" title={`Ask ${head.company.name} for something`}>
              {/* A new key with each ask empties the fields for the next one. */}
              <Form
                key={open.length + settled.length}
                method="post"
                action="#ask"
                className="grid max-w-xl gap-3"
                noValidate
              >
                <input type="hidden" name="intent" value="open" />
                <input type="hidden" name="idempotency_key" value={idempotencyKey} />
                {asked === "open" && <FormErrors errors={refused?.errors} idPrefix="new-ask" />}
                <AskFields
                  idPrefix="new-ask"
                  {...(asked === "open" ? { errors: refused?.errors, values: refused?.values } : {})}
                />
                <p className="text-muted text-sm">Their contacts get a mail.</p>
                <Button tone="primary" className="justify-self-start">
                  Ask
                </Button>
              </Form>
            </Card>
          )}
          <SettledAsks asks={settled} code={head.code} isPortal={false} talk={talk} refused={answer} />
        </div>
        <aside className="grid grid-cols-[minmax(0,1fr)] gap-4" aria-label="The clock">
          {head.ball && (
            <BallCard
              ball={head.ball}
              company={head.company.name}
              action={`/engagements/${head.code}/asks`}
              canRun={runs}
              {...handed}
            />
          )}
          <ClockAccount account={account} stretches={stretches} client={head.company.name} />
        </aside>
      </div>
    </AppShell>
  );
}
