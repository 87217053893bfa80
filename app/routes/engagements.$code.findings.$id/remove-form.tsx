import { Form } from "@remix-run/react";
import { Button } from "~/ui/button";
import { Checkbox } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import type { RefusedForm } from "~/ui/refused.server";

type Props = {
  /** Whether the client has been able to read it. */
  isShared: boolean;
  company: string;
  refused: RefusedForm | undefined;
};

/** Takes away a finding that should not have been written; only one on which nothing rests. */
export function RemoveForm({ isShared, company, refused }: Props) {
  return (
    <details id="remove" open={refused ? true : undefined} className="text-sm">
      <summary className="inline-flex min-h-6 items-center text-muted underline underline-offset-2 pointer-coarse:min-h-11">
        Remove this finding
      </summary>
      <Form method="post" className="mt-2 grid gap-3">
        <input type="hidden" name="intent" value="remove" />
        <p className="text-muted">
          For one that was written by mistake. Its evidence goes with it, and its number is not given again.{" "}
          {isShared
            ? `${company} reads among the changes that it was removed.`
            : "The activity says that it was removed."}{" "}
          What turned out to be no matter is settled above instead.
        </p>
        <FormErrors errors={refused?.errors} idPrefix="remove" title="It is not removed." />
        <Checkbox
          errors={refused?.errors}
          values={refused?.values}
          idPrefix="remove"
          name="is_mistake"
          label="It was written by mistake"
          required
        />
        <Button tone="danger" className="justify-self-start">
          Remove it
        </Button>
      </Form>
    </details>
  );
}
