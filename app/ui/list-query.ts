/** What a list's address asks for: `?q=…&page=…`. */
export interface ListQuery {
  search: string;
  /** From 1. */
  page: number;
}

const MOST_PAGES = 10_000;

/** Reads a list's address; what cannot be meant is left out. */
export function readListQuery(request: Request): ListQuery {
  const query = new URL(request.url).searchParams;
  const search = (query.get("q") ?? "")
    .replace(/\p{Cc}/gu, " ")
    .trim()
    .slice(0, 200);
  const page = Number(query.get("page") ?? "1");
  return { search, page: Number.isInteger(page) && page >= 1 && page <= MOST_PAGES ? page : 1 };
}

export interface ListPages {
  previous: string | null;
  next: string | null;
  /** "1–50 of 1,134 people" */
  summary: string;
}

/** Where the pages before and after are. `noun` is [one, many]. */
export function listPages(
  path: string,
  { search, page }: ListQuery,
  count: { total: number; perPage: number; noun: readonly [string, string] },
): ListPages {
  const { total, perPage, noun } = count;
  const to = (other: number) => {
    const query = new URLSearchParams();
    if (search) query.set("q", search);
    if (other > 1) query.set("page", String(other));
    const text = query.toString();
    return text ? `${path}?${text}` : path;
  };
  const first = (page - 1) * perPage + 1;
  const last = Math.min(page * perPage, total);
  const number = (value: number) => value.toLocaleString("en-GB");
  const all = `${number(total)} ${total === 1 ? noun[0] : noun[1]}`;
  return {
    previous: page > 1 ? to(page - 1) : null,
    next: last < total ? to(page + 1) : null,
    summary: total > perPage && first <= total ? `${number(first)}–${number(last)} of ${all}` : all,
  };
}
