import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { readPortal } from "db/portal.server";
import { readPortalAsOf } from "db/portal-as-of.server";
import { todayOf } from "~/auth/firm.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { isCalendarDate } from "~/domain/calendar";
import { PortalFrame } from "~/ui/portal-frame";
import { headingWords } from "~/ui/portal-heading";
import { PortalHome } from "~/ui/portal-home";
import { ThenForm, ThenNotice } from "./then";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? [{ title: `${headingWords(data.answer.heading)} · ${data.frame.firm}` }] : [];

/** A browser that fetches a page before anybody asked for it has not shown it to anybody. */
const isFetchedAhead = (request: Request) =>
  /prefetch/i.test(request.headers.get("sec-purpose") ?? request.headers.get("purpose") ?? "");

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_portal");
  const { db, now } = args.context;
  const at = now();
  const code = args.params.code ?? "";
  const look = { at, today: await todayOf(args), isNoted: !isFetchedAhead(args.request) };
  const asked = new URL(args.request.url).searchParams.get("on") ?? "";
  const on = isCalendarDate(asked) && asked < look.today ? asked : null;
  const page = await readOrRefuse(() =>
    on ? readPortalAsOf(db, actor, code, on) : readPortal(db, actor, code, look),
  );
  return { ...page, on, today: look.today, person: { name: actor.name, email: actor.email } };
}

export default function Portal() {
  const { frame, person, on, today, ...page } = useLoaderData<typeof loader>();
  // On a day that has passed there is nothing to do.
  const answer = on ? { ...page.answer, act: null } : page.answer;
  return (
    <PortalFrame frame={frame} person={person}>
      {on && <ThenNotice code={frame.code} on={on} />}
      <PortalHome page={{ ...page, answer }} code={frame.code}>
        <ThenForm code={frame.code} on={on} today={today} />
      </PortalHome>
    </PortalFrame>
  );
}
