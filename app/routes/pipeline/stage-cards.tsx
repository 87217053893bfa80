import { Link } from "@remix-run/react";
import { STAGE_LABEL, type Stage } from "~/domain/stage";
import { classes } from "~/ui/classes";

export type StageCard = { stage: Stage; count: number; text: string | null };

type Props = { cards: readonly StageCard[]; current: Stage | null; className?: string };

/** Every stage with how many are in it; each leads to its list. */
export function StageCards({ cards, current, className }: Props) {
  return (
    <nav aria-label="Stages" className={classes("mb-4", className)}>
      <ul className="flex flex-wrap gap-1 sm:grid sm:grid-cols-5 sm:gap-2 lg:gap-3">
        {cards.map(({ stage, count, text }) => (
          <li key={stage} className="grow">
            <Link
              to={stage === "active" ? "/pipeline" : `/pipeline?stage=${stage}`}
              prefetch="intent"
              aria-current={stage === current ? "page" : undefined}
              className={classes(
                "block h-full rounded-card border bg-surface px-1.5 py-1.5 hover:border-ink sm:px-2.5 sm:py-2 lg:px-4 lg:py-3",
                stage === current ? "border-ink" : "border-line",
              )}
            >
              <span className="block text-muted text-xs sm:text-sm">{STAGE_LABEL[stage]}</span>
              <span className="flex flex-wrap items-baseline gap-x-2">
                <span className="font-bold text-xl">{count.toLocaleString("en-GB")}</span>
                {text && <span className="text-muted text-xs max-sm:sr-only lg:text-sm">{text}</span>}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
