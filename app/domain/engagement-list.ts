/** The orders of the list of engagements. */
export const LIST_SORTS = ["newest", "need", "title", "client", "finish"] as const;
export type ListSort = (typeof LIST_SORTS)[number];

export const DEFAULT_LIST_SORT: ListSort = "newest";

export const LIST_SORT_LABEL: Record<ListSort, string> = {
  newest: "Newest first",
  need: "Most in need first",
  title: "By title",
  client: "By client",
  finish: "By promised finish",
};

/** An order from an address; the usual one where it makes no sense. */
export function parseListSort(text: string | null): ListSort {
  return LIST_SORTS.find((sort) => sort === text) ?? DEFAULT_LIST_SORT;
}
