import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { engagementHeader } from "db/engagement-header.server";
import { firmToday } from "db/firm.server";
import { listLeads, listManagers } from "db/opening.server";
import { listAssignable } from "db/people.server";
import { readProfile } from "db/profile.server";
import { actOf, answerRefusals, readOrRefuse, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { may } from "~/domain/permissions";
import { CLIENT_STAGES } from "~/domain/stage";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { AppShell } from "~/ui/app-shell";
import { Card } from "~/ui/card";
import { EngagementHeader } from "~/ui/engagement-header";
import { ProfileFacts } from "./profile-facts";
import { ProfileForm } from "./profile-form";
import { answerProfile, answerTeam, answerTerms } from "./saves.server";
import { TeamForm } from "./team-form";
import { TermsForm } from "./terms-form";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Profile · ${data?.head.title ?? "Engagement"} · Phaseline` },
];

export const shouldRevalidate = revalidateAfterConflict;

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { context, params } = args;
  const code = params.code ?? "";
  const today = await firmToday(context.db, context.now());
  return readOrRefuse(async () => {
    const engagement = await readProfile(context.db, actor, code);
    const mayRun = may(engagement.relation, "run_engagement");
    const mayAgree = may(engagement.relation, "move_stage");
    return {
      shell: shellOf(actor),
      head: await engagementHeader(context.db, actor, code, today),
      engagement,
      mayRun,
      mayAgree,
      leads: mayRun ? await listLeads(context.db) : [],
      managers: mayAgree ? await listManagers(context.db) : null,
      people: mayRun ? await listAssignable(context.db, actor) : [],
    };
  });
}

const NEEDED = { profile: "run_engagement", terms: "move_stage", team: "run_engagement" } as const;

export async function action(args: ActionFunctionArgs) {
  await requirePermission(args, "see_pipeline");
  const formData = await args.request.formData();
  const intent = requireIntent(formData, ["profile", "terms", "team"]);
  const actor = await requirePermission(args, NEEDED[intent]);
  const { db } = args.context;
  const code = args.params.code ?? "";
  const act = await actOf(args, actor, formData);
  return answerRefusals(formData, async () => {
    const save = { profile: answerProfile, terms: answerTerms, team: answerTeam }[intent];
    const answer = await save(db, act, code, formData);
    if (answer) return answer;
    throw redirect(`/engagements/${code}/profile?saved=${intent}`, 303);
  });
}

const SAVED: Record<string, string> = {
  profile: "The technical profile is saved.",
  terms: "The terms are saved.",
  team: "The team is saved.",
};

export default function EngagementProfile() {
  const { shell, head, engagement, mayRun, mayAgree, leads, managers, people } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [params] = useSearchParams();
  const saved = SAVED[params.get("saved") ?? ""];
  const refusedOf = (intent: string) => {
    if (!answer || answer.values.intent !== intent) return {};
    const current = "current" in answer ? answer.current : undefined;
    return { errors: answer.errors, values: answer.values, current };
  };
  return (
    <AppShell {...shell}>
      <EngagementHeader head={head} />
      {saved && !answer && (
        <p role="status" className="mb-4 rounded-control bg-good-soft px-4 py-3 font-semibold text-good-ink">
          {saved}
        </p>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
        {mayRun ? (
          <ProfileForm engagement={engagement} {...refusedOf("profile")} />
        ) : (
          <ProfileFacts engagement={engagement} />
        )}
        <div className="grid gap-4">
          {mayAgree && <TermsForm engagement={engagement} {...refusedOf("terms")} />}
          {mayRun && (
            <TeamForm
              seq={engagement.seq}
              team={engagement.team}
              leads={leads}
              managers={managers}
              people={people}
              {...refusedOf("team")}
            />
          )}
          {CLIENT_STAGES.includes(engagement.stage) && (
            <p className="px-4">
              <Link
                to={`/engagements/${engagement.code}/audit`}
                className="inline-flex min-h-6 items-center underline underline-offset-2"
              >
                The audit before it
              </Link>
            </p>
          )}
          {mayRun && CLIENT_STAGES.includes(engagement.stage) && (
            <Card id="sharing" title="Sharing">
              <p className="text-muted text-sm">
                Somebody without a login can read the portal by a link that you can take back.
              </p>
              <p className="mt-2">
                <Link
                  to={`/engagements/${engagement.code}/sharing`}
                  className="inline-flex min-h-6 items-center underline underline-offset-2"
                >
                  Links to the portal
                </Link>
              </p>
            </Card>
          )}
        </div>
      </div>
    </AppShell>
  );
}
