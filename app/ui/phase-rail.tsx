import { layoutRail, type RailInput, type RailSize } from "~/domain/rail";
import { describeRail } from "~/domain/rail-words";
import { RailChart } from "./rail-chart";
import { RailLegend } from "./rail-legend";
import { RailRow } from "./rail-row";
import { RailTable } from "./rail-table";

export { RailDefs } from "./rail-defs";
export { RailTable };

export interface PhaseRailProps {
  input: RailInput;
  size: RailSize;
  /** At least so many weeks on the axis, so that rows above one another share a scale. */
  weeks?: number;
}

/**
 * The state of an engagement as a picture: rendered on the server, without script, with the same in words and, but
 * for a row, in a table. Needs one `<RailDefs />` on the page.
 */
export function PhaseRail({ input, size, weeks }: PhaseRailProps) {
  const picture = layoutRail(input, weeks);
  if (!picture) return <p className="rail-empty">No dates yet</p>;
  if (size === "row") return <RailRow picture={picture} label={describeRail(input, "short")} />;
  if (size === "print") {
    return (
      <div className="phase-rail rail-ink">
        <RailChart input={input} picture={picture} size={size} />
        <RailTable input={input} />
      </div>
    );
  }
  return (
    <div className="phase-rail">
      <RailChart input={input} picture={picture} size={size} />
      <div className="rail-foot">
        <details>
          <summary>As a table</summary>
          <RailTable input={input} isForClient={size === "portal"} />
        </details>
        <RailLegend picture={picture} isForClient={size === "portal"} dayLabel={input.dayLabel} />
      </div>
    </div>
  );
}
