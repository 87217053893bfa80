import { Form } from "@remix-run/react";
import type { FindingPage } from "db/finding-pages.server";
import { FINDING_STATUS_LABEL } from "~/domain/finding";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { Select, TextArea } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import type { RefusedForm } from "~/ui/refused.server";

type Props = {
  page: Pick<FindingPage, "status" | "resolution" | "settledOn" | "version"> & {
    fields: { isVisible: boolean };
  };
  canEdit: boolean;
  refused: RefusedForm | undefined;
};

/** How a finding was settled, or the form that settles it. */
export function SettleCard({ page, canEdit, refused }: Props) {
  const { status, resolution, settledOn } = page;
  if (status !== "open") {
    return (
      <Card
        id="settle"
        title={FINDING_STATUS_LABEL[status]}
        aside={settledOn && <DateText on={settledOn} short />}
      >
        <p className="whitespace-pre-wrap">{resolution}</p>
        {canEdit && (
          <Form method="post" preventScrollReset className="mt-3">
            <input type="hidden" name="intent" value="reopen" />
            <Button>Open it again</Button>
          </Form>
        )}
      </Card>
    );
  }
  if (!canEdit) return null;
  const shared = { errors: refused?.errors, values: refused?.values, idPrefix: "settle" };
  return (
    <Card id="settle" title="Settle it">
      <Form method="post" preventScrollReset className="grid gap-3">
        <input type="hidden" name="intent" value="settle" />
        <input type="hidden" name="version" value={page.version} />
        <FormErrors errors={refused?.errors} idPrefix="settle" />
        <Select
          {...shared}
          name="status"
          label="It is"
          defaultValue="resolved"
          options={[
            { value: "resolved", label: "Resolved" },
            { value: "accepted", label: "Accepted as it is" },
          ]}
          className="max-w-60"
        />
        <TextArea
          {...shared}
          name="resolution"
          label="How, or why"
          hint={page.fields.isVisible ? "A sentence; the client reads it." : "A sentence."}
          rows={3}
          required
        />
        <Button className="justify-self-start">Settle</Button>
      </Form>
    </Card>
  );
}
