import { useNavigate } from "@remix-run/react";
import { Command } from "cmdk";
import { useEffect, useState } from "react";

type Item = { label: string; hint: string; to: string };
type Group = { heading: string; items: Item[] };
type State = { for: string; groups: Group[] } | "failed" | null;

/** Long enough that a word typed in one go asks once. */
const PAUSE_MS = 120;

/** Asks the server what fits and follows what is chosen. In a file of its own: it comes when it is first wanted. */
export default function CommandPalette({ onDone }: { onDone: () => void }) {
  const [question, setQuestion] = useState("");
  const [state, setState] = useState<State>(null);
  const navigate = useNavigate();

  useEffect(() => {
    const asking = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await ask(question, asking.signal);
      if (!asking.signal.aborted) setState(answer);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [question]);

  function follow(to: string) {
    onDone();
    setQuestion("");
    // A file is not a page: the browser itself fetches it.
    if (to.endsWith(".csv")) window.location.assign(to);
    else navigate(to);
  }

  const groups = state === null || state === "failed" ? [] : state.groups;
  return (
    <Command shouldFilter={false} label="Find or do anything" loop>
      <Command.Input
        autoFocus
        value={question}
        onValueChange={setQuestion}
        maxLength={100}
        placeholder="An engagement, a client, a page, something to do"
        className="w-full border-line border-b bg-transparent px-4 py-3 text-lg outline-none"
      />
      <Command.List className="max-h-[55vh] overflow-y-auto p-2" label="What fits">
        <p role="status" className="px-2 text-muted text-sm empty:hidden">
          {state === "failed" && "We could not look that up. Check the connection, or sign in again."}
          {state !== null && state !== "failed" && groups.length === 0 && `Nothing fits “${question}”.`}
        </p>
        {groups.map((group) => (
          <Command.Group
            key={group.heading}
            heading={group.heading}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs"
          >
            {group.items.map((item) => (
              <Command.Item
                key={item.to}
                value={`${group.heading} ${item.to}`}
                onSelect={() => follow(item.to)}
                className="flex min-h-11 cursor-pointer items-center justify-between gap-3 rounded-control px-2 data-[selected=true]:bg-raised"
              >
                <span className="font-medium">{item.label}</span>
                {item.hint && <span className="text-right text-muted text-sm">{item.hint}</span>}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}

async function ask(question: string, signal: AbortSignal): Promise<State> {
  try {
    const response = await fetch(`/find?q=${encodeURIComponent(question)}`, { signal, redirect: "error" });
    if (!response.ok) return "failed";
    const { groups } = (await response.json()) as { groups: Group[] };
    return { for: question, groups };
  } catch {
    return "failed";
  }
}
