import { TOO_FEW } from "~/domain/report";
import type { Held } from "~/domain/report-forecasts";
import type { ReportBar } from "~/ui/report-bars";

/** How many dates held against how many should have; hatched while there are too few to tell. */
export function heldBar(
  label: string,
  { count, held, share }: Pick<Held, "count" | "held" | "share">,
  target: number,
): ReportBar {
  const told = share === null ? TOO_FEW : `${Math.round(share * 100)} %`;
  return {
    label,
    value: count === 0 ? "none yet" : `${held} of ${count} held, ${told}`,
    segments: [{ share: count === 0 ? 0 : held / count, paint: share === null ? "hatched" : "solid" }],
    target,
  };
}
