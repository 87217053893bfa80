import { useNavigate, useSubmit } from "@remix-run/react";
import { type RefObject, useEffect, useState } from "react";
import { isStage, nextStages, STAGE_LABEL, type Stage } from "~/domain/stage";
import { useLinkClicks } from "~/ui/link-clicks";

type Dragged = { element: HTMLElement; code: string; from: Stage };

/**
 * Lets cards be dragged between columns, on top of links and forms that do the same. Answers what to tell the reader
 * about the last drop, if anything.
 */
export function useBoardDrag(
  frame: RefObject<HTMLElement>,
  isOn: boolean,
  here: (move: string | null) => string,
): string | null {
  const submit = useSubmit();
  const navigate = useNavigate();
  const [hint, setHint] = useState<string | null>(null);
  useLinkClicks(frame);

  useEffect(() => {
    const board = frame.current;
    if (!board || !isOn) return;
    let dragged: Dragged | null = null;

    const columnAt = (event: Event) =>
      event.target instanceof Element ? event.target.closest<HTMLElement>("[data-stage]") : null;
    const stageAt = (column: HTMLElement | null): Stage | null => {
      const stage = column?.dataset.stage ?? "";
      return isStage(stage) ? stage : null;
    };
    const markColumns = (from: Stage | null) => {
      for (const column of board.querySelectorAll<HTMLElement>("[data-stage]")) {
        const stage = stageAt(column);
        column.toggleAttribute(
          "data-open",
          from !== null && stage !== null && nextStages(from).includes(stage),
        );
      }
    };

    function start(event: DragEvent) {
      const element =
        event.target instanceof Element ? event.target.closest<HTMLElement>("[data-code]") : null;
      const from = element?.dataset.from ?? "";
      if (!element || !isStage(from)) return;
      dragged = { element, code: element.dataset.code ?? "", from };
      event.dataTransfer?.setData("text/plain", dragged.code);
      setHint(null);
      markColumns(from);
    }
    function over(event: DragEvent) {
      const to = stageAt(columnAt(event));
      if (dragged && to && to !== dragged.from) event.preventDefault();
    }
    function drop(event: DragEvent) {
      const column = columnAt(event);
      const to = stageAt(column);
      if (!dragged || !to || to === dragged.from) return;
      event.preventDefault();
      const { code, from } = dragged;
      if (!nextStages(from).includes(to)) {
        setHint(`${STAGE_LABEL[from]} cannot become ${STAGE_LABEL[to]}.`);
      } else if (to === "lost" || from === "handed_over") {
        navigate(`${here(code)}&to=${to}`, { preventScrollReset: true });
      } else {
        submit(
          { intent: "move_stage", code, from, to },
          { method: "post", action: here(null), preventScrollReset: true },
        );
      }
    }
    function end() {
      dragged = null;
      markColumns(null);
    }

    const listening = { dragstart: start, dragover: over, drop, dragend: end } as const;
    for (const [name, listener] of Object.entries(listening)) {
      board.addEventListener(name, listener as EventListener);
    }
    return () => {
      for (const [name, listener] of Object.entries(listening)) {
        board.removeEventListener(name, listener as EventListener);
      }
    };
  }, [frame, isOn, here, navigate, submit]);

  return hint;
}
