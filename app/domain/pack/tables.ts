import type { PackContents } from "./contents";
import { planTables } from "./plan-tables";
import type { PackTable } from "./table";
import { timeTables } from "./time-tables";
import { workTables } from "./work-tables";

/** Everything of the pack in rows and columns, for programs and spreadsheets. */
export function packTables(contents: PackContents): PackTable[] {
  return [...planTables(contents), ...workTables(contents), ...timeTables(contents)];
}
