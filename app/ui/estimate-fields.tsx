import { ESTIMATE_LIMITS } from "~/domain/estimate";
import { type FormErrors, type FormValues, TextInput } from "./field";

type Props = { lead: string; idPrefix: string; errors?: FormErrors; values?: FormValues };

/** How many weeks the whole takes, at the least and at the most, and what that rests on. */
export function EstimateFields({ lead, ...shared }: Props) {
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 font-semibold text-sm">Estimate</legend>
      <p className="text-muted text-sm">{lead} The client reads it once the work is agreed.</p>
      <div className="grid max-w-sm grid-cols-2 gap-3">
        {(["weeks_low", "weeks_high"] as const).map((name) => (
          <TextInput
            key={name}
            {...shared}
            name={name}
            label={name === "weeks_low" ? "Weeks, at least" : "Weeks, at most"}
            inputMode="numeric"
            autoComplete="off"
          />
        ))}
      </div>
      <TextInput
        {...shared}
        name="sentence"
        label="What it rests on, in a sentence"
        maxLength={ESTIMATE_LIMITS.sentence}
        autoComplete="off"
      />
    </fieldset>
  );
}
