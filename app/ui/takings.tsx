import { MEASURE_EDGES, type Taking } from "~/domain/measure";
import { DateText } from "./date";

const LABEL = { before: "Before", after: "After" } as const;

/** When and how a measure was taken, before the work and after it. */
export function Takings({ before, after }: { before: Taking | null; after: Taking | null }) {
  const takings = { before, after };
  return (
    <dl className="grid content-start gap-2 text-sm">
      {MEASURE_EDGES.map((edge) => {
        const taking = takings[edge];
        return (
          <div key={edge}>
            <dt className="text-muted">
              {LABEL[edge]}
              {taking && (
                <>
                  , <DateText on={taking.on} short />
                </>
              )}
            </dt>
            <dd className="whitespace-pre-wrap">{taking ? taking.how : "Not measured yet"}</dd>
          </div>
        );
      })}
    </dl>
  );
}
