import { Form, Link, useLocation } from "@remix-run/react";
import { type ReactNode, useEffect, useRef } from "react";

export type ShellPerson = { name: string; email: string };

/** "Adaeze Kalu" → "AK". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0]?.[0] ?? "";
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? "") : "";
  return (first + last).toUpperCase();
}

type Props = {
  person: ShellPerson;
  /** The account page, and what else belongs in the menu. */
  links?: readonly { to: string; label: string }[];
  children: ReactNode;
};

/** Account and sign out, in a `<details>` that opens without JavaScript; the children are what one clicks on. */
export function PersonMenu({ person, links = [{ to: "/account", label: "Account" }], children }: Props) {
  const menu = useRef<HTMLDetailsElement>(null);
  const { key } = useLocation();
  // A new location means that a link of the menu was followed.
  useEffect(() => {
    if (key && menu.current) menu.current.open = false;
  }, [key]);
  useEffect(() => {
    function close(event: Event) {
      const open = menu.current;
      if (!open?.open) return;
      const escaped = event instanceof KeyboardEvent && event.key === "Escape";
      const outside = event.type === "click" && event.target instanceof Node && !open.contains(event.target);
      if (!escaped && !outside) return;
      open.open = false;
      if (escaped) open.querySelector("summary")?.focus();
    }
    document.addEventListener("click", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("click", close);
      document.removeEventListener("keydown", close);
    };
  }, []);
  const item = "flex min-h-10 w-full items-center rounded-control px-3 text-left text-base hover:bg-raised";
  return (
    <details ref={menu} className="relative shrink-0" data-screen-only>
      {children}
      <div className="absolute right-0 z-30 mt-2 w-60 rounded-card border border-line bg-surface p-1.5 shadow-lg">
        <div className="border-b px-3 pt-1 pb-2 text-sm">
          <p className="font-semibold">{person.name}</p>
          <p className="text-muted">{person.email}</p>
        </div>
        <ul className="mt-1.5">
          {links.map((link) => (
            <li key={link.to}>
              <Link to={link.to} className={item}>
                {link.label}
              </Link>
            </li>
          ))}
          <li>
            <Form method="post" action="/sign-out">
              <input type="hidden" name="intent" value="sign_out" />
              <button type="submit" className={item}>
                Sign out
              </button>
            </Form>
          </li>
        </ul>
      </div>
    </details>
  );
}
