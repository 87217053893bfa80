import type { AppLoadContext } from "@remix-run/node";
import { type Firm, findFirm } from "db/firm.server";
import { dateInZone } from "~/domain/calendar";

type Asked = { context: AppLoadContext; request: Request };

const known = new WeakMap<AppLoadContext, Promise<Firm | undefined>>();

/** The firm's time zone, asked of the database once per page; UTC until it is founded. */
export async function zoneOf({ context, request }: Asked): Promise<string> {
  let firm = known.get(context);
  // A post may change the firm, and its page is read afterwards in the same request.
  if (!firm || request.method !== "GET") firm = findFirm(context.db);
  if (request.method === "GET") known.set(context, firm);
  return (await firm)?.timeZone ?? "UTC";
}

/** Today's date where the firm works. */
export async function todayOf(asked: Asked): Promise<string> {
  return dateInZone(asked.context.now(), await zoneOf(asked));
}
