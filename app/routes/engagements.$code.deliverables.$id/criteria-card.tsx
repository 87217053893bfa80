import { Form, Link } from "@remix-run/react";
import type { AcceptanceCriterion } from "db/standards-page.server";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { TextInput } from "~/ui/field";

type Props = {
  code: string;
  id: string;
  criteria: readonly AcceptanceCriterion[];
  canCheck: boolean;
  canExcept: boolean;
};

/** The standards that this deliverable of Extend has to meet, as they stand today. */
export function CriteriaCard({ code, id, criteria, canCheck, canExcept }: Props) {
  const page = `/engagements/${code}/standards`;
  const open = criteria.filter((criterion) => !criterion.check).length;
  return (
    <Card
      flush
      id="criteria"
      title="Acceptance criteria"
      aside={open === 0 ? "all settled" : `${open} of ${criteria.length} open`}
      actions={
        canCheck &&
        open > 1 && (
          <Form method="post" action={page} preventScrollReset>
            <input type="hidden" name="intent" value="meet_all" />
            <input type="hidden" name="back" value="deliverable" />
            <input type="hidden" name="deliverable_id" value={id} />
            <Button size="small">All met</Button>
          </Form>
        )
      }
    >
      <ul className="divide-y divide-line">
        {criteria.map(({ standardId, number, title, check }) => (
          <li key={standardId} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
            <Link
              to={`${page}#s-${standardId}`}
              className="min-w-0 flex-1 basis-48 font-medium underline-offset-2 hover:underline"
            >
              {number}. {title}
            </Link>
            {check && (
              <Badge tone={check.state === "met" ? "good" : "waiting"}>
                {check.state === "met" ? "Met" : "Excepted"}
              </Badge>
            )}
            {canCheck && (check?.state !== "exempt" || canExcept) && (
              <Form method="post" action={page} preventScrollReset>
                <input type="hidden" name="intent" value="check" />
                <input type="hidden" name="back" value="deliverable" />
                <input type="hidden" name="cell" value={`${standardId} ${id} ${check ? "none" : "met"}`} />
                <Button size="small" tone={check ? "quiet" : "secondary"}>
                  {check ? "Take back" : "Mark met"}
                  <span className="sr-only"> {title}</span>
                </Button>
              </Form>
            )}
            {check?.reason && <p className="basis-full text-muted text-sm">{check.reason}</p>}
            {canExcept && !check && (
              <details className="basis-full text-sm">
                <summary className="inline-flex min-h-6 items-center text-muted underline underline-offset-2">
                  It need not meet this one<span className="sr-only">: {title}</span>
                </summary>
                <Form method="post" action={page} className="mt-2 grid gap-2" preventScrollReset>
                  <input type="hidden" name="intent" value="except" />
                  <input type="hidden" name="back" value="deliverable" />
                  <input type="hidden" name="standard_id" value={standardId} />
                  <input type="hidden" name="deliverable_id" value={id} />
                  <TextInput
                    idPrefix={`except-${number}`}
                    name="reason"
                    label="Why not"
                    hint="The client reads it."
                    required
                    maxLength={1000}
                    autoComplete="off"
                  />
                  <Button className="justify-self-start">Except it</Button>
                </Form>
              </details>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
