import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { listConversations } from "db/conversations.server";
import { engagementHeader } from "db/engagement-header.server";
import { actOf, readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { actOnComments } from "~/comments/acts.server";
import { conversationHtml, wantedSubject } from "~/comments/read.server";
import { ABOUT_LABEL, subjectPath } from "~/domain/comment";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { AppShell } from "~/ui/app-shell";
import { Conversations } from "~/ui/conversations";
import { EngagementHeader } from "~/ui/engagement-header";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Comments · ${data?.head.title ?? "Engagement"} · Phaseline` },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { db } = args.context;
  const code = args.params.code ?? "";
  const { at, today } = await actOf(args, actor);
  const wanted = wantedSubject(args.request);
  return readOrRefuse(async () => {
    const { conversations, ...talk } = await listConversations(db, actor, code, "ours", at, wanted);
    return {
      head: await engagementHeader(db, actor, code, today),
      talk,
      conversations: conversations.map(conversationHtml),
      wanted: wanted?.id ?? null,
      shell: shellOf(actor),
      formKey: crypto.randomUUID(),
    };
  });
}

export async function action(args: ActionFunctionArgs) {
  const answer = await actOnComments(args, "ours");
  if (!answer) throw new Response("We do not know what this form is for.", { status: 400 });
  return answer;
}

export const shouldRevalidate = revalidateAfterConflict;

export default function EngagementComments() {
  const { shell, head, ...page } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <AppShell {...shell}>
      <EngagementHeader head={head} />
      <div className="max-w-3xl">
        <Conversations
          {...page}
          refused={refused}
          title="About the engagement as a whole"
          nameOf={(conversation) => {
            const { title, about } = conversation;
            const to = subjectPath(head.code, conversation);
            if (title === null) return ABOUT_LABEL.engagement;
            if (!to) return `${ABOUT_LABEL[about]} that was removed`;
            return (
              <Link to={to} className="underline-offset-2 hover:underline">
                {title}
              </Link>
            );
          }}
        />
      </div>
    </AppShell>
  );
}
