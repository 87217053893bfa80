import { Form } from "@remix-run/react";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { Instant } from "~/ui/date";

type Session = {
  id: string;
  createdAt: number;
  lastSeenAt: number;
  browser: string;
  source: string;
  isThis: boolean;
};

/** The sessions of the person, each with the button that ends it. */
export function SessionList({ sessions }: { sessions: readonly Session[] }) {
  const others = sessions.filter((session) => !session.isThis).length;
  return (
    <>
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
            <div className="min-w-0 flex-1 basis-64">
              <p className="flex flex-wrap items-center gap-2 font-semibold">
                {session.browser}
                {session.isThis && <Badge tone="good">This one</Badge>}
              </p>
              <p className="text-muted text-sm">
                Signed in <Instant at={session.createdAt} />, last used <Instant at={session.lastSeenAt} />,
                from {session.source}
              </p>
            </div>
            <Form method="post">
              <input type="hidden" name="intent" value="end_session" />
              <input type="hidden" name="session_id" value={session.id} />
              <Button aria-label={`Sign out of ${session.isThis ? "this session" : session.browser}`}>
                Sign out
              </Button>
            </Form>
          </li>
        ))}
      </ul>
      {others > 0 && (
        <Form method="post" className="border-t px-4 py-3">
          <input type="hidden" name="intent" value="end_others" />
          <Button>Sign out everywhere but here</Button>
        </Form>
      )}
    </>
  );
}
