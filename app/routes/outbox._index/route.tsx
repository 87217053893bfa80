import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { listMails } from "db/mails.server";
import { requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { AppShell } from "~/ui/app-shell";
import { Card } from "~/ui/card";
import { Instant } from "~/ui/date";
import { EmptyState } from "~/ui/empty-state";
import { MailStateBadge } from "~/ui/mail-state-badge";
import { PageHeader } from "~/ui/page-header";
import { Pagination } from "~/ui/pagination";

export const meta: MetaFunction = () => [{ title: "Outbox · Phaseline" }];

const PER_PAGE = 50;

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "administer");
  const before = new URL(args.request.url).searchParams.get("before")?.slice(0, 100) || undefined;
  const found = await listMails(args.context.db, actor, { before, limit: PER_PAGE + 1 });
  const mails = found.slice(0, PER_PAGE);
  const last = found.length > PER_PAGE ? mails.at(-1) : undefined;
  return {
    shell: shellOf(actor),
    mails,
    isSending: args.context.config.smtpUrl !== undefined,
    newest: before ? "/outbox" : null,
    older: last ? `/outbox?before=${last.id}` : null,
  };
}

export default function Outbox() {
  const { shell, mails, isSending, newest, older } = useLoaderData<typeof loader>();
  return (
    <AppShell {...shell}>
      <PageHeader
        title="Outbox"
        lead={
          isSending
            ? "Every mail that we sent or are about to send."
            : "No mail server is set up (SMTP_URL), so mails are kept here: open one and hand its link over yourself."
        }
      />
      {mails.length === 0 ? (
        <EmptyState title="No mail yet">
          Invitations, sign-in links and news about gates appear here.
        </EmptyState>
      ) : (
        <Card flush>
          <ul className="divide-y divide-line">
            {mails.map((mail) => (
              <li
                key={mail.id}
                data-list-item
                className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3"
              >
                <div className="min-w-0 flex-1 basis-64">
                  <Link to={`/outbox/${mail.id}`} data-list-open className="font-semibold hover:underline">
                    {mail.subject}
                  </Link>
                  <p className="text-muted text-sm">
                    To {mail.to}, <Instant at={mail.createdAt} />
                  </p>
                </div>
                <MailStateBadge state={mail.state} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {(newest || older) && <Pagination summary="Newest first" previous={newest} next={older} />}
    </AppShell>
  );
}
