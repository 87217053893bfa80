import type { FormValues } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";

const TYPED = [
  "title",
  "context",
  "options",
  "decision",
  "consequences",
  "present",
  "more",
  "sentence",
  "why",
];

/** A change that came too late: its form is gone from the page, but what was typed into it is not lost. */
export function FormGone({ message, values }: { message: string; values: FormValues }) {
  const typed = TYPED.map((name) => (values[name] ?? "").trim()).filter((text) => text !== "");
  return (
    <div className="mb-4 grid gap-2">
      <FormErrors errors={{ "": [message] }} title="That did not happen." />
      {typed.length > 0 && (
        <details>
          <summary className="inline-flex min-h-6 items-center text-sm underline underline-offset-2">
            What you had typed
          </summary>
          <p className="mt-2 whitespace-pre-wrap rounded-control border border-line bg-surface p-3 text-sm">
            {typed.join("\n\n")}
          </p>
        </details>
      )}
    </div>
  );
}
