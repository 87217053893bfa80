import type { Kysely, Transaction } from "kysely";
import type { DB } from "../schema";

/**
 * A database handle on which every verb runs inside the one transaction that is already open, so that many verbs are
 * kept or lost together and pay for one synced commit.
 */
export function withinOne(trx: Transaction<DB>): Kysely<DB> {
  return new Proxy<Kysely<DB>>(trx, {
    get(target, key) {
      if (key === "transaction") {
        return () => ({ execute: <T>(run: (inner: Transaction<DB>) => Promise<T>) => run(trx) });
      }
      // Kysely keeps private fields, which only the object itself can reach.
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
