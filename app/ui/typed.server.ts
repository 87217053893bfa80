/** What was typed into a field, on one line; empty when the form has no such field. */
export function typedLine(formData: FormData, name: string): string {
  return typedText(formData, name).replace(/\s+/g, " ").trim();
}

/** What was typed into a field of several lines, with the line ends that are kept. */
export function typedText(formData: FormData, name: string): string {
  const value = formData.get(name);
  return typeof value === "string" ? value.replace(/\r\n?/g, "\n") : "";
}

/** A date that was typed, or null where the field was left empty. */
export function typedDate(formData: FormData, name: string): string | null {
  return typedLine(formData, name) || null;
}
