import { readPipelinePage } from "db/pipeline.server";
import { dateInZone } from "~/domain/calendar";
import { parseFilter } from "~/domain/engagement-filter";
import type { Filled } from "./fill";
import { openFloor, pipelineRows } from "./floors";
import { inTurns, median, printRatio, printSample } from "./measure";

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
