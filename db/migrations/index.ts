import type { Kysely } from "kysely";
import type { DB } from "../schema";
import * as foundation from "./0001_foundation";
import * as depth from "./0002_depth";
import * as planning from "./0003_planning";

export interface Migration {
  up(db: Kysely<DB>): Promise<void>;
}

/** In the order in which they run; a migration that was shipped is never edited. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001_foundation": foundation,
  "0002_depth": depth,
  "0003_planning": planning,
};
