import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { readPortalFindings } from "db/finding-pages.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { boughtBack } from "~/domain/hotspot";
import { BoughtBackLine } from "~/ui/bought-back";
import { Card } from "~/ui/card";
import { EmptyState } from "~/ui/empty-state";
import { renderMarkdown } from "~/ui/markdown.server";
import { PortalFrame } from "~/ui/portal-frame";
import { FindingShown } from "./finding-shown";
import { HotspotShown } from "./hotspot-shown";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? [{ title: `What we found · ${data.frame.title} · ${data.frame.firm}` }] : [];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_portal");
  const code = args.params.code ?? "";
  const { frame, findings, hotspots } = await readOrRefuse(() =>
    readPortalFindings(args.context.db, actor, code),
  );
  return {
    frame,
    person: { name: actor.name, email: actor.email },
    findings: findings.map(({ body, ...finding }) => ({ ...finding, html: renderMarkdown(body) })),
    hotspots: hotspots.map(({ fix, ...hotspot }) => ({ ...hotspot, fixHtml: renderMarkdown(fix) })),
  };
}

export default function PortalFindings() {
  const { frame, person, findings, hotspots } = useLoaderData<typeof loader>();
  return (
    <PortalFrame frame={frame} person={person} isBelow>
      <h1 className="font-semibold text-2xl tracking-tight">What we found</h1>
      <p className="mt-1 mb-4 max-w-prose text-lg">
        What we saw in your system, what it costs you, and what became of it.{" "}
        <Link to={`/portal/${frame.code}/measures`} className="underline underline-offset-2">
          What changed, measured
        </Link>
      </p>
      {findings.length === 0 ? (
        <EmptyState title="Nothing to show yet">
          While we read your system we write down what we find, before we change anything. It will stand here
          as soon as we share it with you.
        </EmptyState>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {hotspots.length > 0 && (
            <Card
              flush
              id="hotspots"
              title="Hours a week, and what became of them"
              aside="the costliest first"
            >
              <div className="border-b px-4 py-3">
                <BoughtBackLine sum={boughtBack(hotspots)} />
              </div>
              <ol className="divide-y divide-line">
                {hotspots.map((hotspot) => (
                  <HotspotShown key={hotspot.findingId} hotspot={hotspot} />
                ))}
              </ol>
            </Card>
          )}
          <Card flush id="findings" title="Everything that we wrote down" aside={String(findings.length)}>
            <ol className="divide-y divide-line">
              {findings.map((finding) => (
                <FindingShown key={finding.id} finding={finding} code={frame.code} />
              ))}
            </ol>
          </Card>
        </div>
      )}
    </PortalFrame>
  );
}
