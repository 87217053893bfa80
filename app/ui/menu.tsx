import { type ReactNode, useEffect, useRef, useState } from "react";
import { classes } from "./classes";

type Props = {
  /** What the button says to who cannot see it. */
  label: string;
  /** What the button shows. */
  button: ReactNode;
  buttonClassName?: string;
  className?: string;
  /** Changes when the menu has done its work and should close. */
  closeOn?: unknown;
  children: ReactNode;
};

/** A small panel behind a button: a `<details>`, so that it opens without JavaScript; Escape and a click outside close it. */
export function Menu({ label, button, buttonClassName, className, closeOn, children }: Props) {
  const box = useRef<HTMLDetailsElement>(null);
  const seen = useRef(closeOn);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (seen.current !== closeOn && box.current) box.current.open = false;
    seen.current = closeOn;
  }, [closeOn]);
  useEffect(() => {
    if (!isOpen) return;
    function close(event: Event) {
      const open = box.current;
      const escaped = event instanceof KeyboardEvent && event.key === "Escape";
      const outside = event.type === "click" && event.target instanceof Node && !open?.contains(event.target);
      if (!open || !(escaped || outside)) return;
      open.open = false;
      if (escaped) open.querySelector("summary")?.focus();
    }
    document.addEventListener("click", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("click", close);
      document.removeEventListener("keydown", close);
    };
  }, [isOpen]);
  return (
    <details
      ref={box}
      className={classes("relative", className)}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      data-screen-only
    >
      <summary className={classes("grid place-items-center rounded-control", buttonClassName)}>
        {button}
        <span className="sr-only">{label}</span>
      </summary>
      <div className="absolute right-0 z-30 mt-1 w-72 max-w-[calc(100vw-2rem)] rounded-card border border-line bg-surface p-3 shadow-lg">
        {children}
      </div>
    </details>
  );
}
