import { Form } from "@remix-run/react";
import { Button } from "./button";
import { type FormErrors, type FormValues, TextInput } from "./field";

type Refused = { errors?: FormErrors; values?: FormValues };

/** Asks the client for the gate; `whyNot` says what keeps it from being asked for. `page` is the gate's address. */
export function RequestForm({
  page,
  whyNot,
  idempotencyKey,
}: {
  page: string;
  whyNot: string | null;
  idempotencyKey: string;
}) {
  return (
    <Form method="post" action={page}>
      <input type="hidden" name="intent" value="request" />
      <input type="hidden" name="idempotency_key" value={idempotencyKey} />
      <Button tone={whyNot ? "secondary" : "primary"} disabled={whyNot !== null}>
        Request gate
      </Button>
      <p className="mt-1 text-muted text-sm">
        {whyNot
          ? "What is missing is listed above."
          : "Their contacts get a mail, and the ball goes to them."}
      </p>
    </Form>
  );
}

/** Takes an open request back. */
export function WithdrawForm({ page }: { page: string }) {
  return (
    <Form method="post" action={page}>
      <input type="hidden" name="intent" value="withdraw" />
      <Button>Take it back</Button>
    </Form>
  );
}

/** Lets the phase pass without a signature, with a reason. */
export function WaiveForm({ page, errors, values }: Refused & { page: string }) {
  return (
    <details open={errors ? true : undefined}>
      <summary className="inline-flex min-h-6 items-center text-sm underline underline-offset-2">
        Waive this gate
      </summary>
      <Form method="post" action={page} className="mt-2 grid gap-3">
        <input type="hidden" name="intent" value="waive" />
        <TextInput
          errors={errors}
          values={values}
          idPrefix="waive"
          name="reason"
          label="Why it passes without a signature"
          hint="The client reads it."
          required
          maxLength={1000}
          autoComplete="off"
        />
        <Button className="justify-self-start">Waive</Button>
      </Form>
    </details>
  );
}
