import { useEffect, useRef, useState } from "react";
import { Dialog } from "./dialog";

/*
 * The keys of every list, driven by attributes, so that a list needs no script of its own:
 *   data-list-item                 a row
 *   data-list-open                 its link (Enter); inside the row
 *   data-list-toggle               its tick (x); inside the row
 *   data-list-column               what holds the rows of one column, where lists stand side by side (h, l)
 *   data-key="a" data-key-label="acknowledge"
 *                                  another key: of the current row when inside one, else of the page; j and k, too,
 *                                  where a page walks from one thing to the next instead of through a list
 *   data-key-focus                 beside data-key: takes the focus, so that Enter does it
 */
const SWITCH = "phaseline-keys";

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog") !== null
  );
}

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-list-item]")].filter((row) =>
    row.checkVisibility(),
  );
}

function currentRow(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>("[data-list-item]") ?? null;
}

function moveBy(step: number): void {
  const all = rows();
  const row = currentRow();
  const from = row ? all.indexOf(row) : -1;
  goTo(all[Math.min(all.length - 1, Math.max(0, from + step))]);
}

/** To the first row of the next column that has any; answers whether there are columns. */
function moveAcross(step: number): boolean {
  const all = rows();
  const columnOf = (row: HTMLElement) => row.closest("[data-list-column]");
  const columns = [...new Set(all.flatMap((row) => columnOf(row) ?? []))];
  if (columns.length === 0) return false;
  const row = currentRow();
  const column = row && columnOf(row);
  const from = column ? columns.indexOf(column) : -1;
  const to = columns[Math.min(columns.length - 1, Math.max(0, from + step))];
  goTo(all.find((one) => columnOf(one) === to));
  return true;
}

function goTo(next: HTMLElement | undefined): void {
  if (!next) return;
  const target = next.querySelector<HTMLElement>("[data-list-open]") ?? next;
  if (target === next) next.tabIndex = -1;
  target.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function press(key: string): boolean {
  const selector = `[data-key="${CSS.escape(key)}"]`;
  const inRow = currentRow()?.querySelector<HTMLElement>(selector);
  const onPage = [...document.querySelectorAll<HTMLElement>(selector)].find(
    (one) => !one.closest("[data-list-item]"),
  );
  const found = inRow ?? onPage;
  if (!found) return false;
  if (found.matches("input, select, textarea, [data-key-focus]")) found.focus();
  else found.click();
  return true;
}

function handle(key: string): boolean {
  switch (key) {
    case "j":
    case "k":
      if (!press(key)) moveBy(key === "j" ? 1 : -1);
      return true;
    case "x": {
      const tick = currentRow()?.querySelector<HTMLElement>("[data-list-toggle]");
      tick?.click();
      return tick !== undefined && tick !== null;
    }
    case "h":
    case "l":
      return press(key) || moveAcross(key === "h" ? -1 : 1);
    default:
      return press(key);
  }
}

function keysOfThePage(): { key: string; does: string }[] {
  const found = new Map<string, string>();
  for (const one of document.querySelectorAll<HTMLElement>("[data-key]")) {
    const key = one.dataset.key ?? "";
    if (!found.has(key)) found.set(key, one.dataset.keyLabel ?? one.textContent?.trim() ?? "");
  }
  return [...found].map(([key, does]) => ({ key, does }));
}

/** Mounted once in the frame: j and k move, h and l between columns, x ticks, Enter opens, `?` shows all keys and can switch them off. */
export function KeyboardList() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [own, setOwn] = useState<{ key: string; does: string }[]>([]);
  const [hasColumns, setHasColumns] = useState(false);
  const [on, setOn] = useState(true);

  useEffect(() => {
    setOn(localStorage.getItem(SWITCH) !== "off");
  }, []);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      if (event.key === "?") {
        setOwn(keysOfThePage());
        setHasColumns(document.querySelector("[data-list-column] [data-list-item]") !== null);
        dialog.current?.showModal();
        event.preventDefault();
        return;
      }
      const row = event.target instanceof HTMLElement && event.target.matches("[data-list-item]");
      if (event.key === "Enter" && row) {
        currentRow()?.querySelector<HTMLElement>("[data-list-open]")?.click();
        return;
      }
      if (on && event.key.length === 1 && handle(event.key)) event.preventDefault();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [on]);

  function switchKeys(next: boolean) {
    setOn(next);
    localStorage.setItem(SWITCH, next ? "on" : "off");
  }

  const usual = [
    { key: "j", does: "next in the list" },
    { key: "k", does: "previous in the list" },
    ...(hasColumns
      ? [
          { key: "l", does: "to the next column" },
          { key: "h", does: "to the column before" },
        ]
      : []),
    { key: "Enter", does: "open" },
    { key: "x", does: "tick or untick" },
  ];
  const all = [
    ...usual.filter(({ key }) => !own.some((one) => one.key === key)),
    ...own,
    { key: "⌘K", does: "find or do anything (Ctrl K elsewhere)" },
    { key: "?", does: "these keys" },
  ];
  return (
    <Dialog ref={dialog} title="Keys">
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {all.map(({ key, does }) => (
          <div key={key} className="contents">
            <dt>
              <Key>{key}</Key>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label className="mt-4 flex min-h-6 items-center gap-2 border-t pt-4">
        <input
          type="checkbox"
          className="size-5 accent-ink"
          checked={on}
          onChange={(event) => switchKeys(event.currentTarget.checked)}
        />
        Single keys are on in this browser
      </label>
    </Dialog>
  );
}

/** A key as it looks on the keyboard. */
export function Key({ children }: { children: string }) {
  return (
    <kbd className="inline-grid min-w-6 place-items-center rounded-md border border-line border-b-2 bg-surface px-1.5 font-sans text-muted text-xs">
      {children}
    </kbd>
  );
}

/** The line of keys under a list, shown where there is a keyboard to press. */
export function KeyLegend({ keys }: { keys: readonly { key: string; does: string }[] }) {
  return (
    <p className="hidden flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs md:flex" data-screen-only>
      {keys.map(({ key, does }) => (
        <span key={key} className="inline-flex items-center gap-1.5">
          <Key>{key}</Key> {does}
        </span>
      ))}
    </p>
  );
}
