import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { readPortalUpdates } from "db/updates.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { actOnComments } from "~/comments/acts.server";
import { readCommentsOn } from "~/comments/read.server";
import { shortDate } from "~/domain/calendar";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { CommentsOn } from "~/ui/comments-on";
import { EmptyState } from "~/ui/empty-state";
import { renderMarkdown } from "~/ui/markdown.server";
import { PortalFrame } from "~/ui/portal-frame";
import { ClientUpdateCard, OlderUpdate } from "./client-update";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? [{ title: `Weekly updates · ${data.frame.title} · ${data.frame.firm}` }] : [];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_portal");
  const { frame, updates } = await readOrRefuse(() =>
    readPortalUpdates(args.context.db, actor, args.params.code ?? ""),
  );
  return {
    frame,
    talk: await readCommentsOn(args, actor, "client", "update", updates.map(subjectOf)),
    person: { name: actor.name, email: actor.email },
    updates: updates.map(({ body, ...update }) => ({ ...update, html: body ? renderMarkdown(body) : "" })),
  };
}

const subjectOf = ({ id, onDate }: { id: string; onDate: string }) => ({
  id,
  title: `the update of ${shortDate(onDate)}`,
});

export async function action(args: ActionFunctionArgs) {
  const answer = await actOnComments(args, "client");
  if (!answer) throw new Response("We do not know what this form is for.", { status: 400 });
  return answer;
}

export const shouldRevalidate = revalidateAfterConflict;

export default function PortalUpdates() {
  const { frame, person, updates, talk } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const isTalkedOf = (id: string) =>
    talk.conversations.some((one) => one.subjectId === id && one.comments.length > 0);
  const comments = (id: string) => <CommentsOn talk={talk} on={id} refused={refused} />;
  const [latest, ...older] = updates;
  return (
    <PortalFrame frame={frame} person={person} isBelow>
      <h1 className="mb-4 font-semibold text-2xl tracking-tight">Weekly updates</h1>
      {latest ? (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5">
          <ClientUpdateCard update={latest} comments={comments(latest.id)} />
          {older.map((update) => (
            <OlderUpdate
              key={update.id}
              update={update}
              comments={<CommentsOn talk={talk} on={update.id} refused={refused} isQuiet />}
              isOpen={isTalkedOf(update.id)}
            />
          ))}
        </div>
      ) : (
        <EmptyState title="No update has been published yet">
          Once a week you find here what was done, what was decided and what we need from you; you get a mail
          when there is a new one.
        </EmptyState>
      )}
    </PortalFrame>
  );
}
