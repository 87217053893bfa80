import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { refreshStandings } from "db/standing-refresh.server";
import { readToday } from "db/today.server";
import { actOf, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { longDate } from "~/domain/calendar";
import { homeOf } from "~/domain/permissions";
import { thingsToday, todayAnswer } from "~/domain/today";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { AppShell } from "~/ui/app-shell";
import { ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { KeyLegend } from "~/ui/keyboard-list";
import { PageHeader } from "~/ui/page-header";
import { EngagementCard, QuietList } from "./engagement-card";

export const meta: MetaFunction = () => [{ title: "Today · Phaseline" }];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { at, today } = await actOf(args, actor);
  await refreshStandings(args.context.db, today);
  const engagements = await readToday(args.context.db, actor, { today, at });
  return { engagements, today, home: homeOf(actor.role), role: actor.role, shell: shellOf(actor) };
}

export const shouldRevalidate = revalidateAfterConflict;

export default function Today() {
  const { engagements, today, home, role, shell } = useLoaderData<typeof loader>();
  const isBusy = (one: (typeof engagements)[number]) =>
    one.rows.length > 0 || one.steps.some((step) => step.kind !== "paused") || one.soon.length > 0;
  const shown = engagements.filter(isBusy);
  const quiet = engagements.filter((one) => !isBusy(one));
  const hasTicks = shown.some((one) => one.rows.length > 0);
  return (
    <AppShell {...shell}>
      <PageHeader
        above={<time dateTime={today}>{longDate(today, today)}</time>}
        title={engagements.length === 0 ? "Today" : todayAnswer(engagements)}
        lead={leadOf(
          engagements.reduce((sum, one) => sum + thingsToday(one), 0),
          engagements.length,
        )}
      />
      {engagements.length === 0 ? (
        <Nothing home={home} isMember={role === "member"} />
      ) : (
        <div className="grid gap-4">
          {shown.map((engagement) => (
            <EngagementCard key={engagement.code} engagement={engagement} today={today} />
          ))}
          {quiet.length > 0 && <QuietList engagements={quiet} />}
          {hasTicks && (
            <KeyLegend
              keys={[
                { key: "j", does: "next" },
                { key: "k", does: "previous" },
                { key: "x", does: "tick" },
                { key: "?", does: "all keys" },
              ]}
            />
          )}
        </div>
      )}
    </AppShell>
  );
}

function leadOf(things: number, engagements: number): string | undefined {
  return things === 0 && engagements > 0 ? "What comes next is below." : undefined;
}

function Nothing({ home, isMember }: { home: string; isMember: boolean }) {
  if (home === "/pipeline") {
    return (
      <EmptyState
        title="You lead no engagement yourself"
        action={
          <ButtonLink to="/pipeline" tone="primary">
            Go to the pipeline
          </ButtonLink>
        }
      >
        This page shows what a lead has to do today. All engagements, and which of them need you, are in the
        pipeline.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={isMember ? "You are on no live engagement yet" : "You lead no live engagement yet"}
      action={<ButtonLink to="/engagements">See your engagements</ButtonLink>}
    >
      As soon as {isMember ? "a lead adds you to a team" : "one is given to you"}, what is due, late or
      blocked on it stands here each morning.
    </EmptyState>
  );
}
