import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";

export type UploadState =
  | { phase: "idle" }
  /** `sent` from 0 to 1. */
  | { phase: "going"; sent: number }
  | { phase: "refused"; message: string };

const BROKEN_OFF = "The connection broke off before everything had arrived. Nothing was saved; try again.";

/** What the page that came back says about the same form; the page is only read, never shown. */
function refusalIn(page: Document | null, formId: string): string {
  const form = page?.getElementById(formId);
  const messages = [...(form?.querySelectorAll('[id$="-error"]') ?? [])];
  const told =
    messages.length > 0 ? messages : [...(page?.querySelectorAll('[role="alert"], h1') ?? [])].slice(0, 1);
  return told.map((element) => element.textContent?.trim()).join(" ") || BROKEN_OFF;
}

/**
 * Sends a form with its files as the browser would, but tells how far it has come, and stays on the page. Whatever
 * the answer leads to somewhere else (to sign in again) is followed.
 */
export function useUpload(onDone: () => void) {
  const [state, setState] = useState<UploadState>({ phase: "idle" });
  const revalidator = useRevalidator();
  const request = useRef<XMLHttpRequest | null>(null);

  useEffect(() => () => request.current?.abort(), []);

  function send(form: HTMLFormElement, body: FormData): void {
    const path = window.location.pathname;
    const xhr = new XMLHttpRequest();
    request.current = xhr;
    setState({ phase: "going", sent: 0 });
    xhr.upload.onprogress = ({ loaded, total }) =>
      setState({ phase: "going", sent: total > 0 ? loaded / total : 0 });
    xhr.onload = () => {
      if (xhr.responseURL && new URL(xhr.responseURL).pathname !== path) {
        window.location.assign(xhr.responseURL);
        return;
      }
      if (xhr.status >= 400) {
        setState({ phase: "refused", message: refusalIn(xhr.responseXML, form.id) });
        return;
      }
      setState({ phase: "idle" });
      onDone();
      revalidator.revalidate();
    };
    xhr.onerror = () => setState({ phase: "refused", message: BROKEN_OFF });
    xhr.onabort = () => setState({ phase: "idle" });
    xhr.open("POST", path);
    xhr.responseType = "document";
    xhr.send(body);
  }

  return {
    state,
    send,
    refuse: (message: string) => setState({ phase: "refused", message }),
    clear: () => setState({ phase: "idle" }),
    cancel: () => request.current?.abort(),
  };
}
