import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { listConversations } from "db/conversations.server";
import { requirePortal } from "db/portal.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { actOnComments } from "~/comments/acts.server";
import { conversationHtml, wantedSubject } from "~/comments/read.server";
import { clientSubjectPath } from "~/domain/comment";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { Conversations } from "~/ui/conversations";
import { PortalFrame } from "~/ui/portal-frame";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? [{ title: `Comments · ${data.frame.title} · ${data.frame.firm}` }] : [];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_portal");
  const { db, now } = args.context;
  const code = args.params.code ?? "";
  const wanted = wantedSubject(args.request);
  return readOrRefuse(async () => {
    const { frame } = await requirePortal(db, actor, code);
    const { conversations, ...talk } = await listConversations(db, actor, code, "client", now(), wanted);
    return {
      frame,
      person: { name: actor.name, email: actor.email },
      talk,
      conversations: conversations.map(conversationHtml),
      wanted: wanted?.id ?? null,
      formKey: crypto.randomUUID(),
    };
  });
}

export async function action(args: ActionFunctionArgs) {
  const answer = await actOnComments(args, "client");
  if (!answer) throw new Response("We do not know what this form is for.", { status: 400 });
  return answer;
}

export const shouldRevalidate = revalidateAfterConflict;

export default function PortalComments() {
  const { frame, person, ...page } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <PortalFrame frame={frame} person={person} isBelow>
      <h1 className="font-semibold text-2xl tracking-tight">Comments</h1>
      <p className="mt-1 mb-4 max-w-prose text-lg">
        What you and we have said to each other. {frame.firm} and your colleagues at {frame.company} read it.
      </p>
      <Conversations
        {...page}
        refused={refused}
        title="About the work as a whole"
        nameOf={(conversation) => {
          const to = clientSubjectPath(frame.code, conversation);
          if (!to) return "The work as a whole";
          return (
            <Link to={to} className="underline-offset-2 hover:underline">
              {conversation.title}
            </Link>
          );
        }}
      />
    </PortalFrame>
  );
}
