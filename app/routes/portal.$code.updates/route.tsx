import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { readPortalUpdates } from "db/updates.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { CommentLink } from "~/ui/comment-link";
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
    person: { name: actor.name, email: actor.email },
    updates: updates.map(({ body, ...update }) => ({ ...update, html: body ? renderMarkdown(body) : "" })),
  };
}

export default function PortalUpdates() {
  const { frame, person, updates } = useLoaderData<typeof loader>();
  const [latest, ...older] = updates;
  return (
    <PortalFrame frame={frame} person={person} isBelow>
      <h1 className="mb-4 font-semibold text-2xl tracking-tight">Weekly updates</h1>
      {latest ? (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5">
          <ClientUpdateCard update={latest} />
          <p>
            <CommentLink
              code={frame.code}
              subject={{ about: "update", id: latest.id, title: "this update" }}
            />
          </p>
          {older.map((update) => (
            <OlderUpdate key={update.id} update={update} />
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
