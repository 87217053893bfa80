import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { findFirm } from "db/firm.server";
import { type GuestPortal, readGuestPortal } from "db/guest-portal.server";
import { forgiveSource, mayTry, TOO_MANY_TRIES } from "~/auth/attempts.server";
import { todayOf } from "~/auth/firm.server";
import { Refusal } from "~/domain/refusal";
import { Instant } from "~/ui/date";
import { EntryShell } from "~/ui/entry-shell";
import { Logo } from "~/ui/logo";
import { headingWords } from "~/ui/portal-heading";
import { PortalHome } from "~/ui/portal-home";
import { SkipLink } from "~/ui/skip-link";

export const meta: MetaFunction<typeof loader> = ({ data: answer }) => [
  {
    title: answer?.shared
      ? `${headingWords(answer.shared.page.answer.heading)} · ${answer.shared.page.frame.firm}`
      : "This address opens nothing · Phaseline",
  },
  { name: "robots", content: "noindex, nofollow" },
  { name: "referrer", content: "no-referrer" },
];

// The address is a secret: it is not to be kept, found, or handed on to where a link leads.
const PRIVATE = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex, nofollow",
};

export const headers: HeadersFunction = () => PRIVATE;

export async function loader(args: LoaderFunctionArgs) {
  const { db } = args.context;
  const mayLook = await mayTry(args.context, "share");
  const shared = mayLook ? await findShared(args) : null;
  if (shared) await forgiveSource(args.context, "share");
  const firm = (await findFirm(db))?.name ?? null;
  const status = shared ? 200 : mayLook ? 404 : 429;
  return data({ shared, firm, why: mayLook ? null : TOO_MANY_TRIES }, { status, headers: PRIVATE });
}

/** What the address opens; null when it is unknown, has run out or was taken back, which nobody can tell apart. */
async function findShared(args: LoaderFunctionArgs): Promise<GuestPortal | null> {
  const { db, now } = args.context;
  const look = { at: now(), today: await todayOf(args) };
  try {
    return await readGuestPortal(db, args.params.token ?? "", look);
  } catch (error) {
    if (error instanceof Refusal && error.kind === "not_found") return null;
    throw error;
  }
}

export default function Shared() {
  const { shared, firm, why } = useLoaderData<typeof loader>();
  if (!shared) {
    return (
      <EntryShell
        firm={firm}
        title="This address opens nothing"
        lead={
          why ??
          "It has run out, was taken back, or was cut off while it was copied. Ask who sent it to you for a new one."
        }
      />
    );
  }
  const { page, expiresAt } = shared;
  const { frame, ...home } = page;
  return (
    <>
      <SkipLink />
      <div className="mx-auto max-w-[60.5rem] px-4 pt-2 pb-12 sm:px-6 sm:pt-5">
        <header className="flex flex-wrap items-center justify-between gap-x-4 text-muted text-sm">
          <p className="flex min-h-11 min-w-0 items-center gap-3">
            <Logo className="h-3.5 w-auto shrink-0" />
            <span>
              {frame.firm} · for {frame.company}
            </span>
          </p>
          <p>
            Shared with you to read, until <Instant at={expiresAt} />
          </p>
        </header>
        <main id="main" tabIndex={-1} className="pt-1">
          <PortalHome page={home} code={null} />
        </main>
      </div>
    </>
  );
}
