import { Form } from "@remix-run/react";
import { useEffect, useState } from "react";
import { Button } from "./button";

/** How long an undo is offered, in milliseconds. */
const UNDO_OFFERED = 10_000;

type Undo = { action: string; fields: Record<string, string> };

type Props = {
  message: string;
  /** The form that takes the act back; without JavaScript it stays until the next page. */
  undo?: Undo;
};

/**
 * The bar that says what was just done. Give it a `key` that changes with each act, so that the seconds start again.
 * The seconds stand still while a pointer or the focus is on it.
 */
export function Toast({ message, undo }: Props) {
  const [left, setLeft] = useState(UNDO_OFFERED);
  const [held, setHeld] = useState(false);
  const gone = left <= 0;
  useEffect(() => {
    if (gone || held) return;
    const timer = setInterval(() => setLeft((before) => before - 1000), 1000);
    return () => clearInterval(timer);
  }, [gone, held]);
  const seconds = Math.max(0, Math.round(left / 1000));
  return (
    <div
      className="pointer-events-none fixed inset-x-0 bottom-4 z-40 flex justify-center px-4"
      data-screen-only
    >
      {!gone && (
        <fieldset
          className="pointer-events-auto flex items-center gap-3 rounded-control bg-ink py-2 pr-2 pl-4 text-on-ink text-sm shadow-lg"
          onMouseEnter={() => setHeld(true)}
          onMouseLeave={() => setHeld(false)}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
        >
          <span role="status">{message}</span>
          {undo && (
            <Form method="post" action={undo.action} className="flex items-center gap-2">
              {Object.entries(undo.fields).map(([name, value]) => (
                <input key={name} type="hidden" name={name} value={value} />
              ))}
              <Button tone="secondary">Undo</Button>
              <span aria-hidden="true" className="w-7 text-right">
                {seconds} s
              </span>
            </Form>
          )}
          <button
            type="button"
            className="min-h-9 rounded-control px-2 font-semibold"
            onClick={() => setLeft(0)}
            aria-label="Dismiss"
          >
            ✕
          </button>
        </fieldset>
      )}
    </div>
  );
}
