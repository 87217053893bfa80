import type { CompiledQuery, Kysely } from "kysely";
import type { DB } from "./schema";

/** Stands for a value until the query runs. */
class Slot {
  constructor(readonly name: string) {}
}

/**
 * A query that is built and compiled once per database and then runs with other values: building costs several times
 * what a small read does. `value("name")` stands for a value in `build`; it fits wherever a parameter does, not where
 * the text of the SQL would depend on it.
 */
export function prepared<Values extends object, Row>(
  build: (
    db: Kysely<DB>,
    value: <Name extends keyof Values & string>(name: Name) => Values[Name],
  ) => { compile(): CompiledQuery<unknown> },
): (db: Kysely<DB>, values: Values) => Promise<Row[]> {
  const compiled = new WeakMap<object, CompiledQuery<unknown>>();
  return async (db, values) => {
    const executor = db.getExecutor();
    const { adapter } = executor;
    let query = compiled.get(adapter);
    if (!query) {
      query = build(db, (name) => new Slot(name) as never).compile();
      compiled.set(adapter, query);
    }
    const given = values as Record<string, unknown>;
    const parameters = query.parameters.map((parameter) =>
      parameter instanceof Slot ? given[parameter.name] : parameter,
    );
    const { sql, query: node, queryId } = query;
    const compiledQuery = { sql, parameters, query: node, queryId };
    // What `executeQuery` would do, without its round through plugins, of which there are none.
    const { rows } = await executor.provideConnection((connection) =>
      connection.executeQuery<Row>(compiledQuery),
    );
    return rows;
  };
}
