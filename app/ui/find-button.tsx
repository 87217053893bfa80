import { Link } from "@remix-run/react";
import { Search } from "lucide-react";
import { lazy, type MouseEvent, Suspense, useEffect, useRef, useState } from "react";
import { Key } from "./keyboard-list";

const CommandPalette = lazy(() => import("./command-palette"));

/**
 * Opens "find or do anything", also by ⌘K or Ctrl K. What it opens is loaded the first time; without JavaScript the
 * button leads to the list of engagements with its search.
 */
export function FindButton() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isWanted, setIsWanted] = useState(false);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.altKey) return;
      event.preventDefault();
      setIsWanted(true);
      openOnce(dialog.current);
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);

  function open(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    setIsWanted(true);
    openOnce(dialog.current);
  }

  return (
    <>
      <Link
        to="/engagements?q="
        onClick={open}
        className="flex min-h-11 shrink-0 items-center gap-2 whitespace-nowrap rounded-control border border-line bg-surface px-3 text-muted text-sm hover:border-line-strong md:min-h-9"
        data-screen-only
      >
        <Search aria-hidden="true" className="size-4" />
        <span className="sr-only xl:not-sr-only">Find or do anything</span>
        <span aria-hidden="true" className="max-lg:hidden">
          <Key>⌘K</Key>
        </span>
      </Link>
      <dialog
        ref={dialog}
        aria-label="Find or do anything"
        className="mx-auto mt-[12vh] w-[min(38rem,calc(100vw-2rem))] rounded-card border border-line bg-surface p-0 text-ink shadow-lg"
      >
        {isWanted && (
          <Suspense fallback={<p className="p-4 text-muted text-sm">One moment…</p>}>
            <CommandPalette onDone={() => dialog.current?.close()} />
          </Suspense>
        )}
      </dialog>
    </>
  );
}

function openOnce(dialog: HTMLDialogElement | null): void {
  if (dialog && !dialog.open) dialog.showModal();
}
