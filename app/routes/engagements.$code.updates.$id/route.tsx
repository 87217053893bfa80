import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { engagementHeader } from "db/engagement-header.server";
import { acknowledgeUpdate } from "db/update-drafts.server";
import { readUpdate } from "db/updates.server";
import { actOf, answerRefusals, readOrRefuse, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { actOnComments } from "~/comments/acts.server";
import { readComments } from "~/comments/read.server";
import { longDate } from "~/domain/calendar";
import { may } from "~/domain/permissions";
import { AppShell } from "~/ui/app-shell";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { Comments, withoutComments } from "~/ui/comments";
import { DateText, Instant } from "~/ui/date";
import { EngagementHeader } from "~/ui/engagement-header";
import { FormErrors } from "~/ui/form-errors";
import { HealthBadge } from "~/ui/health-badge";
import { Markdown } from "~/ui/markdown";
import { renderMarkdown } from "~/ui/markdown.server";
import { ReportedLines } from "~/ui/reported-lines";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  {
    title: data ? `Update of ${longDate(data.update.onDate)} · ${data.head.title} · Phaseline` : "Phaseline",
  },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { db } = args.context;
  const { code = "", id = "" } = args.params;
  const { today } = await actOf(args, actor);
  return readOrRefuse(async () => {
    const head = await engagementHeader(db, actor, code, today);
    const { body, internalBody, ...update } = await readUpdate(db, actor, code, id);
    return {
      head,
      update,
      html: body ? renderMarkdown(body) : "",
      internalHtml: internalBody ? renderMarkdown(internalBody) : "",
      talk: await readComments(args, actor, "ours", { about: "update", id }),
      shell: shellOf(actor),
    };
  });
}

export async function action(args: ActionFunctionArgs) {
  const subject = { about: "update", id: args.params.id ?? "" } as const;
  return (await actOnComments(args, "ours", subject)) ?? acknowledge(args);
}

async function acknowledge(args: ActionFunctionArgs) {
  const formData = await args.request.formData();
  requireIntent(formData, ["acknowledge"]);
  const actor = await requirePermission(args, "acknowledge_update");
  const act = await actOf(args, actor, formData);
  const { code = "", id = "" } = args.params;
  return answerRefusals(formData, async () => {
    await acknowledgeUpdate(args.context.db, act, code, id);
    return redirect(`/engagements/${code}/updates/${id}`, 303);
  });
}

export default function EngagementUpdate() {
  const { shell, head, update, html, internalHtml, talk } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const refused = withoutComments(answer);
  const isWaiting = !update.isImported && !update.acknowledgedBy;
  return (
    <AppShell {...shell}>
      <EngagementHeader head={head} />
      {refused && <FormErrors errors={refused.errors} title="That did not happen." />}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <Card
            id="update"
            title={
              <>
                Update of <DateText on={update.onDate} />
              </>
            }
            actions={update.health && <HealthBadge health={update.health} />}
          >
            {update.sentence && <p className="mb-3 font-semibold text-lg">{update.sentence}</p>}
            {update.note && (
              <p className="mb-3">
                <Badge tone="waiting">{update.note}</Badge>
              </p>
            )}
            {update.internal && (
              <ReportedLines reported={update.internal} client={head.company.name} level={3} />
            )}
            {html && <Markdown html={html} className="mt-3" />}
            {internalHtml && (
              <section
                aria-labelledby="internal"
                className="mt-4 rounded-control border border-line px-3 py-2"
              >
                <h3 id="internal" className="font-semibold text-sm">
                  For us alone
                </h3>
                <Markdown html={internalHtml} className="mt-1" />
              </section>
            )}
          </Card>
          <Comments talk={talk} refused={answer} />
        </div>
        <aside className="grid grid-cols-[minmax(0,1fr)] gap-4" aria-label="About this update">
          <Card id="published" title="Published" tone={isWaiting ? "waiting" : "plain"}>
            <p>
              {update.isImported ? (
                <>Kept elsewhere before; {update.author} brought it here. It stays as it is.</>
              ) : (
                <>
                  By {update.author}, <Instant at={update.publishedAt} />. It stays as it is.
                </>
              )}
            </p>
            {update.isImported && (
              <p className="mt-1">
                {update.isVisible
                  ? `${head.company.name} reads it.`
                  : `${head.company.name} does not read it.`}
              </p>
            )}
            {update.acknowledgedBy && update.acknowledgedAt !== null && (
              <p className="mt-1">
                Read by {update.acknowledgedBy}, <Instant at={update.acknowledgedAt} />.
              </p>
            )}
            {isWaiting && !may(head.relation, "acknowledge_update") && (
              <p className="mt-1 text-muted">No manager has acknowledged it yet.</p>
            )}
            {isWaiting && may(head.relation, "acknowledge_update") && (
              <Form method="post" className="mt-3">
                <input type="hidden" name="intent" value="acknowledge" />
                <Button tone="primary">Acknowledge</Button>
              </Form>
            )}
            <p className="mt-3 text-sm">
              <Link to={`/engagements/${head.code}/updates`} className="underline underline-offset-2">
                All updates
              </Link>
            </p>
          </Card>
          {update.client && (
            <Card id="client" title={`What ${head.company.name} reads`}>
              {update.client.lines.length === 0 && !html && (
                <p className="text-muted">
                  The sentence and how it stands; nothing else that happened was theirs.
                </p>
              )}
              <ReportedLines reported={update.client} client="you" level={3} />
              {html && <Markdown html={html} className="mt-3" />}
            </Card>
          )}
        </aside>
      </div>
    </AppShell>
  );
}
