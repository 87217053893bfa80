import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { newId } from "db/act";
import { listOwnCompanies } from "db/companies.server";
import { findOwnPasswordHash } from "db/credentials.server";
import { findFirm } from "db/firm.server";
import { listSessions } from "db/sessions.server";
import type { ReactNode } from "react";
import { actOf, answerRefusals, requireActor, requireIntent } from "~/auth/guards.server";
import { readSession } from "~/auth/session.server";
import { shellOf } from "~/auth/shell";
import { AppShell } from "~/ui/app-shell";
import { Card } from "~/ui/card";
import { DoneNotice } from "~/ui/done-notice";
import { PageHeader } from "~/ui/page-header";
import { PortalShell } from "~/ui/portal-shell";
import { browserWords } from "./browser-words";
import { NameForm } from "./name-form";
import { changeOwn, INTENTS } from "./own-changes.server";
import { PasswordForm } from "./password-form";
import { SessionList } from "./session-list";

export const meta: MetaFunction = () => [{ title: "Account · Phaseline" }];

export async function loader(args: LoaderFunctionArgs) {
  const { context, request } = args;
  const actor = await requireActor(args);
  const [session, sessions, storedHash, firm, companies] = await Promise.all([
    readSession(context, request),
    listSessions(context.db, actor, context.now()),
    findOwnPasswordHash(context.db, actor),
    findFirm(context.db),
    listOwnCompanies(context.db, actor),
  ]);
  return {
    shell: shellOf(actor),
    portal:
      actor.role === "client"
        ? { firm: firm?.name ?? "", company: companies.map(({ name }) => name).join(", ") }
        : null,
    hasPassword: storedHash !== null,
    // A form that was saved starts afresh, with no password left in it; the loader does not run after a refusal.
    formKey: newId(),
    saved: new URL(request.url).searchParams.get("saved"),
    sessions: sessions.map(({ id, createdAt, lastSeenAt, userAgent, source }) => ({
      id,
      createdAt,
      lastSeenAt,
      browser: browserWords(userAgent),
      source,
      isThis: id === session?.sessionId,
    })),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { context, request } = args;
  const actor = await requireActor(args);
  const session = await readSession(context, request);
  const formData = await request.formData();
  const intent = requireIntent(formData, INTENTS);
  return answerRefusals(formData, async () => {
    const own = { context, sessionId: session?.sessionId ?? "", act: await actOf(args, actor, formData) };
    return changeOwn(intent, own, formData);
  });
}

const SAVED: Record<string, string> = {
  name: "Your name is saved.",
  password: "Your password is saved. You are signed out everywhere else.",
  session: "Done: signed out there.",
};

export default function Account() {
  const { shell, portal, hasPassword, formKey, saved, sessions } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const refused = (intent: string) => (answer?.values.intent === intent ? answer : undefined);
  return (
    <Frame shell={shell} portal={portal}>
      <PageHeader title="Account" lead={<span className="text-muted">{shell.person.email}</span>} />
      {saved && SAVED[saved] && <DoneNotice>{SAVED[saved]}</DoneNotice>}
      <div className="grid items-start gap-4 md:grid-cols-2">
        <Card id="name" title="Your name">
          <NameForm
            key={formKey}
            name={shell.person.name}
            errors={refused("rename")?.errors}
            values={refused("rename")?.values}
          />
        </Card>
        <Card id="password" title={hasPassword ? "Change your password" : "Set a password"}>
          <PasswordForm
            key={formKey}
            email={shell.person.email}
            hasPassword={hasPassword}
            errors={refused("password")?.errors}
          />
        </Card>
        <Card id="sessions" title="Where you are signed in" className="md:col-span-2" flush>
          <SessionList sessions={sessions} />
        </Card>
      </div>
    </Frame>
  );
}

type FrameProps = {
  shell: ReturnType<typeof shellOf>;
  portal: { firm: string; company: string } | null;
  children: ReactNode;
};

function Frame({ shell, portal, children }: FrameProps) {
  if (!portal) return <AppShell {...shell}>{children}</AppShell>;
  return (
    <PortalShell {...portal} person={shell.person} menu={shell.menu}>
      {children}
    </PortalShell>
  );
}
