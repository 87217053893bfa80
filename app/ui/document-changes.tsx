import type { DocumentChange } from "~/domain/gate-document";
import { Card } from "./card";

const SHOWN = 6;

interface ChangedItem {
  what: string;
  changes: string[];
}

/** What is not as it was when the page of a gate was frozen, item by item. */
export function DocumentChanges({ changes, since }: { changes: readonly DocumentChange[]; since: string }) {
  if (changes.length === 0) return null;
  const items = byItem(changes);
  const count = items.length;
  return (
    <Card id="changes" title={`${count} ${count === 1 ? "thing has" : "things have"} changed since ${since}`}>
      <ItemList items={items.slice(0, SHOWN)} />
      {count > SHOWN && (
        <details className="mt-1.5">
          <summary className="inline-flex min-h-6 items-center text-muted underline underline-offset-2">
            and {count - SHOWN} more
          </summary>
          <ItemList items={items.slice(SHOWN)} />
        </details>
      )}
    </Card>
  );
}

function byItem(changes: readonly DocumentChange[]): ChangedItem[] {
  const items = new Map<string, string[]>();
  for (const { what, change } of changes) items.set(what, [...(items.get(what) ?? []), change]);
  return [...items].map(([what, own]) => ({ what, changes: own }));
}

function ItemList({ items }: { items: readonly ChangedItem[] }) {
  return (
    <ul className="grid gap-1.5">
      {items.map((item) => (
        <li key={item.what}>
          <span className="font-semibold">{item.what}</span> {item.changes.join("; ")}
        </li>
      ))}
    </ul>
  );
}
