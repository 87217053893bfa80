import { Form } from "@remix-run/react";
import type { UpdateList } from "db/updates.server";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";

type Props = { imported: UpdateList["imported"]; company: string; canRun: boolean };

const updates = (count: number): string => (count === 1 ? "1 update" : `${count} updates`);

/** Whether the client reads what was reported before it was kept here; nothing where no import brought any. */
export function ImportedUpdates({ imported: { shown, hidden }, company, canRun }: Props) {
  if (shown + hidden === 0) return null;
  return (
    <Card id="imported" title="From before it was kept here">
      <p>
        {hidden > 0
          ? `${updates(hidden)} came with an import, and only we read ${hidden === 1 ? "it" : "them"}.`
          : `${updates(shown)} came with an import, and ${company} reads ${shown === 1 ? "it" : "them"} on the portal and in the pack.`}
        {hidden > 0 && shown > 0 && ` ${company} reads ${updates(shown)} that came earlier.`}
      </p>
      {canRun && (
        <div className="mt-3 flex flex-wrap gap-2">
          {hidden > 0 && (
            <Form method="post">
              <input type="hidden" name="intent" value="show_imported" />
              <Button>
                Show {hidden === 1 ? "it" : "them"} to {company}
              </Button>
            </Form>
          )}
          {shown > 0 && (
            <Form method="post">
              <input type="hidden" name="intent" value="hide_imported" />
              <Button tone="quiet">Keep {updates(shown)} to ourselves again</Button>
            </Form>
          )}
        </div>
      )}
      {canRun && hidden > 0 && (
        <p className="mt-2 text-muted text-sm">
          Their words as they were written, without what the import noticed. Nobody gets a mail.
        </p>
      )}
    </Card>
  );
}
