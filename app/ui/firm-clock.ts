import { useRouteLoaderData } from "@remix-run/react";

/** The firm's calendar date and time zone, as the root loader answers them. */
export type FirmClock = { today: string; zone: string };

/** The firm's clock, or undefined where the root could not answer (an error page). */
export function useFirmClock(): FirmClock | undefined {
  const root = useRouteLoaderData("root") as { clock: FirmClock } | undefined;
  return root?.clock;
}
