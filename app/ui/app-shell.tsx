import { Link, NavLink } from "@remix-run/react";
import type { ReactNode } from "react";
import { classes } from "./classes";
import { FindButton } from "./find-button";
import { KeyboardList } from "./keyboard-list";
import { Logo } from "./logo";
import { initials, PersonMenu, type ShellPerson } from "./person-menu";
import { ScrollStrip } from "./scroll-strip";
import { SkipLink } from "./skip-link";

export type NavEntry = { to: string; label: string };

type Props = {
  person: ShellPerson;
  /** What this person's role may open, in order; the first is their home. */
  nav: readonly NavEntry[];
  menu?: readonly { to: string; label: string }[];
  /** In place of the button that opens "find or do anything". */
  command?: ReactNode;
  /** For a table that wants the whole width. */
  wide?: boolean;
  children: ReactNode;
};

/** The frame around the pages of the firm's own people. */
export function AppShell({ person, nav, menu, command, wide, children }: Props) {
  const width = classes("mx-auto px-4 sm:px-7", wide ? "max-w-[104rem]" : "max-w-[84rem]");
  return (
    <>
      <SkipLink />
      <header className="border-b bg-surface">
        <div className={classes("flex flex-wrap items-center gap-x-5 md:h-15 md:flex-nowrap", width)}>
          <Link
            to={nav[0]?.to ?? "/"}
            className="flex min-h-13 items-center gap-2 font-bold text-lg tracking-tight"
          >
            <Logo />
            Phaseline
          </Link>
          <ScrollStrip
            label="Main"
            className="scroll-on-surface order-last -mx-4 w-[calc(100%+2rem)] px-2 pb-1 sm:mx-0 sm:w-full sm:px-0 md:order-none md:w-auto md:p-0"
          >
            <ul className="flex w-max">
              {nav.map((entry) => (
                <li key={entry.to}>
                  <NavLink
                    to={entry.to}
                    prefetch="intent"
                    className={({ isActive }) =>
                      classes(
                        "flex min-h-11 items-center whitespace-nowrap rounded-control px-2 font-medium text-base md:px-2.5",
                        isActive
                          ? "text-ink underline decoration-2 underline-offset-8"
                          : "text-muted hover:text-ink",
                      )
                    }
                  >
                    {entry.label}
                  </NavLink>
                </li>
              ))}
            </ul>
          </ScrollStrip>
          <div className="ml-auto flex items-center gap-3 sm:gap-5">
            {command ?? <FindButton />}
            <PersonMenu person={person} links={menu}>
              <summary className="grid size-11 place-items-center rounded-full">
                <span
                  aria-hidden="true"
                  className="grid size-7 place-items-center rounded-full bg-ink font-bold text-on-ink text-xs"
                >
                  {initials(person.name)}
                </span>
                <span className="sr-only">Your menu, {person.name}</span>
              </summary>
            </PersonMenu>
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1} className={classes("py-6", width)}>
        {children}
      </main>
      <KeyboardList />
    </>
  );
}
