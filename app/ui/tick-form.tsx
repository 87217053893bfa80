import { Form, useFetcher } from "@remix-run/react";
import { useEffect, useState } from "react";
import { type ChecklistRow, lacksEvidence, tickTarget } from "~/domain/checklist";
import { type DeliverableStatus, isDeliverableStatus } from "~/domain/deliverable";
import { classes } from "./classes";
import type { FormErrors } from "./field";

/** What the plan's action answers to a tick that was pressed with script. */
export type TickAnswer =
  | { ok: true }
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
  isSaving: boolean;
  /** Counts the presses that were saved. */
  saved: number;
}

/**
 * The status of one row. Presses while one is being saved wait for it, the last one wins, and each is sent with the
 * status that it was pressed on: no tick is lost, and none undoes another person's.
 */
export function useTick(code: string, row: ChecklistRow): Tick {
  const fetcher = useFetcher<TickAnswer>({ key: `tick-${row.id}` });
  const [waiting, setWaiting] = useState<Press | null>(null);
  const [saved, setSaved] = useState(0);
  const answer = fetcher.data;
  const isSent = fetcher.state === "submitting";
  const sentTo = fetcher.formData?.get("to");
  const pressedTo = typeof sentTo === "string" && isDeliverableStatus(sentTo) ? sentTo : null;
  const isRefused = !isSent && answer !== undefined && !("ok" in answer);
  // While the page is being read again, what was just saved is newer than what the page holds.
  const known = pressedTo && !isRefused ? pressedTo : row.status;

  function send(press: Press, from: DeliverableStatus) {
    fetcher.submit(
      { ...fieldsOf(row.id, from), answer: "here", ...press },
      { method: "post", action: `/engagements/${code}` },
    );
  }

  useEffect(() => {
    if (isSent || !waiting) return;
    setWaiting(null);
    if (!isRefused && (waiting.to !== known || waiting.reason || waiting.evidence)) send(waiting, known);
  });
  useEffect(() => {
    if (fetcher.state === "loading" && answer && "ok" in answer) setSaved((count) => count + 1);
  }, [fetcher.state, answer]);

  return {
    status: waiting?.to ?? known,
    press: (press) => (isSent ? setWaiting(press) : send(press, known)),
    refusal:
      isRefused && !("ok" in answer)
        ? { message: answer.message, field: Object.keys(answer.errors)[0] ?? "" }
        : null,
    isSaving: fetcher.state !== "idle",
    saved,
  };
}

function fieldsOf(id: string, from: DeliverableStatus) {
  return { intent: "set_status", id, from };
}

type HiddenProps = { row: ChecklistRow; to?: DeliverableStatus; from?: DeliverableStatus; back?: string };

/** The fields of a status form that nobody types. `back` names the list to return to without script. */
export function TickFields({ row, to, from = row.status, back }: HiddenProps) {
  return (
    <>
      {Object.entries(fieldsOf(row.id, from)).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {to && <input type="hidden" name="to" value={to} />}
      {back && <input type="hidden" name="back" value={back} />}
    </>
  );
}

const BOXES: Record<DeliverableStatus, string> = {
  todo: "border-line-strong",
  doing: "border-line-strong",
  blocked: "border-waiting",
  done: "border-good bg-good text-on-good",
  not_applicable: "border-line-strong bg-raised text-muted",
};

const MARKS: Partial<Record<DeliverableStatus, string>> = {
  doing: "M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
  blocked: "M8 4v5M8 11.6v.1",
  done: "M3.5 8.5 6.5 11.5 12.5 4.5",
  not_applicable: "M4 8h8",
};

type TickFormProps = {
  code: string;
  row: ChecklistRow;
  tick: Tick;
  back?: string | undefined;
  /** Called instead of saving when evidence has to be given first. */
  onEvidence(): void;
};

/** The box that is ticked in one press. */
export function TickForm({ code, row, tick, back, onEvidence }: TickFormProps) {
  const to = tickTarget(tick.status);
  return (
    <Form
      method="post"
      action={`/engagements/${code}`}
      className="flex"
      onSubmit={(event) => {
        event.preventDefault();
        if (to === "done" && lacksEvidence(row)) onEvidence();
        else tick.press({ to });
      }}
    >
      <TickFields row={row} to={to} from={tick.status} back={back} />
      <button
        type="submit"
        aria-pressed={tick.status === "done"}
        aria-label={`${row.title}: done`}
        data-list-toggle
        className="-m-2 grid size-10 place-items-center rounded-control pointer-coarse:size-11"
      >
        <svg
          viewBox="0 0 16 16"
          aria-hidden="true"
          className={classes("stroke-icon size-5 rounded-md border-2", BOXES[tick.status])}
        >
          {MARKS[tick.status] && <path d={MARKS[tick.status]} />}
        </svg>
      </button>
    </Form>
  );
}
