export type RefusalKind = "not_found" | "forbidden" | "conflict" | "invalid";

/**
 * Why a change was not made. `field` names the input it concerns; `current` holds what the other person's change made
 * of the row, for a conflict. Nothing was written when one is thrown.
 */
export class Refusal extends Error {
  constructor(
    readonly kind: RefusalKind,
    message: string,
    readonly field?: string,
    readonly current?: Record<string, string>,
  ) {
    super(message);
    this.name = "Refusal";
  }
}

/** What does not exist and what may not be seen are the same answer. */
export function notFound(what = "page"): Refusal {
  return new Refusal("not_found", `We could not find that ${what}.`);
}

export function invalid(field: string, message: string): Refusal {
  return new Refusal("invalid", message, field);
}

export function conflict(message: string, current?: Record<string, string>): Refusal {
  return new Refusal("conflict", message, undefined, current);
}

export function forbidden(message: string): Refusal {
  return new Refusal("forbidden", message);
}
