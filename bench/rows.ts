import { workingCalendar } from "db/firm.server";
import { readPipelinePage } from "db/pipeline.server";
import { needAndHealth, STANDING_COLUMNS } from "db/standing-row.server";
import { dateInZone } from "~/domain/calendar";
import { parseFilter } from "~/domain/engagement-filter";
import type { Filled } from "./fill";
import { openFloor, pipelineRows } from "./floors";
import { inTurns, median, printRatio, printSample } from "./measure";

/**
 * Who needs somebody: need and health of every live engagement reckoned from its facts, as is done once a day, as
 * milliseconds for each.
 */
export async function benchAttention(fills: readonly Filled[], turns: number): Promise<void> {
  console.log("\nneed and health from the facts, each engagement");
  const work: Record<string, () => Promise<unknown>> = {};
  for (const { size, database } of fills) {
    const rows = await database.db.selectFrom("engagement").select(STANDING_COLUMNS).limit(size).execute();
    const calendar = await workingCalendar(database.db);
    const today = dateInZone(Date.now(), "UTC");
    work[`at ${size}`] = async () => {
      for (const row of rows) needAndHealth(row, today, calendar);
    };
  }
  const samples = await inTurns(turns, work);
  for (const sample of samples) printSample(sample);
  const each = fills.map(({ size }, index) => median(samples[index]?.times ?? []) / size);
  const growth = (each.at(-1) ?? 0) / (each[0] ?? 1);
  printRatio("each at the most ÷ each at the least", growth);
}

/** The pipeline's read, beside the same rows by one prepared query. */
export async function benchRows(filled: Filled, turns: number): Promise<void> {
  console.log(`\nreading the pipeline at ${filled.size}`);
  const { db } = filled.database;
  const actor = {
    id: filled.scaled.managerId,
    name: "",
    email: "",
    role: "manager" as const,
    companyIds: [],
  };
  const filter = { ...parseFilter(new URLSearchParams()), stage: "active" as const };
  const today = dateInZone(Date.now(), "UTC");
  const connection = openFloor(filled.dataDir);
  const samples = await inTurns(turns, {
    "pipeline read": () => readPipelinePage(db, actor, filter, null, today),
    "one prepared query": pipelineRows(connection),
  });
  connection.close();
  for (const sample of samples) printSample(sample);
  const [whole, floor] = samples.map((sample) => median(sample.times));
  printRatio("read ÷ prepared query", (whole ?? 0) / (floor ?? 1));
}
