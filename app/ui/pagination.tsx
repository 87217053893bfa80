import { ButtonLink } from "./button";

type Props = {
  /** What is shown, in words: "1–100 of 1,134 engagements". */
  summary: string;
  previous?: string | null;
  next?: string | null;
};

/** Links to the page before and after; the addresses come from the loader. */
export function Pagination({ summary, previous, next }: Props) {
  return (
    <nav aria-label="Pages" className="mt-4 flex flex-wrap items-center justify-between gap-2">
      <p className="text-muted text-sm">{summary}</p>
      {(previous || next) && (
        <div className="flex gap-2">
          {previous && (
            <ButtonLink to={previous} rel="prev" prefetch="intent">
              Previous
            </ButtonLink>
          )}
          {next && (
            <ButtonLink to={next} rel="next" prefetch="intent">
              Next
            </ButtonLink>
          )}
        </div>
      )}
    </nav>
  );
}
