import { afterPoint, ESTIMATE_POINT_LABEL } from "~/domain/audit";
import { type Estimate, weeksText } from "~/domain/estimate";
import { DateText } from "./date";

type Row = Estimate & { id: string; madeBy?: string };

type Props = {
  estimates: readonly Row[];
  /** One below the other, for a column at the side. */
  isNarrow?: boolean;
};

/** Every estimate that was recorded, in the order in which they were made; nothing is ever taken back. */
export function EstimateTable({ estimates, isNarrow }: Props) {
  if (isNarrow) {
    return (
      <ol className="grid gap-3">
        {estimates.map((estimate) => (
          <li key={estimate.id}>
            <p>
              <span className="font-semibold">{weeksText(estimate)}</span>, {afterPoint(estimate.madeAfter)}
            </p>
            <p className="text-sm">{estimate.sentence}</p>
            <p className="text-muted text-sm">
              {estimate.madeBy && `${estimate.madeBy}, `}
              <DateText on={estimate.madeOn} />
            </p>
          </li>
        ))}
      </ol>
    );
  }
  return (
    <table className="w-full text-left text-sm max-md:block">
      <caption className="sr-only">Every estimate, the first one first</caption>
      <thead className="text-muted text-xs max-md:sr-only">
        <tr className="border-b">
          {["When", "How long", "What it rests on", "Promised then"].map((heading) => (
            <th key={heading} scope="col" className="py-2 pr-4 font-normal">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line max-md:block">
        {estimates.map((estimate) => (
          <tr key={estimate.id} className="align-top max-md:block max-md:py-2">
            <td className="py-2 pr-4 max-md:block max-md:p-0">
              {ESTIMATE_POINT_LABEL[estimate.madeAfter]}
              <span className="block text-muted">
                <DateText on={estimate.madeOn} />
                {estimate.madeBy && `, ${estimate.madeBy}`}
              </span>
            </td>
            <td className="whitespace-nowrap py-2 pr-4 font-semibold max-md:block max-md:p-0">
              {weeksText(estimate)}
            </td>
            <td className="max-w-prose wrap-anywhere py-2 pr-4 max-md:block max-md:p-0">
              {estimate.sentence}
            </td>
            <td className="whitespace-nowrap py-2 max-md:block max-md:p-0">
              <span className="text-muted md:hidden">Promised then: </span>
              {estimate.promisedFinishOn ? (
                <DateText on={estimate.promisedFinishOn} />
              ) : (
                <span className="text-muted">nothing yet</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
