import { Form } from "@remix-run/react";
import type { PersonPage } from "db/directory.server";
import type { ReactNode } from "react";
import { Button } from "~/ui/button";
import { Instant } from "~/ui/date";

type Props = { person: PersonPage; isSelf: boolean };

/** How the person gets in, and the acts that open and shut it. */
export function AccessCard({ person, isSelf }: Props) {
  const { state, lastSeenAt, sessionCount, hasPassword } = person;
  return (
    <div className="grid gap-4">
      <dl className="grid gap-2">
        <Fact name="Added">
          <Instant at={person.createdAt} />
        </Fact>
        <Fact name="Last seen">{lastSeenAt === null ? "Not signed in" : <Instant at={lastSeenAt} />}</Fact>
        <Fact name="Signed in on">{sessionCount === 1 ? "1 device" : `${sessionCount} devices`}</Fact>
        <Fact name="Signs in by">{hasPassword ? "Password or mailed link" : "Mailed link"}</Fact>
      </dl>
      <div className="flex flex-wrap gap-2">
        {state === "invited" && <Act intent="invite_again">Send the invitation again</Act>}
        {state === "disabled" ? (
          <Act intent="enable">Enable again</Act>
        ) : (
          <Act intent="disable">{isSelf ? "Disable yourself" : "Disable"}</Act>
        )}
      </div>
      {state !== "disabled" && (
        <p className="text-muted text-sm">
          Disabling ends every session at once. What the person did stays where it is, and you can enable them
          again.
        </p>
      )}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap gap-x-3">
      <dt className="w-28 text-muted">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Act({ intent, children }: { intent: string; children: ReactNode }) {
  return (
    <Form method="post">
      <input type="hidden" name="intent" value={intent} />
      <Button>{children}</Button>
    </Form>
  );
}
