import { Form, Link, useNavigation } from "@remix-run/react";
import type { MovePreview } from "db/promises.server";
import { useEffect, useRef } from "react";
import { PHASE_LABEL } from "~/domain/phase";
import { CAUSE_HINT, CAUSE_LABEL, SLIP_CAUSES, slipText } from "~/domain/promise";
import type { DateMove } from "~/domain/schedule";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { type FormErrors as Errors, Field, type FormValues, TextArea } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";

type Props = {
  code: string;
  client: string;
  move: DateMove;
  preview: MovePreview;
  idempotencyKey: string;
  errors: Errors;
  values: FormValues;
};

/** The second step: everything that follows, and why. Posting it moves the dates and writes the ledger. */
export function ConfirmForm({ code, client, move, preview, idempotencyKey, errors, values }: Props) {
  const navigation = useNavigation();
  const { changes, carried } = preview;
  const shown = useRef<HTMLDivElement>(null);
  const hasErrors = Object.keys(errors).length > 0;
  // The button that asked for the preview is gone: whoever pressed it is taken to what it showed.
  useEffect(() => {
    if (preview && !hasErrors) shown.current?.focus();
  }, [preview, hasErrors]);
  return (
    <div ref={shown} tabIndex={-1}>
      <Card id="preview" title={`Moving the ${PHASE_LABEL[move.kind]} ${move.edge}`} tone="waiting">
        <FormErrors errors={errors} title="Nothing has moved yet." />
        <table className="w-full text-left text-sm">
          <caption className="py-2 text-left">
            {changes.length === 1
              ? "This date moves:"
              : `These ${changes.length} dates move; what follows keeps its length:`}
          </caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">Date</th>
              <th scope="col">From</th>
              <th scope="col">To</th>
              <th scope="col">By</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line border-y">
            {changes.map((change) => (
              <tr key={`${change.kind}.${change.edge}`}>
                <th scope="row" className="py-1.5 pr-3 font-semibold">
                  {PHASE_LABEL[change.kind]} {change.edge}
                </th>
                <td className="py-1.5 pr-3 text-muted">
                  <DateText on={change.fromOn} />
                </td>
                <td className="py-1.5 pr-3 font-semibold">
                  <DateText on={change.toOn} />
                </td>
                <td className="py-1.5">{slipText(change.workingDays)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {carried.length > 0 && (
          <details className="mt-3">
            <summary className="w-fit text-sm underline underline-offset-2">
              {carried.length === 1
                ? "1 deliverable moves along"
                : `${carried.length} deliverables move along`}
            </summary>
            <ul className="mt-1 grid gap-0.5 text-sm">
              {carried.map((due) => (
                <li key={due.deliverableId}>
                  {due.title}: <DateText on={due.fromOn} short /> → <DateText on={due.toOn} short />
                </li>
              ))}
            </ul>
          </details>
        )}
        <Form method="post" className="mt-4 grid gap-4 border-t pt-4">
          <input type="hidden" name="intent" value="move" />
          <input type="hidden" name="idempotency_key" value={values.idempotency_key ?? idempotencyKey} />
          <input type="hidden" name="which" value={`${move.kind}.${move.edge}`} />
          <input type="hidden" name="to_on" value={move.toOn} />
          <input type="hidden" name="seq" value={preview.seq} />
          <CauseChoice errors={errors} values={values} />
          <TextArea
            name="sentence"
            label="Why, in a sentence"
            hint={`${client} reads it word for word.`}
            rows={2}
            maxLength={500}
            required
            errors={errors}
            values={values}
          />
          <div className="flex flex-wrap items-center gap-3">
            <Button tone="primary" size="large" disabled={navigation.state === "submitting"}>
              {changes.length === 1 ? "Move this date" : `Move these ${changes.length} dates`}
            </Button>
            <Link
              to={`/engagements/${code}/dates?which=${move.kind}.${move.edge}`}
              className="text-sm underline underline-offset-2"
            >
              Choose another date
            </Link>
          </div>
        </Form>
      </Card>
    </div>
  );
}

function CauseChoice({ errors, values }: Pick<Props, "errors" | "values">) {
  return (
    <Field name="cause" label="What caused it" errors={errors}>
      {(wiring) => (
        <select {...wiring} required defaultValue={values.cause ?? ""} className="control pr-8">
          <option value="">Choose</option>
          {SLIP_CAUSES.map((cause) => (
            <option key={cause} value={cause}>
              {CAUSE_LABEL[cause]}: {CAUSE_HINT[cause]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
