import { Form } from "@remix-run/react";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import type { FormErrors as Errors } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";

type Props = { client: string; isShared: boolean; canShare: boolean; errors: Errors | undefined };

/** Whether the client sees the range, and the one press that changes it. */
export function ShareCard({ client, isShared, canShare, errors }: Props) {
  return (
    <Card id="sharing" title={isShared ? `${client} sees the range` : `${client} does not see the range`}>
      <FormErrors errors={errors} />
      <p className="max-w-prose text-muted">
        {isShared
          ? "It stands on their page beside the promise, as a sentence and as the band on the rail. What it rests on stays with us."
          : "They see what we promised and nothing of this page. Shown, the range stands beside the promise on their page."}
      </p>
      {canShare && (
        <Form method="post" className="mt-3">
          <input type="hidden" name="intent" value={isShared ? "hide" : "show"} />
          <Button tone={isShared ? "secondary" : "primary"}>
            {isShared ? "Keep it to ourselves" : "Show it to the client"}
          </Button>
        </Form>
      )}
    </Card>
  );
}
