import { Form } from "@remix-run/react";
import { Button } from "~/ui/button";

/** Lets the file go without taking anything from it. */
export function DiscardForm({ id }: { id: string }) {
  return (
    <Form method="post">
      <input type="hidden" name="intent" value="discard" />
      <input type="hidden" name="file_id" value={id} />
      <Button tone="quiet">Let the file go</Button>
    </Form>
  );
}
