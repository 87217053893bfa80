import { useEffect, useRef } from "react";
import { type FormErrors as Errors, fieldId } from "./field";

type Props = {
  errors?: Errors;
  title?: string;
  idPrefix?: string;
};

/**
 * What is wrong with the form, above it, with a link to each field; takes the focus when it appears.
 * The key `""` holds what belongs to the form as a whole.
 */
export function FormErrors({ errors, title = "That could not be saved yet.", idPrefix }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const entries = Object.entries(errors ?? {}).flatMap(([name, messages]) =>
    messages.map((message) => ({ name, message })),
  );
  useEffect(() => {
    if (errors && Object.keys(errors).length > 0) box.current?.focus();
  }, [errors]);
  if (entries.length === 0) return null;
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="rounded-control border border-alert bg-alert-soft px-4 py-3"
    >
      <p className="font-semibold text-alert-ink">{title}</p>
      <ul className="mt-1 list-disc pl-5 text-ink text-sm">
        {entries.map(({ name, message }) => (
          <li key={`${name} ${message}`}>
            {name ? (
              <a href={`#${fieldId(name, idPrefix)}`} className="underline underline-offset-2">
                {message}
              </a>
            ) : (
              message
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
