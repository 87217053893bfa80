import { SYMPTOM_LABEL, SYMPTOMS } from "~/domain/enquiry";
import type { FormErrors } from "~/ui/field";

/** What people notice; as many as apply, or none. */
export function SymptomChoice({ chosen, errors }: { chosen: readonly string[]; errors?: FormErrors }) {
  const messages = errors?.symptoms ?? [];
  return (
    <fieldset id="field-symptoms" aria-describedby={messages.length > 0 ? "symptoms-error" : undefined}>
      <legend className="mb-1 font-semibold">Which of these do you know?</legend>
      <p className="mb-2 text-muted text-sm">Tick what applies, or nothing.</p>
      <ul className="grid gap-1">
        {SYMPTOMS.map((symptom) => (
          <li key={symptom}>
            <label className="flex min-h-8 items-start gap-2 py-1 pointer-coarse:min-h-11 pointer-coarse:items-center">
              <input
                type="checkbox"
                name="symptoms"
                value={symptom}
                defaultChecked={chosen.includes(symptom)}
                className="mt-0.5 size-5 shrink-0 rounded-sm accent-ink"
              />
              <span>{SYMPTOM_LABEL[symptom]}</span>
            </label>
          </li>
        ))}
      </ul>
      {messages.length > 0 && (
        <p id="symptoms-error" className="font-semibold text-alert-ink text-sm">
          {messages.join(" ")}
        </p>
      )}
    </fieldset>
  );
}
