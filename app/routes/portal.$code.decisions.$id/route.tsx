import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { readPortalDecision } from "db/decisions-page.server";
import { requirePortal } from "db/portal.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { actOnComments } from "~/comments/acts.server";
import { readComments } from "~/comments/read.server";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { Comments } from "~/ui/comments";
import { DecisionArticle } from "~/ui/decision-article";
import { decisionHtml } from "~/ui/decision-html.server";
import { PortalFrame } from "~/ui/portal-frame";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? [{ title: `${data.decision.title} · ${data.frame.title} · ${data.frame.firm}` }] : [];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_portal");
  const { db } = args.context;
  const { code = "", id = "" } = args.params;
  return readOrRefuse(async () => {
    const { frame } = await requirePortal(db, actor, code);
    const { context, options, decision, consequences, present, revisitTrigger, more, ...shown } =
      await readPortalDecision(db, actor, code, id);
    const text = { context, options, decision, consequences, present, revisitTrigger, more };
    return {
      frame,
      person: { name: actor.name, email: actor.email },
      decision: shown,
      html: decisionHtml(text),
      talk: await readComments(args, actor, "client", { about: "decision", id }),
    };
  });
}

export async function action(args: ActionFunctionArgs) {
  const answer = await actOnComments(args, "client", { about: "decision", id: args.params.id ?? "" });
  if (!answer) throw new Response("We do not know what this form is for.", { status: 400 });
  return answer;
}

export const shouldRevalidate = revalidateAfterConflict;

export default function PortalDecision() {
  const { frame, person, decision, html, talk } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const base = `/portal/${frame.code}/decisions`;
  return (
    <PortalFrame frame={frame} person={person} isBelow>
      <p className="mb-1 text-muted text-sm">
        <Link to={base} className="underline-offset-2 hover:underline">
          What we decided, and why
        </Link>{" "}
        · Decision {decision.number}
      </p>
      <h1 className="mb-4 font-semibold text-2xl tracking-tight">{decision.title}</h1>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5">
        <DecisionArticle decision={decision} html={html} base={base} />
        <Comments talk={talk} refused={refused} />
      </div>
    </PortalFrame>
  );
}
