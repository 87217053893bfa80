import { Form, useFetcher } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { type ChecklistRow, lacksEvidence, tickTarget } from "~/domain/checklist";
import type { DeliverableStatus } from "~/domain/deliverable";
import type { FormErrors } from "./field";

/** What the plan's action answers to a tick that was pressed with script. */
export type TickAnswer =
  | { ok: true; version: number }
  | { errors: FormErrors; message: string; current?: Record<string, string> };

interface Press {
  to: DeliverableStatus;
  reason?: string;
  evidence?: string;
}

export interface Tick {
  /** What the row shows: what was pressed last, until the server's truth is there. */
  status: DeliverableStatus;
  press(press: Press): void;
  /** Why the last press was not saved; null when it was. */
  refusal: { message: string; field: string } | null;
  /** Counts the presses that were saved. */
  saved: number;
}

/**
 * The status of one row. A press shows at once, before the router has taken it up, so that the next press is reckoned
 * from it. Presses while one is being saved wait for it, the last one wins, and each is sent with the status that it
 * was pressed on: no tick is lost, and none undoes another person's.
 *
 * What the router says of a fetcher and of the page comes late and may be of different moments; the versions of the row
 * say which is newer.
 */
export function useTick(code: string, row: ChecklistRow): Tick {
  const fetcher = useFetcher<TickAnswer>({ key: `tick-${row.id}` });
  const answer = fetcher.data;
  const [shown, setShown] = useState<Shown>({ pressed: null, saved: null, savedCount: 0 });
  const [isOffline, setOffline] = useState(false);
  // A ref, because a press may come between a picture and its effect, which then has to know of it.
  const latest = useRef<Latest>({ press: null, sent: null, answered: answer, saved: null });
  const newer = (saved: Saved | null) => (saved && saved.version > row.version ? saved.status : row.status);

  function send(press: Press, from: DeliverableStatus) {
    latest.current.sent = press;
    fetcher.submit(
      { intent: "set_status", id: row.id, from, answer: "here", ...press },
      { method: "post", action: `/engagements/${code}` },
    );
  }

  function take(news: TickAnswer) {
    const { press: next, sent } = latest.current;
    Object.assign(latest.current, { press: null, sent: null, answered: news });
    if (!sent) return;
    if (!("ok" in news)) return setShown((was) => ({ ...was, pressed: null }));
    const saved = { status: sent.to, version: news.version };
    latest.current.saved = saved;
    const isNew = next !== null && next !== sent && (next.to !== sent.to || hasWords(next));
    if (isNew) {
      latest.current.press = next;
      send(next, sent.to);
    }
    setShown(({ savedCount }) => ({ pressed: isNew ? next : null, saved, savedCount: savedCount + 1 }));
  }

  useEffect(() => {
    if (answer && answer !== latest.current.answered) take(answer);
  });

  function press(wanted: Press) {
    // A post that cannot leave would replace the page by its error; the row can say so itself.
    setOffline(!navigator.onLine);
    if (!navigator.onLine) return;
    latest.current.press = wanted;
    setShown((was) => ({ ...was, pressed: wanted }));
    if (!latest.current.sent) send(wanted, newer(latest.current.saved));
  }

  return {
    status: shown.pressed?.to ?? newer(shown.saved),
    press,
    refusal: isOffline ? OFFLINE : refusalIn(shown.pressed ? undefined : answer),
    saved: shown.savedCount,
  };
}

/** A status that was saved, after which the page may not have been read yet. */
interface Saved {
  status: DeliverableStatus;
  version: number;
}

interface Shown {
  /** What was pressed last, until it is answered. */
  pressed: Press | null;
  saved: Saved | null;
  savedCount: number;
}

interface Latest {
  press: Press | null;
  /** The press that waits for its answer. */
  sent: Press | null;
  answered: TickAnswer | undefined;
  saved: Saved | null;
}

const hasWords = ({ reason, evidence }: Press) => Boolean(reason || evidence);

const OFFLINE = {
  message: "You are offline. This was not saved; press again once you are connected.",
  field: "",
};

function refusalIn(answer: TickAnswer | undefined): Tick["refusal"] {
  if (!answer || "ok" in answer) return null;
  return { message: answer.message, field: Object.keys(answer.errors)[0] ?? "" };
}

/**
 * The form of all ticks of one engagement on a page: their buttons name it, which saves a form and its fields per row.
 * `back` names the list to return to without script, when it is not the plan.
 */
export function TickTarget({ code, back }: { code: string; back?: string }) {
  return (
    <Form id={tickTargetId(code)} method="post" action={`/engagements/${code}`}>
      <input type="hidden" name="intent" value="set_status" />
      {back && <input type="hidden" name="back" value={back} />}
    </Form>
  );
}

const tickTargetId = (code: string) => `ticks-${code}`;

const MARKS: Partial<Record<DeliverableStatus, string>> = {
  doing: "M8 6.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8",
  blocked: "M8 3.5v5M8 12v.1",
  done: "M3.5 8.5 6.5 11.5 12.5 4.5",
  not_applicable: "M4 8h8",
};

type TickFormProps = {
  code: string;
  row: ChecklistRow;
  tick: Tick;
  /** Called instead of saving when evidence has to be given first. */
  onEvidence(): void;
};

/** The box that is ticked in one press. Without script it sends `press`: the row, what it was, what it should be. */
export function TickForm({ code, row, tick, onEvidence }: TickFormProps) {
  const to = tickTarget(tick.status);
  const mark = MARKS[tick.status];
  return (
    <button
      type="submit"
      form={tickTargetId(code)}
      name="press"
      value={`${row.id} ${tick.status} ${to}`}
      aria-pressed={tick.status === "done"}
      aria-label={`${row.title}: done`}
      data-list-toggle=""
      className={`tick tick-${tick.status}`}
      onClick={(event) => {
        event.preventDefault();
        if (to === "done" && lacksEvidence(row)) onEvidence();
        else tick.press({ to });
      }}
    >
      {mark && (
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d={mark} />
        </svg>
      )}
    </button>
  );
}
