import { Form } from "@remix-run/react";
import type { MatrixRow, ShownStandard } from "db/standards-page.server";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { Select, TextArea } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import type { RefusedForm } from "~/ui/refused.server";

type Props = {
  standing: readonly Pick<ShownStandard, "id" | "number" | "title">[];
  matrix: readonly MatrixRow[];
  canRun: boolean;
  refused: RefusedForm | undefined;
};

/** What was excepted and why, and the form that excepts one deliverable from one standard. */
export function Exceptions({ standing, matrix, canRun, refused }: Props) {
  const exceptions = matrix.flatMap((row) =>
    row.cells.flatMap((check, at) => {
      const standard = standing[at];
      return check?.state === "exempt" && standard ? [{ row, check, standard }] : [];
    }),
  );
  return (
    <Card id="exceptions" title="Exceptions" aside={exceptions.length === 0 ? "none" : undefined}>
      {exceptions.length > 0 && (
        <ul className="mb-4 grid gap-3">
          {exceptions.map(({ row, check, standard }) => (
            <li key={`${standard.id} ${row.id}`} className="flex flex-wrap items-start gap-x-4 gap-y-1">
              <p className="min-w-0 flex-1 basis-64">
                <span className="font-medium">{row.title}</span> need not meet “{standard.title}”:{" "}
                {check.reason}
                <span className="block text-muted text-sm">{check.by}</span>
              </p>
              {canRun && (
                <Form method="post" preventScrollReset>
                  <input type="hidden" name="intent" value="check" />
                  <input type="hidden" name="cell" value={`${standard.id} ${row.id} none`} />
                  <Button size="small" tone="quiet">
                    Take back
                    <span className="sr-only">
                      {" "}
                      the exception of {row.title} from {standard.title}
                    </span>
                  </Button>
                </Form>
              )}
            </li>
          ))}
        </ul>
      )}
      {canRun && (
        <details open={refused ? true : undefined}>
          <summary className="inline-flex min-h-6 items-center text-sm underline underline-offset-2">
            Except a deliverable from a standard
          </summary>
          <ExceptForm standing={standing} matrix={matrix} refused={refused} />
        </details>
      )}
    </Card>
  );
}

function ExceptForm({ standing, matrix, refused }: Omit<Props, "canRun">) {
  const shared = { errors: refused?.errors, values: refused?.values, idPrefix: "except" };
  return (
    <Form method="post" className="mt-3 grid gap-3" preventScrollReset>
      <input type="hidden" name="intent" value="except" />
      <FormErrors errors={refused?.errors} idPrefix="except" />
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          {...shared}
          name="deliverable_id"
          label="Deliverable"
          required
          emptyLabel="Choose"
          options={matrix.map((row) => ({ value: row.id, label: row.title }))}
        />
        <Select
          {...shared}
          name="standard_id"
          label="Standard"
          required
          emptyLabel="Choose"
          options={standing.map((one) => ({ value: one.id, label: `${one.number}. ${one.title}` }))}
        />
      </div>
      <TextArea
        {...shared}
        name="reason"
        label="Why it need not meet it"
        hint="The client reads it."
        rows={2}
        required
        maxLength={1000}
      />
      <Button className="justify-self-start">Except it</Button>
    </Form>
  );
}
