import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from "react";
import { classes } from "./classes";

/** What an action answers with 422: the messages and the typed values, by field name. */
export type FormErrors = Record<string, string[]>;
export type FormValues = Record<string, string>;

type Wiring = { id: string; name: string; "aria-describedby"?: string; "aria-invalid"?: true };

type FieldProps = {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  errors?: FormErrors;
  /** Told apart from other forms of the page that have a field of the same name. */
  idPrefix?: string;
  optional?: boolean;
  /** Keeps the label for screen readers where a column heading already shows it. */
  hideLabel?: boolean;
  className?: string;
};

/** The id of a field's control, the one that `FormErrors` links to. */
export function fieldId(name: string, idPrefix = "field"): string {
  return `${idPrefix}-${name.replace(/[^\w-]+/g, "-")}`;
}

/** Label, hint and error around one control; the control gets the id and the description. */
export function Field(props: FieldProps & { children: (wiring: Wiring) => ReactNode }) {
  const { name, label, hint, errors, idPrefix, optional, hideLabel, className, children } = props;
  const id = fieldId(name, idPrefix);
  const messages = errors?.[name] ?? [];
  const describedBy = [hint ? `${id}-hint` : "", messages.length > 0 ? `${id}-error` : ""]
    .filter(Boolean)
    .join(" ");
  const wiring: Wiring = { id, name };
  if (describedBy) wiring["aria-describedby"] = describedBy;
  if (messages.length > 0) wiring["aria-invalid"] = true;
  return (
    <div className={classes("grid gap-1", className)}>
      <label htmlFor={id} className={hideLabel ? "sr-only" : "font-semibold text-sm"}>
        {label}
        {optional && <span className="font-normal text-muted"> (optional)</span>}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-muted text-sm">
          {hint}
        </p>
      )}
      {children(wiring)}
      <FieldMessages id={`${id}-error`} messages={messages} />
    </div>
  );
}

function FieldMessages({ id, messages }: { id: string; messages: string[] }) {
  if (messages.length === 0) return null;
  return (
    <p id={id} className="font-semibold text-alert-ink text-sm">
      {messages.join(" ")}
    </p>
  );
}

type Own = FieldProps & { values?: FormValues };

function split<P extends Own>(props: P) {
  const { name, label, hint, errors, values, idPrefix, optional, hideLabel, className, ...rest } = props;
  return { field: { name, label, hint, errors, idPrefix, optional, hideLabel, className }, values, rest };
}

type TextInputProps = Own & Omit<InputHTMLAttributes<HTMLInputElement>, "name" | "id" | "className">;

/** A line of text. A value that the action sent back wins over `defaultValue`. */
export function TextInput(props: TextInputProps) {
  const { field, values, rest } = split(props);
  const { defaultValue, type = "text", ...input } = rest;
  return (
    <Field {...field}>
      {(wiring) => (
        <input
          {...input}
          {...wiring}
          type={type}
          defaultValue={values?.[field.name] ?? defaultValue}
          className="control"
        />
      )}
    </Field>
  );
}

/** A calendar date; values are `YYYY-MM-DD`. */
export function DateInput(props: Omit<TextInputProps, "type">) {
  const { className, ...rest } = props;
  return <TextInput {...rest} className={classes("max-w-52", className)} type="date" />;
}

type TextAreaProps = Own & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "name" | "id" | "className">;

export function TextArea(props: TextAreaProps) {
  const { field, values, rest } = split(props);
  const { defaultValue, rows = 4, ...area } = rest;
  return (
    <Field {...field}>
      {(wiring) => (
        <textarea
          {...area}
          {...wiring}
          rows={rows}
          defaultValue={values?.[field.name] ?? defaultValue}
          className="control"
        />
      )}
    </Field>
  );
}

export type Option = { value: string; label: string; disabled?: boolean };
export type OptionGroup = { label: string; options: readonly Option[] };

type SelectProps = Own & {
  options: readonly (Option | OptionGroup)[];
  /** Shown first with an empty value. */
  emptyLabel?: string;
} & Omit<SelectHTMLAttributes<HTMLSelectElement>, "name" | "id" | "className">;

export function Select(props: SelectProps) {
  const { field, values, rest } = split(props);
  const { options, emptyLabel, defaultValue, ...select } = rest;
  return (
    <Field {...field}>
      {(wiring) => (
        <select
          {...select}
          {...wiring}
          defaultValue={values?.[field.name] ?? defaultValue}
          className="control pr-8"
        >
          {emptyLabel !== undefined && <option value="">{emptyLabel}</option>}
          {options.map((entry) =>
            "options" in entry ? (
              <optgroup key={entry.label} label={entry.label}>
                {entry.options.map(toOption)}
              </optgroup>
            ) : (
              toOption(entry)
            ),
          )}
        </select>
      )}
    </Field>
  );
}

function toOption(option: Option) {
  return (
    <option key={option.value} value={option.value} disabled={option.disabled}>
      {option.label}
    </option>
  );
}

type CheckboxProps = Own & Omit<InputHTMLAttributes<HTMLInputElement>, "name" | "id" | "className" | "type">;

/** One box; it sends `value` (default `on`) when ticked and nothing when not. */
export function Checkbox(props: CheckboxProps) {
  const { field, values, rest } = split(props);
  const { name, label, hint, errors, idPrefix, className } = field;
  const { value = "on", defaultChecked, ...input } = rest;
  const id = fieldId(value === "on" ? name : `${name}-${value}`, idPrefix);
  const messages = errors?.[name] ?? [];
  const describedBy = [hint ? `${id}-hint` : "", messages.length > 0 ? `${id}-error` : ""]
    .filter(Boolean)
    .join(" ");
  return (
    <div className={classes("grid gap-1", className)}>
      <label
        htmlFor={id}
        className="flex min-h-6 items-start gap-2 pointer-coarse:min-h-11 pointer-coarse:items-center"
      >
        <input
          {...input}
          id={id}
          name={name}
          type="checkbox"
          value={value}
          defaultChecked={values ? values[name] === String(value) : defaultChecked}
          aria-describedby={describedBy || undefined}
          aria-invalid={messages.length > 0 || undefined}
          className="mt-0.5 size-5 shrink-0 rounded-sm accent-ink"
        />
        <span className="text-base">{label}</span>
      </label>
      {hint && (
        <p id={`${id}-hint`} className="pl-7 text-muted text-sm">
          {hint}
        </p>
      )}
      <FieldMessages id={`${id}-error`} messages={messages} />
    </div>
  );
}
