import { Form } from "@remix-run/react";
import type { FindingPage } from "db/finding-pages.server";
import { FINDING_STATUS_LABEL, SEVERITY_LABEL, type Severity } from "~/domain/finding";
import { Badge } from "~/ui/badge";
import { Button, buttonClass } from "~/ui/button";
import { Card } from "~/ui/card";
import { Instant } from "~/ui/date";
import { FindingFields } from "~/ui/finding-fields";
import { FormErrors } from "~/ui/form-errors";
import { Markdown } from "~/ui/markdown";
import type { RefusedForm } from "~/ui/refused.server";
import { SeverityBadge } from "~/ui/severity-badge";
import { Theirs } from "~/ui/theirs";

type Props = {
  page: Pick<FindingPage, "fields" | "status" | "isUntouched" | "by" | "at" | "version" | "areas"> & {
    bodyHtml: string;
  };
  canEdit: boolean;
  refused: RefusedForm | undefined;
};

/** What was found, as it was written, and the form that changes it. */
export function FindingCard({ page, canEdit, refused }: Props) {
  const { fields, status, isUntouched, by, at, bodyHtml } = page;
  return (
    <Card
      id="finding"
      title="What was found"
      actions={
        <>
          <SeverityBadge severity={fields.severity} />
          {status !== "open" && <Badge tone="good">{FINDING_STATUS_LABEL[status]}</Badge>}
        </>
      }
    >
      {bodyHtml ? <Markdown html={bodyHtml} /> : <p className="text-muted">Nothing more was written.</p>}
      <dl className="mt-3 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        {fields.area && (
          <>
            <dt className="text-muted">Area</dt>
            <dd>{fields.area}</dd>
          </>
        )}
        {fields.place && (
          <>
            <dt className="text-muted">Where</dt>
            <dd className="break-all">{fields.place}</dd>
          </>
        )}
        <dt className="text-muted">Client</dt>
        <dd>{fields.isVisible ? "Sees it" : "Does not see it"}</dd>
        <dt className="text-muted">Written</dt>
        <dd>
          {by}, <Instant at={at} />
        </dd>
      </dl>
      {isUntouched && (
        <p className="mt-2">
          <Badge tone="read">Nothing touched yet when it was written</Badge>
        </p>
      )}
      {canEdit && (
        <details open={refused ? true : undefined} className="mt-3">
          <summary className={buttonClass("secondary")}>Edit</summary>
          <EditForm key={JSON.stringify(fields)} page={page} refused={refused} />
        </details>
      )}
    </Card>
  );
}

function EditForm({ page, refused }: Pick<Props, "page" | "refused">) {
  const { fields } = page;
  const mine = refused?.values ?? {};
  const yesNo = (is: boolean) => (is ? "Yes" : "No");
  return (
    <Form method="post" className="mt-3 grid gap-3 border-t pt-3">
      <input type="hidden" name="intent" value="edit" />
      <input type="hidden" name="version" value={page.version} />
      {refused?.current ? (
        <Theirs
          keepHref="?"
          rows={[
            { label: "Title", theirs: fields.title, mine: mine.title ?? "" },
            {
              label: "Severity",
              theirs: SEVERITY_LABEL[fields.severity],
              mine: SEVERITY_LABEL[mine.severity as Severity] ?? "",
            },
            { label: "Area", theirs: fields.area, mine: mine.area ?? "" },
            { label: "Text", theirs: fields.body, mine: (mine.body ?? "").replace(/\r\n?/g, "\n") },
            { label: "Where", theirs: fields.place, mine: mine.place ?? "" },
            {
              label: "Client sees it",
              theirs: yesNo(fields.isVisible),
              mine: yesNo(mine.is_visible !== undefined),
            },
          ]}
        />
      ) : (
        <FormErrors errors={refused?.errors} idPrefix="edit" />
      )}
      <FindingFields
        fields={fields}
        areas={page.areas}
        errors={refused?.errors}
        values={refused?.values}
        idPrefix="edit"
      />
      <Button tone="primary" className="justify-self-start">
        {refused?.current ? "Save mine over theirs" : "Save"}
      </Button>
    </Form>
  );
}
