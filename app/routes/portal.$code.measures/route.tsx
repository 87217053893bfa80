import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { readPortalMeasures } from "db/measures.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { BETTER_LABEL } from "~/domain/measure";
import { Card } from "~/ui/card";
import { EmptyState } from "~/ui/empty-state";
import { MeasurePicture } from "~/ui/measure-picture";
import { PortalFrame } from "~/ui/portal-frame";
import { Takings } from "~/ui/takings";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? [{ title: `What changed for you, measured · ${data.frame.title} · ${data.frame.firm}` }] : [];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_portal");
  const code = args.params.code ?? "";
  const { frame, measures } = await readOrRefuse(() => readPortalMeasures(args.context.db, actor, code));
  return { frame, measures, person: { name: actor.name, email: actor.email } };
}

export default function PortalMeasures() {
  const { frame, measures, person } = useLoaderData<typeof loader>();
  return (
    <PortalFrame frame={frame} person={person} isBelow>
      <h1 className="font-semibold text-2xl tracking-tight">What changed for you, measured</h1>
      <p className="mt-1 mb-4 max-w-prose text-lg">
        What we measured before we changed anything, and again at the end in the same way.
      </p>
      {measures.length === 0 ? (
        <EmptyState title="Nothing is measured yet">
          Once we have measured how things stand, you will see it here, with the day and how we did it.
        </EmptyState>
      ) : (
        <div className="grid gap-4 lg:grid-cols-2">
          {measures.map((measure) => (
            <Card
              key={measure.id}
              id={`m-${measure.id}`}
              title={measure.title}
              aside={BETTER_LABEL[measure.better].toLowerCase()}
            >
              <div className="grid gap-4">
                <MeasurePicture measure={measure} />
                <Takings before={measure.before} after={measure.after} />
              </div>
            </Card>
          ))}
        </div>
      )}
    </PortalFrame>
  );
}
