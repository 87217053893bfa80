import { Form } from "@remix-run/react";
import type { ChainRow } from "db/chain.server";
import { TEST_KIND_LABEL, TEST_KINDS } from "~/domain/finding";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { Select, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import type { RefusedForm } from "~/ui/refused.server";

type Props = {
  hotspot: ChainRow;
  canRun: boolean;
  idempotencyKey: string;
  refused: RefusedForm | undefined;
};

/** The tests that keep the fix from breaking again. */
export function TestsCard({ hotspot, canRun, idempotencyKey, refused }: Props) {
  const { tests, gap } = hotspot;
  const shared = { errors: refused?.errors, values: refused?.values, idPrefix: "test" };
  return (
    <Card
      flush
      id="tests"
      title="Protecting tests"
      aside={tests.length > 0 ? String(tests.length) : undefined}
      tone={gap === "unprotected" ? "waiting" : "plain"}
    >
      {tests.length === 0 ? (
        <p className="px-4 py-3 text-muted">
          None yet. A test that fails without the fix keeps the hours from coming back.
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {tests.map((test) => (
            <li key={test.id} className="flex items-start gap-3 px-4 py-2.5">
              <div className="min-w-0 flex-1">
                <p>
                  {test.name} <Badge>{TEST_KIND_LABEL[test.kind]}</Badge>
                </p>
                {test.place && <p className="break-all text-muted text-sm">{test.place}</p>}
              </div>
              {canRun && (
                <Form method="post" preventScrollReset>
                  <input type="hidden" name="intent" value="remove_test" />
                  <input type="hidden" name="test_id" value={test.id} />
                  <Button tone="quiet" size="small">
                    Remove<span className="sr-only"> {test.name}</span>
                  </Button>
                </Form>
              )}
            </li>
          ))}
        </ul>
      )}
      {canRun && (
        // A new key with each test empties the fields for the next one.
        <Form key={tests.length} method="post" preventScrollReset className="grid gap-3 border-t px-4 py-3">
          <input type="hidden" name="intent" value="add_test" />
          <input type="hidden" name="idempotency_key" value={idempotencyKey} />
          <FormErrors errors={refused?.errors} idPrefix="test" />
          <TextInput {...shared} name="test_name" label="Name of the test" autoComplete="off" required />
          <div className="grid gap-3 sm:grid-cols-[10rem_minmax(0,1fr)]">
            <Select
              {...shared}
              name="test_kind"
              label="Kind"
              defaultValue="integration"
              options={TEST_KINDS.map((value) => ({ value, label: TEST_KIND_LABEL[value] }))}
            />
            <TextInput {...shared} name="test_place" label="Where it is" autoComplete="off" optional />
          </div>
          <Button className="justify-self-start">Add the test</Button>
        </Form>
      )}
    </Card>
  );
}
