import { Form, Link } from "@remix-run/react";
import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type { CalendarDate } from "~/domain/calendar";
import { type ChecklistRow, dueText, lacksEvidence } from "~/domain/checklist";
import { DELIVERABLE_STATUS_LABEL, isOpen } from "~/domain/deliverable";
import { Badge } from "./badge";
import { Button } from "./button";
import { classes } from "./classes";
import { RowMenu } from "./row-menu";
import { StatusFields, StatusForms, textOf } from "./status-forms";
import { type Tick, TickForm, useTick } from "./tick-form";

/** Why a status was refused, when the page was sent anew without script. */
export interface RowRefusal {
  id: string;
  message: string;
  field: string;
  typed: string;
}

type Props = {
  code: string;
  row: ChecklistRow;
  today: CalendarDate;
  /** Whether the reader may change it; then the page needs a `TickTarget` of the engagement. */
  canTick: boolean;
  refusal?: RowRefusal | null;
  /** In front of the tick: the handle to drag it by. */
  before?: ReactNode;
  /** Further acts at the foot of its menu. */
  more?: () => ReactNode;
  className?: string;
};

/** One deliverable in a list: tick, title, what it lacks, owner and due date, and a menu for the other statuses. */
export function DeliverableRow({ code, row, today, canTick, refusal, before, more, className }: Props) {
  const tick = useTick(code, row);
  const own = refusal?.id === row.id ? refusal : null;
  const [isAsking, setAsking] = useState(own?.field === "evidence");
  const page = `/engagements/${code}/deliverables/${row.id}`;
  const shown = { ...row, status: tick.status };
  const isSettled = !isOpen(tick.status);
  const refused = tick.refusal ?? own;
  const needsEvidence = canTick && !isSettled && lacksEvidence(shown);

  function ask(event: MouseEvent) {
    event.preventDefault();
    setAsking(!isAsking);
  }

  return (
    <li id={`d-${row.id}`} data-list-item="" className={classes("row", className)}>
      {before}
      {canTick ? (
        <TickForm code={code} row={shown} tick={tick} onEvidence={() => setAsking(true)} />
      ) : (
        <Badge>{DELIVERABLE_STATUS_LABEL[row.status]}</Badge>
      )}
      <div className="row-body">
        <Link
          to={page}
          discover="none"
          data-list-open=""
          className={classes(
            "row-title",
            isSettled && "is-settled",
            tick.status === "not_applicable" && "is-out",
          )}
        >
          {row.title}
        </Link>
        <Notes row={shown} />
        {needsEvidence && (
          <Link to={`${page}#evidence`} discover="none" className="badge badge-neutral" onClick={ask}>
            Evidence needed
          </Link>
        )}
        {needsEvidence && isAsking && (
          <EvidenceForm code={code} row={row} tick={tick} typed={own?.typed} refused={refused} />
        )}
        {refused && !(isAsking && refused.field === "evidence") && (
          <p role="alert" className="basis-full font-medium text-alert-ink text-sm">
            {refused.message}
          </p>
        )}
      </div>
      <Meta row={shown} today={today} />
      {canTick && (
        <RowMenu label={`More for ${row.title}`} to={`${page}#status`} closeOn={tick.saved}>
          {() => (
            <>
              <StatusForms code={code} row={row} tick={tick} />
              {more?.()}
            </>
          )}
        </RowMenu>
      )}
    </li>
  );
}

function Notes({ row }: { row: ChecklistRow }) {
  if (row.status === "blocked") {
    return (
      <>
        <Badge tone="waiting">Blocked</Badge>
        {row.reason && <small className="is-waiting">{row.reason}</small>}
      </>
    );
  }
  if (row.status === "not_applicable") {
    return <small>Does not apply{row.reason ? `: ${row.reason}` : ""}</small>;
  }
  return (
    <>
      {row.status === "doing" && <Badge>Doing</Badge>}
      {row.evidence && <small>{evidenceText(row.evidence)}</small>}
      {!row.isVisible && <small>internal</small>}
    </>
  );
}

/** A link without its protocol, or the note; the beginning of a long one. */
function evidenceText({ url, note }: { url: string | null; note: string }): string {
  const text = note || (url ?? "").replace(/^https?:\/\/(www\.)?/, "");
  return text.length > 90 ? `${text.slice(0, 88)}…` : text;
}

function Meta({ row, today }: { row: ChecklistRow; today: CalendarDate }) {
  const due = dueText(row, today);
  const isLate = row.lateBy !== null && isOpen(row.status);
  if (!row.ownerName && !due) return null;
  return (
    <span className="row-meta">
      {due && row.ownerName ? `${row.ownerName} · ` : row.ownerName}
      {due && row.dueOn && (
        <time dateTime={row.dueOn} className={isLate ? "is-late" : undefined}>
          {due}
        </time>
      )}
    </span>
  );
}

type EvidenceProps = {
  code: string;
  row: ChecklistRow;
  tick: Tick;
  typed: string | undefined;
  refused: { message: string; field: string } | null;
};

/** The evidence that a tick needs, asked for in its row. */
function EvidenceForm({ code, row, tick, typed, refused }: EvidenceProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const isRefused = refused?.field === "evidence";
  const id = `evidence-${row.id}`;
  return (
    <Form
      method="post"
      action={`/engagements/${code}`}
      className="flex basis-full flex-wrap items-end gap-2 pt-1"
      onSubmit={(event) => {
        event.preventDefault();
        tick.press({ to: "done", evidence: textOf(event, "evidence") });
      }}
    >
      <StatusFields id={row.id} from={tick.status} to="done" />
      <div className="grid min-w-0 flex-1 basis-56 gap-1">
        <label htmlFor={id} className="font-semibold text-sm">
          A link or a note
        </label>
        <input
          ref={input}
          id={id}
          name="evidence"
          className="control"
          defaultValue={typed}
          aria-invalid={isRefused || undefined}
          aria-describedby={isRefused ? `${id}-error` : undefined}
          autoComplete="off"
          maxLength={2000}
        />
        {isRefused && (
          <p id={`${id}-error`} className="font-semibold text-alert-ink text-sm">
            {refused?.message}
          </p>
        )}
      </div>
      <Button>Mark done</Button>
    </Form>
  );
}
