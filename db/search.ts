import { type RawBuilder, type SqlBool, sql } from "kysely";

/** Whether a column contains a text, whatever the case; wildcards in the text stand for themselves. */
export function contains(column: string, text: string): RawBuilder<SqlBool> {
  const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  return sql<SqlBool>`lower(${sql.ref(column)}) like ${pattern} escape '\\'`;
}
