import type { Criterion, Mend } from "~/domain/gate";

/** So many of what is missing stand open; a phase that has just begun lacks all of it. */
const SHOWN = 5;

type Props = {
  criteria: readonly Criterion[];
  /** Where what is missing can be mended; left out where the reader cannot go there. */
  hrefOf?: (mend: Mend) => string;
};

/** The criteria of a gate, each with what is missing, one click away. */
export function GateCriteria({ criteria, hrefOf }: Props) {
  return (
    <ul className="grid gap-2 text-sm">
      {criteria.map((criterion) => (
        <li key={criterion.key} className="flex gap-2">
          <svg
            viewBox="0 0 16 16"
            aria-hidden="true"
            className={`stroke-icon mt-0.5 size-4 ${criterion.isMet ? "text-good-ink" : "text-alert-ink"}`}
          >
            {criterion.isMet ? <path d="M3 8.5 6.5 12 13 4.5" /> : <circle cx="8" cy="8" r="5" />}
          </svg>
          <div className="min-w-0">
            <p className={criterion.isMet ? undefined : "font-medium text-alert-ink"}>
              <span className="sr-only">{criterion.isMet ? "Met: " : "Missing: "}</span>
              {criterion.text}
            </p>
            <Missing missing={criterion.missing.slice(0, SHOWN)} hrefOf={hrefOf} />
            {criterion.missing.length > SHOWN && (
              <details>
                <summary className="inline-flex min-h-6 items-center text-muted underline underline-offset-2">
                  and {criterion.missing.length - SHOWN} more
                </summary>
                <Missing missing={criterion.missing.slice(SHOWN)} hrefOf={hrefOf} />
              </details>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Missing({ missing, hrefOf }: { missing: Criterion["missing"]; hrefOf: Props["hrefOf"] }) {
  if (missing.length === 0) return null;
  return (
    <ul className="mt-0.5">
      {missing.map(({ mend, text }) => (
        <li key={text}>
          {hrefOf ? (
            <a href={hrefOf(mend)} className="inline-block min-h-6 leading-6 underline underline-offset-2">
              {text}
            </a>
          ) : (
            text
          )}
        </li>
      ))}
    </ul>
  );
}
