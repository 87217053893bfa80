import type { Act } from "db/act";
import { recordFinding } from "db/findings.server";
import { markHotspot } from "db/hotspots.server";
import { addProtectingTest } from "db/protecting-tests.server";
import type { DB } from "db/schema";
import type { Kysely } from "kysely";

/** A shared finding that is a hotspot of three hours a week, not fixed yet and with a test; answers its id. */
export async function aHotspotWithTest(db: Kysely<DB>, act: Act, code: string): Promise<string> {
  const id = await recordFinding(db, act, code, {
    title: "Prices are rounded twice",
    severity: "high",
    area: "Data model",
    body: "Once in the **basket** and once on the invoice.",
    place: "src/prices/round.ts",
    isVisible: true,
  });
  await markHotspot(db, act, code, id, "3");
  await addProtectingTest(db, act, code, id, {
    name: "a price is rounded once, at the end",
    kind: "unit",
    place: "tests/prices/round.test.ts",
  });
  return id;
}
