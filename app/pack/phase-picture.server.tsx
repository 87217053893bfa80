import { renderToStaticMarkup } from "react-dom/server";
import { layoutRail } from "~/domain/rail";
import type { RailInput } from "~/domain/rail-input";
import { RailChart } from "~/ui/rail-chart";
import { RailDefs } from "~/ui/rail-defs";

/**
 * The phases as the picture that stands above every screen, in black on white; null while nothing has dates. `flag`
 * names the day at which it ends: whoever reads a pack has another today.
 */
export function phasePicture(input: RailInput, flag: string): string | null {
  const picture = layoutRail(input);
  if (!picture) return null;
  return renderToStaticMarkup(
    <>
      <RailDefs palette="print" />
      <RailChart input={input} picture={picture} size="print" />
    </>,
  ).replace(/>Today\b/g, `>${flag}`);
}
