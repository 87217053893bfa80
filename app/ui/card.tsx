import type { ReactNode } from "react";
import { classes } from "./classes";

type Props = {
  title?: ReactNode;
  /** Beside the title, quieter: a count, a date. */
  aside?: ReactNode;
  actions?: ReactNode;
  /** The level of the title in the page's outline. */
  level?: 2 | 3;
  id?: string;
  /** `waiting` draws the frame of a card that asks the reader for something. */
  tone?: "plain" | "waiting" | "alert";
  /** For lists and tables that reach the edges. */
  flush?: boolean;
  className?: string;
  children?: ReactNode;
};

const FRAMES = { plain: "border-line", waiting: "border-waiting", alert: "border-alert" };

export function Card({
  title,
  aside,
  actions,
  level = 2,
  id,
  tone = "plain",
  flush,
  className,
  children,
}: Props) {
  const Heading = `h${level}` as const;
  const headed = title !== undefined;
  const headingId = headed && id ? `${id}-title` : undefined;
  return (
    <section
      id={id}
      aria-labelledby={headingId}
      className={classes("rounded-card border bg-surface", FRAMES[tone], !flush && "p-4", className)}
    >
      {headed && (
        <div
          className={classes(
            "flex flex-wrap items-center gap-x-3 gap-y-1",
            flush ? "border-b px-4 py-3" : "mb-3",
          )}
        >
          <div className="flex min-w-0 flex-[1_1_12rem] flex-wrap items-center gap-x-3 gap-y-1">
            <Heading id={headingId} className="font-semibold text-base">
              {title}
            </Heading>
            {aside && <span className="text-muted text-sm">{aside}</span>}
          </div>
          {actions && <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>}
        </div>
      )}
      {children}
    </section>
  );
}
