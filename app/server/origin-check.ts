import { createMiddleware } from "hono/factory";
import type { ServerEnv } from "./parts";
import { plainPage } from "./plain-page";

const isReading = (method: string) => method === "GET" || method === "HEAD";

type Asked = { method: string; fetchSite?: string; origin?: string; host?: string };

/**
 * Whether a request may change something, judged by where it came from. A browser always says one of the two;
 * what says neither is refused, as it would be a browser that hides where it is.
 */
export function isOwnOrigin({ method, fetchSite, origin, host }: Asked, baseUrl: string): boolean {
  if (isReading(method)) return true;
  if (fetchSite === undefined && origin === undefined) return false;
  if (fetchSite !== undefined && fetchSite !== "same-origin" && fetchSite !== "none") return false;
  if (origin === undefined || origin === baseUrl) return true;
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();
}

/** Before everything that can change anything, pages and API alike: a form of another site gets 403. */
export function originCheck(baseUrl: string) {
  return createMiddleware<ServerEnv>(async (c, next) => {
    if (isReading(c.req.method)) return next();
    const asked = {
      method: c.req.method,
      fetchSite: c.req.header("sec-fetch-site"),
      origin: c.req.header("origin"),
      host: c.req.header("host"),
    };
    if (!isOwnOrigin(asked, baseUrl)) return plainPage(403, c.get("nonce"));
    return next();
  });
}
