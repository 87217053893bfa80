import { Form } from "@remix-run/react";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";

/** Whether anybody may write to us by the form; it is closed until somebody opens it. */
export function EnquirySwitch({ isOpen, url }: { isOpen: boolean; url: string }) {
  return (
    <Card
      id="enquiry"
      title="Enquiry form"
      actions={<Badge tone={isOpen ? "good" : "neutral"}>{isOpen ? "Open to everybody" : "Closed"}</Badge>}
      className="mt-4 max-w-2xl"
    >
      <p className="max-w-prose">
        Whoever writes by it becomes a lead in the pipeline, and the managers get a mail. It holds back
        floods: a few from one network in an hour, some dozens in a day.
      </p>
      <p className="mt-2">
        {isOpen ? (
          <a href={url} className="break-all underline underline-offset-2">
            {url}
          </a>
        ) : (
          <span className="text-muted">
            While it is closed, its address answers as if there were nothing.
          </span>
        )}
      </p>
      <Form method="post" className="mt-3" preventScrollReset>
        <input type="hidden" name="intent" value="enquiry" />
        <input type="hidden" name="open" value={isOpen ? "no" : "yes"} />
        <Button>{isOpen ? "Close the form" : "Open the form to everybody"}</Button>
      </Form>
    </Card>
  );
}
