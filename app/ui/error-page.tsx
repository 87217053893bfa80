import { isRouteErrorResponse, useLocation, useRouteError } from "@remix-run/react";
import { buttonClass } from "./button";
import { Logo } from "./logo";

type Words = { title: string; what: string; way: "home" | "sign-in" | "again" };

const WORDS: Record<number, Words> = {
  400: {
    title: "We could not read that address",
    what: "Something in it is malformed, perhaps cut off while it was copied. Nothing was changed.",
    way: "home",
  },
  401: {
    title: "Please sign in",
    what: "You have been signed out, or your session has ended. What you saved before is kept.",
    way: "sign-in",
  },
  403: {
    title: "This is not yours to do",
    what: "Your role does not include it. Nothing was changed. An administrator can widen your role.",
    way: "home",
  },
  404: {
    title: "We could not find that page",
    what: "It may have been moved, or it is not shared with you.",
    way: "home",
  },
  405: {
    title: "This page takes no forms",
    what: "Nothing was changed. Go back and try from the page itself.",
    way: "home",
  },
  409: {
    title: "Somebody else was quicker",
    what: "It changed while you had it open. Theirs is kept and yours was not written over it. Look at the newer one, then make your change again.",
    way: "again",
  },
  422: {
    title: "That cannot be saved as it is",
    what: "Something in it does not fit. Nothing was changed. Go back, correct it and send it again.",
    way: "again",
  },
  429: {
    title: "That was a few times too many",
    what: "We have paused for a moment to keep accounts safe. Nothing was changed. Please wait a few minutes and try again.",
    way: "again",
  },
  500: {
    title: "Something broke on our side",
    what: "It has been written down for us to look at. What you saved before is kept; the last change may not have been.",
    way: "again",
  },
  503: {
    title: "We will be right back",
    what: "We cannot answer for the moment. What you saved before is kept. Please try again in a few seconds.",
    way: "again",
  },
};

const OFFLINE: Words = {
  title: "You are offline",
  what: "We cannot reach the server from here. What you saved before is kept. Try again once you are connected.",
  way: "again",
};

const UNEXPECTED: Words = {
  title: "Something broke on our side",
  what: "It has been written down for us to look at. What you saved before is kept; the last change may not have been.",
  way: "again",
};

function isOffline(error: unknown): boolean {
  return error instanceof TypeError && /fetch|network|load failed/i.test(error.message);
}

function wordsFor(error: unknown): { words: Words; status: number | undefined; detail: string | undefined } {
  if (isOffline(error)) return { words: OFFLINE, status: undefined, detail: undefined };
  if (!isRouteErrorResponse(error)) return { words: UNEXPECTED, status: 500, detail: undefined };
  // Remix's own refusals carry a sentence for programmers; ours are thrown as text for people.
  const own = typeof error.data === "string" && !/^Error: /.test(error.data) ? error.data.trim() : "";
  return { words: WORDS[error.status] ?? UNEXPECTED, status: error.status, detail: own || undefined };
}

/** The title of an error's page. */
export function errorTitle(error: unknown): string {
  return wordsFor(error).words.title;
}

/** What happened, what was kept, and the way on; for the root's error boundary and any other. */
export function ErrorPage() {
  const { words, status, detail } = wordsFor(useRouteError());
  const { pathname, search } = useLocation();
  const here = `${pathname}${search}`;
  return (
    <main id="main" className="mx-auto max-w-xl px-4 py-[12vh]">
      <p className="mb-6 flex items-center gap-3 text-muted text-sm">
        <Logo />
        {status ? `Phaseline · ${status}` : "Phaseline"}
      </p>
      <h1 className="font-semibold text-2xl tracking-tight">{words.title}</h1>
      {detail && detail !== words.title && <p className="mt-3 text-lg">{detail}</p>}
      <p className="mt-3 text-lg">{words.what}</p>
      <p className="mt-6 flex flex-wrap gap-2">
        {words.way === "again" && (
          <a href={here} className={buttonClass("primary", "large")}>
            Try again
          </a>
        )}
        {words.way === "sign-in" && (
          <a
            href={`/sign-in?redirectTo=${encodeURIComponent(here)}`}
            className={buttonClass("primary", "large")}
          >
            Sign in
          </a>
        )}
        <a href="/" className={buttonClass(words.way === "home" ? "primary" : "secondary", "large")}>
          Go to your home page
        </a>
      </p>
    </main>
  );
}
