import { Form } from "@remix-run/react";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateInput, Select, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import type { RefusedForm } from "~/ui/refused.server";

type Props = {
  /** Whom one may speak for; null for oneself alone. */
  people: readonly { id: string; name: string }[] | null;
  idempotencyKey: string;
  refused: RefusedForm | undefined;
};

/** Notes that somebody is away. */
export function AbsenceForm({ people, idempotencyKey, refused }: Props) {
  const shared = { errors: refused?.errors, values: refused?.values, idPrefix: "absence" };
  return (
    <Card id="absence" title={people ? "Somebody is away" : "I am away"}>
      <Form key={idempotencyKey} method="post" className="grid gap-3" preventScrollReset>
        <input type="hidden" name="intent" value="add_absence" />
        <input type="hidden" name="idempotency_key" value={idempotencyKey} />
        <FormErrors errors={refused?.errors} idPrefix="absence" />
        <div className="flex flex-wrap gap-3">
          {people && (
            <Select
              {...shared}
              name="person_id"
              label="Who"
              emptyLabel="Choose a person"
              options={people.map(({ id, name }) => ({ value: id, label: name }))}
              className="min-w-52 flex-1 basis-52"
            />
          )}
          <DateInput {...shared} name="from_on" label="First day away" className="flex-1 basis-40" />
          <DateInput {...shared} name="until_on" label="Last day away" className="flex-1 basis-40" />
          <TextInput
            {...shared}
            name="note"
            label={people ? "Note, for managers and the person" : "Note, for you and the managers"}
            optional
            maxLength={200}
            autoComplete="off"
            className="min-w-52 flex-[2] basis-64"
          />
        </div>
        <Button className="justify-self-start">Note it</Button>
      </Form>
    </Card>
  );
}
