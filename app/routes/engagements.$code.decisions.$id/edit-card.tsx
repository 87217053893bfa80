import { Form } from "@remix-run/react";
import type { DecisionPage } from "db/decisions-page.server";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DecisionFields } from "~/ui/decision-fields";
import { FormErrors } from "~/ui/form-errors";
import type { RefusedForm } from "~/ui/refused.server";
import { Theirs } from "~/ui/theirs";

type Props = Pick<DecisionPage, "decision" | "version"> & { refused: RefusedForm | undefined };

/** Changes the text of a decision that is still proposed. */
export function EditCard({ decision, version, refused }: Props) {
  const mine = refused?.values ?? {};
  const typed = (name: string) => (mine[name] ?? "").replace(/\r\n?/g, "\n");
  return (
    <Card id="change" title="Change it">
      <details open={refused ? true : undefined}>
        <summary className="inline-flex min-h-6 items-center text-sm underline underline-offset-2">
          It can be changed until it is accepted or rejected
        </summary>
        <Form key={version} method="post" className="mt-3 grid gap-3">
          <input type="hidden" name="intent" value="edit" />
          <input type="hidden" name="version" value={version} />
          {refused?.current ? (
            <Theirs
              keepHref="?"
              rows={[
                { label: "Title", theirs: decision.title, mine: typed("title") },
                { label: "Decided on", theirs: decision.decidedOn ?? "", mine: typed("decided_on") },
                { label: "Context", theirs: decision.context, mine: typed("context") },
                { label: "Options", theirs: decision.options, mine: typed("options") },
                { label: "Decision", theirs: decision.decision, mine: typed("decision") },
                { label: "Consequences", theirs: decision.consequences, mine: typed("consequences") },
                { label: "Who was there", theirs: decision.present, mine: typed("present") },
                { label: "Revisit when", theirs: decision.revisitTrigger, mine: typed("revisit_trigger") },
                { label: "Revisit on", theirs: decision.revisitOn ?? "", mine: typed("revisit_on") },
                { label: "Besides", theirs: decision.more, mine: typed("more") },
              ]}
            />
          ) : (
            <FormErrors errors={refused?.errors} idPrefix="edit" />
          )}
          <DecisionFields
            fields={decision}
            isFixing={false}
            errors={refused?.errors}
            values={refused?.values}
            idPrefix="edit"
          />
          <Button className="justify-self-start">
            {refused?.current ? "Save mine over theirs" : "Save"}
          </Button>
        </Form>
      </details>
    </Card>
  );
}
