import type { FormErrors, FormValues } from "~/ui/field";

/** What the action refused, for the form that it came from. */
export interface Problem {
  intent: string;
  errors: FormErrors;
  values: FormValues;
  message: string;
}

/** The refusal in an action's answer; null when there is none. */
export function problemOf(answer: unknown): Problem | null {
  if (typeof answer !== "object" || answer === null || !("errors" in answer)) return null;
  const { errors, values = {}, message = "" } = answer as Partial<Problem>;
  return { intent: values.intent ?? "", errors: errors ?? {}, values, message };
}

/** What a form of the page needs to show of it: nothing when it came from another form. */
export function formState(
  problem: Problem | null,
  intent: string,
): { errors?: FormErrors; values?: FormValues } {
  return problem?.intent === intent ? { errors: problem.errors, values: problem.values } : {};
}
