import type { ShouldRevalidateFunction } from "@remix-run/react";

/** Reads the page again after a conflict too, so that it shows what the other person made of it. */
export const revalidateAfterConflict: ShouldRevalidateFunction = ({
  actionStatus,
  defaultShouldRevalidate,
}) => actionStatus === 409 || defaultShouldRevalidate;
