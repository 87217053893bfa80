import { Link } from "@remix-run/react";
import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from "react";

type Props = {
  /** What the button says to who cannot see it. */
  label: string;
  /** The page with the same acts, for who has no script. */
  to: string;
  /** Changes when the menu has done its work and should close. */
  closeOn: unknown;
  /** Rendered only once it is open: a list has dozens of menus. */
  children: () => ReactNode;
};

/** The acts of a row in a panel beside it; Escape and a click outside close it. */
export function RowMenu({ label, to, closeOn, children }: Props) {
  // Open for as long as what it was opened for has not been done.
  const [openedFor, setOpenedFor] = useState<{ closeOn: unknown } | null>(null);
  const isOpen = openedFor !== null && openedFor.closeOn === closeOn;
  const opener = useRef<HTMLAnchorElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    panel.current?.querySelector<HTMLElement>("button:not(:disabled)")?.focus();
    function close(event: Event) {
      const escaped = event instanceof KeyboardEvent && event.key === "Escape";
      const { target } = event;
      const outside =
        event.type === "click" &&
        target instanceof Node &&
        !panel.current?.contains(target) &&
        !opener.current?.contains(target);
      if (!escaped && !outside) return;
      setOpenedFor(null);
      if (escaped) opener.current?.focus();
    }
    document.addEventListener("click", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("click", close);
      document.removeEventListener("keydown", close);
    };
  }, [isOpen]);
  function toggle(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    setOpenedFor(isOpen ? null : { closeOn });
  }
  return (
    <>
      <Link
        ref={opener}
        to={to}
        discover="none"
        aria-label={label}
        aria-expanded={isOpen}
        className="row-more"
        onClick={toggle}
      >
        ●●●
      </Link>
      {isOpen && (
        <div
          ref={panel}
          className="absolute top-10 right-3 z-30 w-72 max-w-[calc(100vw-2rem)] rounded-card border border-line bg-surface p-3 shadow-lg"
        >
          {children()}
        </div>
      )}
    </>
  );
}
