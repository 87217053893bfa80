type PackCell = string | number | null;

/** One table of the pack; every row has the same keys in the same order. */
export interface PackTable {
  name: string;
  columns: readonly string[];
  rows: Record<string, PackCell>[];
}

export const yesNo = (is: boolean): string => (is ? "yes" : "no");

/** A table whose rows have exactly its columns. */
export function tableOf<Column extends string>(
  name: string,
  columns: readonly Column[],
  rows: readonly Record<NoInfer<Column>, PackCell>[],
): PackTable {
  return { name, columns, rows: [...rows] };
}
