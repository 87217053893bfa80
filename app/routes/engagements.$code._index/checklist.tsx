import { useFetcher } from "@remix-run/react";
import { GripVertical } from "lucide-react";
import { type PointerEvent, useEffect, useRef, useState } from "react";
import type { CalendarDate } from "~/domain/calendar";
import type { ChecklistRow } from "~/domain/checklist";
import { Button } from "~/ui/button";
import { DeliverableRow, type RowRefusal } from "~/ui/deliverable-row";

type Props = {
  code: string;
  rows: readonly ChecklistRow[];
  today: CalendarDate;
  canTick: boolean;
  refusal: RowRefusal | null;
};

/** The rows of a phase, put in order by dragging them where there is script, else by the buttons in their menus. */
export function Checklist({ code, rows, today, canTick, refusal }: Props) {
  const { shown, move } = useOrder(code, rows);
  const drag = useDrag(shown, move);
  return (
    <ol ref={drag.list}>
      {shown.map((row, index) => (
        <DeliverableRow
          key={row.id}
          code={code}
          row={row}
          today={today}
          canTick={canTick}
          refusal={refusal}
          className={drag.lineAt(index)}
          before={
            drag.isReady && canTick ? <Handle onPointerDown={(event) => drag.begin(event, row.id)} /> : null
          }
          more={() => <OrderButtons id={row.id} rows={shown} index={index} move={move} />}
        />
      ))}
    </ol>
  );
}

/** The order that the reader made, until the page is read with it. */
function useOrder(code: string, rows: readonly ChecklistRow[]) {
  const fetcher = useFetcher<{ ok: true } | { errors: unknown }>();
  const base = rows.map((row) => row.id).join(" ");
  const [mine, setMine] = useState<{ base: string; ids: string[] } | null>(null);
  const isRefused = fetcher.data !== undefined && "errors" in fetcher.data;
  const ids = mine?.base === base && !isRefused ? mine.ids : null;
  const shown = ids ? [...rows].sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)) : [...rows];
  function move(id: string, beforeId: string | null) {
    const rest = shown.map((row) => row.id).filter((other) => other !== id);
    rest.splice(beforeId === null ? rest.length : rest.indexOf(beforeId), 0, id);
    setMine({ base, ids: rest });
    fetcher.submit(
      { intent: "reorder", id, before_id: beforeId ?? "", answer: "here" },
      { method: "post", action: `/engagements/${code}` },
    );
  }
  return { shown, move };
}

type Move = (id: string, beforeId: string | null) => void;

function useDrag(rows: readonly ChecklistRow[], move: Move) {
  const list = useRef<HTMLOListElement>(null);
  const [isReady, setReady] = useState(false);
  const [dragged, setDragged] = useState<{ id: string; to: number } | null>(null);
  useEffect(() => setReady(true), []);

  function indexAt(y: number): number {
    const items = [...(list.current?.children ?? [])];
    const below = items.findIndex((item) => {
      const { top, height } = item.getBoundingClientRect();
      return y < top + height / 2;
    });
    return below < 0 ? items.length : below;
  }

  function begin(event: PointerEvent<HTMLElement>, id: string) {
    const handle = event.currentTarget;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    let to = rows.findIndex((row) => row.id === id);
    const from = to;
    setDragged({ id, to });
    const onMove = (moving: globalThis.PointerEvent) => {
      to = indexAt(moving.clientY);
      setDragged({ id, to });
    };
    const end = (isDropped: boolean) => {
      handle.removeEventListener("pointermove", onMove);
      handle.removeEventListener("pointerup", drop);
      handle.removeEventListener("pointercancel", cancel);
      setDragged(null);
      if (isDropped && to !== from && to !== from + 1) move(id, rows[to]?.id ?? null);
    };
    const drop = () => end(true);
    const cancel = () => end(false);
    handle.addEventListener("pointermove", onMove);
    handle.addEventListener("pointerup", drop);
    handle.addEventListener("pointercancel", cancel);
  }

  function lineAt(index: number): string | undefined {
    if (!dragged) return undefined;
    if (rows[index]?.id === dragged.id) return "is-dragged";
    if (dragged.to === index) return "drops-before";
    if (dragged.to === rows.length && index === rows.length - 1) return "drops-after";
    return undefined;
  }

  return { list, isReady, begin, lineAt };
}

function Handle({ onPointerDown }: { onPointerDown: (event: PointerEvent<HTMLElement>) => void }) {
  // The buttons in the menu do the same for the keyboard, so this one is for the pointer only.
  return (
    <span aria-hidden="true" onPointerDown={onPointerDown} className="row-handle">
      <GripVertical className="size-4" />
    </span>
  );
}

type OrderProps = { id: string; rows: readonly ChecklistRow[]; index: number; move: Move };

function OrderButtons({ id, rows, index, move }: OrderProps) {
  if (rows.length < 2) return null;
  return (
    <div className="mt-3 flex gap-2 border-t pt-3">
      <Button
        type="button"
        className="flex-1"
        disabled={index === 0}
        onClick={() => move(id, rows[index - 1]?.id ?? null)}
      >
        Move up
      </Button>
      <Button
        type="button"
        className="flex-1"
        disabled={index === rows.length - 1}
        onClick={() => move(id, rows[index + 2]?.id ?? null)}
      >
        Move down
      </Button>
    </div>
  );
}
