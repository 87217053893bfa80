import type { FindingFilter } from "db/finding-pages.server";
import { FINDING_STATUSES, SEVERITIES } from "~/domain/finding";
import { readListQuery } from "~/ui/list-query";

/** What the list's address asks for; what cannot be meant is left out. */
export function readFindingQuery(request: Request): { filter: FindingFilter; page: number } {
  const query = new URL(request.url).searchParams;
  const { search, page } = readListQuery(request);
  const visibility = query.get("visible");
  return {
    page,
    filter: {
      search,
      severity: SEVERITIES.find((known) => known === query.get("severity")) ?? null,
      status: FINDING_STATUSES.find((known) => known === query.get("status")) ?? null,
      area: query.get("area")?.slice(0, 100) || null,
      visibility: visibility === "client" || visibility === "internal" ? visibility : null,
    },
  };
}

/** The address of another page of the same list. */
export function pageHref(request: Request, page: number): string {
  const query = new URL(request.url).searchParams;
  query.delete("added");
  query.delete("imported");
  query.delete("page");
  if (page > 1) query.set("page", String(page));
  const text = query.toString();
  return text ? `?${text}` : "?";
}
