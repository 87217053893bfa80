import { Form, Link } from "@remix-run/react";
import { type FormEvent, type ReactNode, useRef } from "react";
import type { CalendarDate } from "~/domain/calendar";
import { type ChecklistRow, dueText, lacksEvidence } from "~/domain/checklist";
import { DELIVERABLE_STATUS_LABEL, isDeliverableStatus, isOpen } from "~/domain/deliverable";
import { Badge } from "./badge";
import { Button } from "./button";
import { classes } from "./classes";
import { Menu } from "./menu";
import { type Tick, TickFields, TickForm, useTick } from "./tick-form";

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
  /** Whether the reader may change it. */
  canTick: boolean;
  refusal?: RowRefusal | null;
  /** The list to return to without script, when it is not the plan. */
  back?: string;
  /** In front of the tick: the handle to drag it by. */
  before?: ReactNode;
  /** Further acts at the foot of its menu. */
  more?: ReactNode;
  className?: string;
};

/** One deliverable in a list: tick, title, what it lacks, owner and due date, and a menu for the other statuses. */
export function DeliverableRow({ code, row, today, canTick, refusal, back, before, more, className }: Props) {
  const tick = useTick(code, row);
  const evidence = useRef<HTMLDetailsElement>(null);
  const shown = { ...row, status: tick.status };
  const isSettled = !isOpen(tick.status);
  const own = refusal?.id === row.id ? refusal : null;
  const refused = tick.refusal ?? own;
  const needsEvidence = canTick && !isSettled && lacksEvidence(shown);

  function askForEvidence() {
    if (!evidence.current) return;
    evidence.current.open = true;
    evidence.current.querySelector<HTMLInputElement>("input[name=evidence]")?.focus();
  }

  return (
    <li
      id={`d-${row.id}`}
      data-list-item
      className={classes(
        "group relative grid grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-x-3 border-t px-4 py-2.5 target:bg-raised sm:grid-cols-[auto_minmax(0,1fr)_auto_auto]",
        className,
      )}
    >
      {before}
      {canTick ? (
        <TickForm code={code} row={shown} tick={tick} back={back} onEvidence={askForEvidence} />
      ) : (
        <Badge>{DELIVERABLE_STATUS_LABEL[row.status]}</Badge>
      )}
      <div className="min-w-0">
        <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
          <Link
            to={`/engagements/${code}/deliverables/${row.id}`}
            data-list-open
            className={classes(
              "min-w-0 break-words underline-offset-2 hover:underline",
              isSettled ? "text-muted" : "font-medium",
              tick.status === "not_applicable" && "line-through",
            )}
          >
            {row.title}
          </Link>
          <Notes row={shown} />
          {needsEvidence && (
            <EvidenceForm code={code} row={row} tick={tick} back={back} box={evidence} refusal={own} />
          )}
        </div>
        {refused && refused.field !== "evidence" && (
          <p role="alert" className="mt-1 font-medium text-alert-ink text-sm">
            {refused.message}
          </p>
        )}
      </div>
      <Meta row={shown} today={today} />
      {canTick && <StatusMenu code={code} row={row} tick={tick} back={back} more={more} />}
    </li>
  );
}

function Notes({ row }: { row: ChecklistRow }) {
  if (row.status === "blocked") {
    return (
      <>
        <Badge tone="waiting">Blocked</Badge>
        {row.reason && <span className="min-w-0 text-sm text-waiting-ink">{row.reason}</span>}
      </>
    );
  }
  if (row.status === "not_applicable") {
    return <span className="text-muted text-sm">Does not apply{row.reason ? `: ${row.reason}` : ""}</span>;
  }
  return (
    <>
      {row.status === "doing" && <Badge>Doing</Badge>}
      {row.evidence && (
        <span className="line-clamp-2 min-w-0 break-words text-muted text-sm">
          {evidenceText(row.evidence)}
        </span>
      )}
      {!row.isVisible && <span className="text-muted text-xs">internal</span>}
    </>
  );
}

/** A link without its protocol, or the note. */
function evidenceText({ url, note }: { url: string | null; note: string }): string {
  return note || (url ?? "").replace(/^https?:\/\/(www\.)?/, "");
}

function Meta({ row, today }: { row: ChecklistRow; today: CalendarDate }) {
  const due = dueText(row, today);
  const isLate = row.lateBy !== null && isOpen(row.status);
  if (!row.ownerName && !due) return null;
  return (
    <span className="col-start-2 row-start-2 text-muted text-sm sm:col-start-3 sm:row-start-1 sm:mt-0.5 sm:whitespace-nowrap">
      {row.ownerName}
      {row.ownerName && due && " · "}
      {due && row.dueOn && (
        <time dateTime={row.dueOn} className={isLate ? "font-semibold text-alert-ink" : undefined}>
          {due}
        </time>
      )}
    </span>
  );
}

type ActProps = { code: string; row: ChecklistRow; tick: Tick; back?: string | undefined };

function EvidenceForm({
  code,
  row,
  tick,
  back,
  box,
  refusal,
}: ActProps & { box: React.RefObject<HTMLDetailsElement>; refusal: RowRefusal | null }) {
  const isAsked = refusal?.field === "evidence" || tick.refusal?.field === "evidence";
  const message = tick.refusal?.message ?? refusal?.message;
  const id = `evidence-${row.id}`;
  return (
    <details ref={box} open={isAsked || undefined} className="min-w-0 open:basis-full">
      <summary className="badge badge-neutral">Evidence needed</summary>
      <Form
        method="post"
        action={`/engagements/${code}`}
        className="mt-2 flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          tick.press({ to: "done", evidence: textOf(event, "evidence") });
        }}
      >
        <TickFields row={row} to="done" back={back} />
        <div className="grid min-w-0 flex-1 basis-56 gap-1">
          <label htmlFor={id} className="font-semibold text-sm">
            A link or a note
          </label>
          <input
            id={id}
            name="evidence"
            className="control"
            defaultValue={refusal?.typed}
            aria-invalid={isAsked || undefined}
            aria-describedby={isAsked ? `${id}-error` : undefined}
            autoComplete="off"
            maxLength={2000}
          />
          {isAsked && (
            <p id={`${id}-error`} className="font-semibold text-alert-ink text-sm">
              {message}
            </p>
          )}
        </div>
        <Button>Mark done</Button>
      </Form>
    </details>
  );
}

function textOf(event: FormEvent<HTMLFormElement>, name: string): string {
  return String(new FormData(event.currentTarget).get(name) ?? "").trim();
}

/** The statuses besides done; two of them need a reason. */
function StatusMenu({ code, row, tick, back, more }: ActProps & { more?: ReactNode }) {
  const id = `reason-${row.id}`;
  const action = `/engagements/${code}`;
  const others = (["todo", "doing"] as const).filter((status) => status !== tick.status);
  function press(event: FormEvent<HTMLFormElement>) {
    const { submitter } = event.nativeEvent as SubmitEvent;
    const to = submitter?.getAttribute("value") ?? "";
    if (!isDeliverableStatus(to)) return;
    event.preventDefault();
    tick.press({ to, reason: textOf(event, "reason") });
  }
  return (
    <Menu
      label={`More for ${row.title}`}
      button={<Dots />}
      buttonClassName="-my-1.5 -mr-2 size-9 text-muted hover:bg-raised hover:text-ink pointer-coarse:size-11"
      className="col-start-3 row-start-1 sm:col-start-4"
      closeOn={tick.saved}
    >
      <Form method="post" action={action} onSubmit={press} className="flex gap-2">
        <TickFields row={row} from={tick.status} back={back} />
        {others.map((status) => (
          <Button key={status} name="to" value={status} className="flex-1">
            {DELIVERABLE_STATUS_LABEL[status]}
          </Button>
        ))}
      </Form>
      <Form method="post" action={action} onSubmit={press} className="mt-3">
        <TickFields row={row} from={tick.status} back={back} />
        <label htmlFor={id} className="font-semibold text-sm">
          Or say why it stands still
        </label>
        <input
          id={id}
          name="reason"
          className="control mt-1"
          defaultValue={row.reason ?? ""}
          autoComplete="off"
          maxLength={500}
        />
        <div className="mt-2 flex gap-2">
          <Button name="to" value="blocked" className="flex-1">
            Blocked
          </Button>
          <Button name="to" value="not_applicable" className="flex-1">
            Does not apply
          </Button>
        </div>
      </Form>
      {more}
    </Menu>
  );
}

function Dots() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className="size-4" fill="currentColor">
      <circle cx="3" cy="8" r="1.4" />
      <circle cx="8" cy="8" r="1.4" />
      <circle cx="13" cy="8" r="1.4" />
    </svg>
  );
}
