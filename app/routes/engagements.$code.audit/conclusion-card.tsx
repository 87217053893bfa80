import { Form } from "@remix-run/react";
import type { Audit } from "db/audits.server";
import { useState } from "react";
import {
  RECOMMENDATION_HINT,
  RECOMMENDATION_LABEL,
  RECOMMENDATIONS,
  type Recommendation,
} from "~/domain/audit";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { EstimateFields } from "~/ui/estimate-fields";
import { type FormErrors as Errors, type FormValues, TextArea } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import type { RefusedForm } from "~/ui/refused.server";
import { Theirs } from "~/ui/theirs";

type Props = { audit: Audit; idempotencyKey: string; refused: RefusedForm | undefined };

const labelOf = (text: string | null | undefined): string =>
  RECOMMENDATIONS.find((known) => known === text) ? RECOMMENDATION_LABEL[text as Recommendation] : "";

/** What the look came to: a draft that may be kept as often as one likes, then concluded once. */
export function ConclusionCard({ audit, idempotencyKey, refused }: Props) {
  const { errors, values } = refused ?? {};
  const shared = { idPrefix: "conclude", errors, values };
  const [chosen, choose] = useState<string | null>(values?.recommendation ?? audit.recommendation);
  return (
    <Card id="conclusion" title="What it comes to">
      <Form key={audit.version} method="post" className="grid gap-4" preventScrollReset>
        <input type="hidden" name="idempotency_key" value={idempotencyKey} />
        <input type="hidden" name="version" value={audit.version} />
        {refused?.current ? (
          <Theirs
            keepHref="?"
            rows={[
              { label: "Summary", theirs: audit.summary, mine: values?.summary ?? "" },
              {
                label: "Recommended",
                theirs: labelOf(audit.recommendation),
                mine: labelOf(values?.recommendation),
              },
              { label: "Conditions", theirs: audit.conditions, mine: values?.conditions ?? "" },
            ]}
          />
        ) : (
          <FormErrors errors={errors} idPrefix="conclude" />
        )}
        <TextArea
          {...shared}
          name="summary"
          label="Summary"
          hint="What we saw in two days, for somebody who was not there. Markdown works."
          rows={8}
          defaultValue={audit.summary}
        />
        <Choice errors={errors} values={values} kept={audit.recommendation} onChoose={choose} />
        <TextArea
          {...shared}
          name="conditions"
          label="Conditions"
          hint={
            chosen && chosen !== "go_with_conditions"
              ? "Leave it empty: there are none."
              : "For a go with conditions: what has to be true before the work starts."
          }
          rows={3}
          defaultValue={audit.conditions}
        />
        <EstimateFields {...shared} lead="How long the whole would take. A no may go without." />
        <p className="text-muted text-sm">
          Concluding freezes all of this: from then on it can only be read.
        </p>
        <div className="flex flex-wrap gap-2">
          <Button tone="primary" name="intent" value="conclude">
            Conclude the audit
          </Button>
          <Button name="intent" value="save">
            Keep it as a draft
          </Button>
        </div>
      </Form>
    </Card>
  );
}

type ChoiceProps = {
  errors: Errors | undefined;
  values: FormValues | undefined;
  kept: Recommendation | null;
  onChoose: (value: string) => void;
};

function Choice({ errors, values, kept, onChoose }: ChoiceProps) {
  const messages = errors?.recommendation ?? [];
  const shown = values ? values.recommendation : kept;
  return (
    <fieldset
      id="conclude-recommendation"
      className="grid gap-2"
      aria-describedby={messages.length > 0 ? "conclude-recommendation-error" : undefined}
    >
      <legend className="mb-1 font-semibold text-sm">We recommend</legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {RECOMMENDATIONS.map((value) => (
          <label
            key={value}
            className="flex items-start gap-2 rounded-control border border-line-strong p-3 has-checked:border-ink has-checked:bg-raised"
          >
            <input
              type="radio"
              name="recommendation"
              value={value}
              defaultChecked={shown === value}
              onChange={() => onChoose(value)}
              className="mt-1 size-4 shrink-0 accent-ink"
            />
            <span>
              <span className="block font-semibold">{RECOMMENDATION_LABEL[value]}</span>
              <span className="block text-muted text-sm">{RECOMMENDATION_HINT[value]}</span>
            </span>
          </label>
        ))}
      </div>
      {messages.length > 0 && (
        <p id="conclude-recommendation-error" className="font-semibold text-alert-ink text-sm">
          {messages.join(" ")}
        </p>
      )}
    </fieldset>
  );
}
