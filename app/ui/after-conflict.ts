import type { ShouldRevalidateFunctionArgs } from "@remix-run/react";

/** A refused form reads nothing anew, except after a conflict: what it collided with is what it has to build on. */
export function revalidateAfterConflict(args: ShouldRevalidateFunctionArgs): boolean {
  return args.actionStatus === 409 || args.defaultShouldRevalidate;
}
