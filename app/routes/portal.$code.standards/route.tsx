import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requirePortal } from "db/portal.server";
import { readPortalStandards } from "db/standards-page.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { areaLabel } from "~/domain/standard";
import { Badge } from "~/ui/badge";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { EmptyState } from "~/ui/empty-state";
import { Markdown } from "~/ui/markdown";
import { renderMarkdown } from "~/ui/markdown.server";
import { PortalFrame } from "~/ui/portal-frame";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? [{ title: `What we agreed to build by · ${data.frame.title} · ${data.frame.firm}` }] : [];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_portal");
  const { db } = args.context;
  const code = args.params.code ?? "";
  return readOrRefuse(async () => {
    const { frame } = await requirePortal(db, actor, code);
    const standards = await readPortalStandards(db, actor, code);
    return {
      frame,
      person: { name: actor.name, email: actor.email },
      standards: standards.map(({ rule, ...standard }) => ({ ...standard, html: renderMarkdown(rule) })),
    };
  });
}

export default function PortalStandards() {
  const { frame, person, standards } = useLoaderData<typeof loader>();
  return (
    <PortalFrame frame={frame} person={person} isBelow>
      <h1 className="font-semibold text-2xl tracking-tight">What we agreed to build by</h1>
      <p className="mt-1 mb-4 max-w-prose text-lg">
        Rules that you and we agreed on. Everything we build for you in Extend has to meet each of them.
      </p>
      {standards.length === 0 ? (
        <EmptyState title="Nothing is agreed yet">
          We agree these rules with you in Stabilise; from then on they stand here.
        </EmptyState>
      ) : (
        <div className="grid gap-4">
          {standards.map((standard) => (
            <Standard key={standard.number} standard={standard} />
          ))}
        </div>
      )}
    </PortalFrame>
  );
}

type Shown = ReturnType<typeof useLoaderData<typeof loader>>["standards"][number];

function Standard({ standard }: { standard: Shown }) {
  const { number, title, area, withdrawn, exceptions, excepted } = standard;
  const hidden = excepted - exceptions.length;
  return (
    <Card
      id={`standard-${number}`}
      title={title}
      actions={<Badge>{areaLabel(area)}</Badge>}
      tone={withdrawn ? "waiting" : "plain"}
    >
      <Markdown html={standard.html} />
      {withdrawn ? (
        <p className="mt-3">
          We withdrew it on <DateText on={withdrawn.on} short />: {withdrawn.reason}
        </p>
      ) : (
        standard.of > 0 && (
          <p className="mt-3 font-medium">
            {standard.met} of {standard.of} deliverables of Extend meet it
            {standard.excepted > 0 &&
              `, ${standard.excepted} ${standard.excepted === 1 ? "is" : "are"} excepted`}
            .
          </p>
        )
      )}
      {!withdrawn && exceptions.length > 0 && (
        <ul className="mt-1 list-disc pl-5 text-sm">
          {exceptions.map((exception) => (
            <li key={exception.title}>
              {exception.title}: {exception.reason}
            </li>
          ))}
          {hidden > 0 && (
            <li>
              {hidden} {hidden === 1 ? "piece" : "pieces"} of groundwork of ours
            </li>
          )}
        </ul>
      )}
      <p className="mt-2 text-muted text-sm">
        Agreed on <DateText on={standard.agreedOn} short /> by {standard.agreedBy}
      </p>
    </Card>
  );
}
