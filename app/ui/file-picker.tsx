import { type ClipboardEvent, type DragEvent, type FormEvent, useEffect, useRef, useState } from "react";
import { FILE_BYTES_MOST, FILES_AT_ONCE, sizeText } from "~/domain/file";
import { Button } from "./button";
import { classes } from "./classes";
import { Field, type FormErrors } from "./field";
import { useUpload } from "./use-upload";

/** Why these files cannot go up together; null when they can. */
function faultOf(files: readonly File[]): string | null {
  const large = files.find((file) => file.size > FILE_BYTES_MOST);
  if (large)
    return `“${large.name}” is larger than ${sizeText(FILE_BYTES_MOST)}, the most that one file may have.`;
  const empty = files.find((file) => file.size === 0);
  if (empty) return `“${empty.name}” is empty.`;
  return files.length > FILES_AT_ONCE ? `Choose at most ${FILES_AT_ONCE} files at once.` : null;
}

const identityOf = ({ name, size, lastModified }: File) => `${name} ${size} ${lastModified}`;

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");

/**
 * Files that are chosen, dropped or pasted into a form, and how far they have gone up. Give `formProps` to the form
 * and `picker` to `FilePicker`. Without script the form goes up as it is.
 */
export function useFilePicker({ takesPaste = false }: { takesPaste?: boolean } = {}) {
  const [files, setFiles] = useState<readonly File[]>([]);
  const [isOver, setOver] = useState(false);
  const formRef = useRef<HTMLFormElement>(null);
  const upload = useUpload(() => {
    setFiles([]);
    formRef.current?.reset();
  });

  const take = (more: Iterable<File>) => {
    const all = [...new Map([...files, ...more].map((file) => [identityOf(file), file])).values()];
    setFiles(all);
    const fault = faultOf(all);
    if (fault) upload.refuse(fault);
    else upload.clear();
  };
  const takeRef = useRef(take);
  takeRef.current = take;

  // A picture pasted anywhere on the page, as long as nobody is typing, is meant for the form.
  useEffect(() => {
    if (!takesPaste) return;
    const onPaste = (event: globalThis.ClipboardEvent) => {
      const pasted = [...(event.clipboardData?.files ?? [])];
      if (pasted.length === 0 || formRef.current?.contains(event.target as Node) || isTyping(event.target))
        return;
      takeRef.current(pasted);
    };
    document.addEventListener("paste", onPaste);
    return () => document.removeEventListener("paste", onPaste);
  }, [takesPaste]);

  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  return {
    formProps: {
      ref: formRef,
      encType: "multipart/form-data" as const,
      onDragOver: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: (event: DragEvent<HTMLElement>) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      },
      onPaste: (event: ClipboardEvent) => {
        if (event.clipboardData.files.length === 0) return;
        // Cells of a spreadsheet come as text and as a picture of it: in a field the text is meant.
        if (isTyping(event.target) && event.clipboardData.types.includes("text/plain")) return;
        event.preventDefault();
        take(event.clipboardData.files);
      },
      onSubmit: (event: FormEvent<HTMLFormElement>) => {
        if (upload.state.phase === "going") event.preventDefault();
        if (files.length === 0) return;
        event.preventDefault();
        const fault = faultOf(files);
        if (fault) {
          upload.refuse(fault);
          return;
        }
        const body = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
        body.delete("file");
        for (const file of files) body.append("file", file, file.name);
        upload.send(event.currentTarget, body);
      },
    },
    picker: {
      files,
      isOver,
      take,
      remove: (file: File) => setFiles(files.filter((other) => other !== file)),
      upload,
    },
    isGoing: upload.state.phase === "going",
  };
}

type Props = {
  picker: ReturnType<typeof useFilePicker>["picker"];
  idPrefix: string;
  errors?: FormErrors | undefined;
};

/** The part of a form that takes files. */
export function FilePicker({ picker, idPrefix, errors }: Props) {
  const { files, isOver, take, remove, upload } = picker;
  const { state } = upload;
  const said = state.phase === "refused" ? { file: [state.message] } : errors;
  const onChange = (event: FormEvent<HTMLInputElement>) => {
    take(event.currentTarget.files ?? []);
    // What was taken is listed below; the same file can then be chosen again after it was taken out.
    event.currentTarget.value = "";
  };
  return (
    <div
      className={classes(
        "grid gap-2 rounded-control border border-dashed p-3",
        isOver ? "border-ink bg-waiting-soft" : "border-line-strong",
      )}
    >
      <Field
        name="file"
        label="Files"
        hint={`Choose, drop or paste them here: up to ${FILES_AT_ONCE} at once, ${sizeText(FILE_BYTES_MOST)} each.`}
        idPrefix={idPrefix}
        errors={said}
      >
        {(wiring) => <input {...wiring} type="file" multiple className="control" onChange={onChange} />}
      </Field>
      <Field
        name="file"
        label="Or take a photo"
        idPrefix={`${idPrefix}-photo`}
        className="hidden pointer-coarse:grid"
      >
        {(wiring) => (
          <input
            {...wiring}
            type="file"
            accept="image/*"
            capture="environment"
            className="control"
            onChange={onChange}
          />
        )}
      </Field>
      {files.length > 0 && (
        <ul className="divide-y divide-line text-sm" aria-label="Chosen files">
          {files.map((file) => (
            <li key={identityOf(file)} className="flex items-center gap-2 py-1">
              <span className="min-w-0 flex-1 break-all">
                {file.name} <span className="text-muted">{sizeText(file.size)}</span>
              </span>
              <Button
                type="button"
                tone="quiet"
                size="small"
                disabled={state.phase === "going"}
                onClick={() => remove(file)}
              >
                Take out<span className="sr-only"> {file.name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {state.phase === "going" && <Progress sent={state.sent} onCancel={upload.cancel} />}
      <p role="status" className="sr-only">
        {state.phase === "going" && "The files are going up."}
        {state.phase === "refused" && state.message}
      </p>
    </div>
  );
}

function Progress({ sent, onCancel }: { sent: number; onCancel: () => void }) {
  const percent = Math.round(sent * 100);
  return (
    <div className="flex items-center gap-3">
      <progress value={sent} max={1} aria-label="Gone up" className="h-2 min-w-0 flex-1 accent-ink" />
      <span className="w-12 text-right text-sm tabular-nums">{percent} %</span>
      <Button type="button" tone="quiet" size="small" onClick={onCancel}>
        Stop
      </Button>
    </div>
  );
}
