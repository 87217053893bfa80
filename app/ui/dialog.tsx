import { X } from "lucide-react";
import { forwardRef, type ReactNode, useId } from "react";

type Props = { title: string; children: ReactNode; onClose?: () => void };

/** A native modal dialog; open it with `ref.current.showModal()`. Escape and the cross close it. */
export const Dialog = forwardRef<HTMLDialogElement, Props>(function Dialog(
  { title, children, onClose },
  ref,
) {
  const titleId = useId();
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onClose={onClose}
      className="m-auto w-[min(34rem,calc(100vw-2rem))] rounded-card border border-line bg-surface p-0 text-ink"
    >
      <div className="flex items-center gap-3 border-b px-4 py-3">
        <h2 id={titleId} className="font-semibold text-lg">
          {title}
        </h2>
        <form method="dialog" className="ml-auto">
          <button
            type="submit"
            aria-label="Close"
            className="grid size-9 place-items-center rounded-control text-muted hover:bg-raised hover:text-ink"
          >
            <X aria-hidden="true" className="size-4" />
          </button>
        </form>
      </div>
      <div className="p-4">{children}</div>
    </dialog>
  );
});
