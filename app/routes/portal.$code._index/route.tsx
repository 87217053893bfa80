import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { readPortal } from "db/portal.server";
import { readPortalAsOf } from "db/portal-as-of.server";
import { todayOf } from "~/auth/firm.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { isCalendarDate } from "~/domain/calendar";
import type { Actor } from "~/domain/permissions";
import { Refusal } from "~/domain/refusal";
import { FormErrors } from "~/ui/form-errors";
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
  const asked = new URL(args.request.url).searchParams.get("on");
  const frame = { today: look.today, person: { name: actor.name, email: actor.email } };
  const then = asked === null || asked === look.today ? null : await readThen(args, actor, asked, look.today);
  if (then?.page) return { ...then.page, on: asked, refused: undefined, ...frame };
  const noted = { ...look, isNoted: look.isNoted && !then };
  const page = await readOrRefuse(() => readPortal(db, actor, code, noted));
  return { ...page, on: null, refused: then?.refused, ...frame };
}

/** The page as of the day asked for, or why there is none. */
async function readThen({ context, params }: LoaderFunctionArgs, actor: Actor, on: string, today: string) {
  const refused = (text: string) => ({ page: null, refused: { errors: { on: [text] }, values: { on } } });
  if (!isCalendarDate(on) || on > today) return refused("Choose a day that has passed.");
  const then = await readOrRefuse(async () => {
    try {
      return await readPortalAsOf(context.db, actor, params.code ?? "", on);
    } catch (error) {
      if (error instanceof Refusal && error.kind === "invalid") return error.message;
      throw error;
    }
  });
  return typeof then === "string" ? refused(then) : { page: then, refused: undefined };
}

export default function Portal() {
  const { frame, person, on, refused, today, ...page } = useLoaderData<typeof loader>();
  // On a day that has passed there is nothing to do.
  const answer = on ? { ...page.answer, act: null } : page.answer;
  return (
    <PortalFrame frame={frame} person={person}>
      {refused && <FormErrors errors={refused.errors} title="This is the page as it is today." />}
      {on && <ThenNotice code={frame.code} on={on} />}
      <PortalHome page={{ ...page, answer }} code={frame.code}>
        <ThenForm code={frame.code} on={on} refused={refused} today={today} />
      </PortalHome>
    </PortalFrame>
  );
}
