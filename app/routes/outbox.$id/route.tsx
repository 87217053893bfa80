import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { findMail } from "db/mails.server";
import { requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { AppShell } from "~/ui/app-shell";
import { Card } from "~/ui/card";
import { Instant } from "~/ui/date";
import { MailStateBadge } from "~/ui/mail-state-badge";
import { PageHeader } from "~/ui/page-header";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.mail.subject ?? "Mail"} · Phaseline` },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "administer");
  const mail = await findMail(args.context.db, actor, args.params.id ?? "");
  if (!mail) throw new Response("We could not find that mail.", { status: 404 });
  // Only addresses that we built ourselves become links, whatever a name in the text looks like.
  const parts = splitLinks(mail.text, args.context.config.baseUrl);
  return { shell: shellOf(actor), mail, parts };
}

/** The text with its links to our own origin apart: every second part is an address. */
function splitLinks(text: string, baseUrl: string): string[] {
  const origin = baseUrl.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.split(new RegExp(`(${origin}/[^\\s<>"]+)`));
}

export default function Mail() {
  const { shell, mail, parts } = useLoaderData<typeof loader>();
  return (
    <AppShell {...shell}>
      <PageHeader
        above={<Link to="/outbox">Outbox</Link>}
        title={mail.subject}
        lead={<span className="text-muted">To {mail.to}</span>}
        actions={<MailStateBadge state={mail.state} />}
      />
      <Card className="max-w-3xl">
        <p className="whitespace-pre-line">
          {parts.map((part, index) =>
            index % 2 === 1 ? (
              <a key={part} href={part} className="font-semibold underline underline-offset-2">
                {part}
              </a>
            ) : (
              part
            ),
          )}
        </p>
      </Card>
      <dl className="mt-4 grid gap-1 text-muted text-sm">
        <Fact name="Written" at={mail.createdAt} />
        {mail.sentAt !== null && <Fact name="Sent" at={mail.sentAt} />}
        {mail.state === "retrying" && mail.nextAttemptAt !== null && (
          <Fact name="Next try" at={mail.nextAttemptAt} />
        )}
        {mail.lastError && (
          <div className="flex flex-wrap gap-x-2">
            <dt>The mail server said</dt>
            <dd className="min-w-0 text-ink">{mail.lastError}</dd>
          </div>
        )}
      </dl>
    </AppShell>
  );
}

function Fact({ name, at }: { name: string; at: number }) {
  return (
    <div className="flex gap-x-2">
      <dt>{name}</dt>
      <dd className="text-ink">
        <Instant at={at} />
      </dd>
    </div>
  );
}
