import type { FormErrors } from "~/ui/field";

const CHOICES = [
  { value: "empty", label: "Start empty", hint: "With the Backend Development template, and nothing else." },
  {
    value: "sample",
    label: "Look around with a sample firm",
    hint: "Made-up people, clients and engagements of three years, so that every page has something on it. Takes about ten seconds.",
  },
];

/** What to begin with. */
export function StartChoice({ chosen = "empty", errors }: { chosen?: string; errors?: FormErrors }) {
  const messages = errors?.start ?? [];
  return (
    <fieldset className="grid gap-2" aria-describedby={messages.length > 0 ? "start-error" : undefined}>
      <legend className="mb-2 font-semibold text-lg">Begin with</legend>
      {CHOICES.map(({ value, label, hint }) => (
        <label
          key={value}
          className="flex items-start gap-3 rounded-control border border-line-strong p-3 has-checked:border-ink has-checked:bg-raised"
        >
          <input
            type="radio"
            name="start"
            value={value}
            defaultChecked={value === chosen}
            className="mt-1 size-4 shrink-0 accent-ink"
          />
          <span>
            <span className="block font-semibold">{label}</span>
            <span className="block text-muted text-sm">{hint}</span>
          </span>
        </label>
      ))}
      {messages.length > 0 && (
        <p id="start-error" className="font-semibold text-alert-ink text-sm">
          {messages.join(" ")}
        </p>
      )}
    </fieldset>
  );
}
