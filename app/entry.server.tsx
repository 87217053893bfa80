import { PassThrough, Writable } from "node:stream";
import {
  type ActionFunctionArgs,
  type AppLoadContext,
  createReadableStreamFromReadable,
  type EntryContext,
  type LoaderFunctionArgs,
} from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";
import { NonceContext } from "./nonce";
import { isUnavailable } from "./server/unavailable";

/** Milliseconds after which what is still pending is given up. */
const LONGEST = 6000;
/** Milliseconds to wait for the rest of a page before its beginning is sent. */
const WHOLE_WITHIN = 20;

/**
 * Renders the document. Nearly every page is complete within a moment and leaves in one piece, which spares it the
 * scripts that move late parts into place; one that waits for something is streamed.
 */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  { nonce, log }: AppLoadContext,
): Promise<Response> {
  headers.set("content-type", "text/html; charset=utf-8");
  return new Promise((resolve, reject) => {
    let answerStatus = status;
    let isSent = false;
    let early: NodeJS.Timeout | undefined;
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={nonce}>
        <RemixServer context={remixContext} url={request.url} abortDelay={LONGEST} nonce={nonce} />
      </NonceContext.Provider>,
      {
        nonce,
        onShellReady() {
          early = setTimeout(sendAsStream, WHOLE_WITHIN);
        },
        onAllReady() {
          clearTimeout(late);
          clearTimeout(early);
          if (!isSent) sendWhole();
        },
        onShellError: reject,
        onError(error) {
          answerStatus = 500;
          log.error({ err: error }, "render failed");
        },
      },
    );
    const late = setTimeout(abort, LONGEST);

    function sendAsStream() {
      isSent = true;
      const body = new PassThrough();
      resolve(new Response(createReadableStreamFromReadable(body), { headers, status: answerStatus }));
      pipe(body);
    }

    function sendWhole() {
      isSent = true;
      const chunks: Buffer[] = [];
      const whole = new Writable({
        write(chunk: Buffer, _encoding, done) {
          chunks.push(chunk);
          done();
        },
        final(done) {
          resolve(new Response(Buffer.concat(chunks), { headers, status: answerStatus }));
          done();
        },
      });
      pipe(whole);
    }
  });
}

/** Writes down what a loader or an action did not expect. */
export function handleError(
  error: unknown,
  { request, context }: LoaderFunctionArgs | ActionFunctionArgs,
): void {
  // A refusal is an answer, not a fault; Remix's own also quote the address, which may hold a link's secret.
  if (isRouteErrorResponse(error) && error.status < 500) return;
  if (isUnavailable(error)) context.unavailable = true;
  if (!request.signal.aborted) context.log.error({ err: error }, "unexpected error");
}
