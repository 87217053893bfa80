import { readPipelinePage } from "db/pipeline.server";
import { insertScaled } from "db/seed/scale.server";
import { refreshStandings } from "db/standing-refresh.server";
import type { KyselyPlugin } from "kysely";
import { describeEachDatabase } from "tests/support/databases";
import { actBy, TODAY } from "tests/support/factories";
import { expect, it } from "vitest";
import { parseFilter } from "~/domain/engagement-filter";

/** Counts the queries that pass. */
function counting(): { plugin: KyselyPlugin; count(): number } {
  let queries = 0;
  return {
    plugin: {
      transformQuery: ({ node }) => {
        queries += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    },
    count: () => queries,
  };
}

describeEachDatabase("the pipeline", (open) => {
  it("reads a page of a hundred with as many queries as a page of three", async () => {
    const counts: number[] = [];
    for (const size of [3, 1000]) {
      const { db } = await open();
      const { managerId } = await insertScaled(db, actBy(), size);
      await refreshStandings(db, TODAY);
      const { plugin, count } = counting();
      const actor = { id: managerId, name: "", email: "", role: "manager" as const, companyIds: [] };
      const filter = { ...parseFilter(new URLSearchParams()), stage: "active" as const };
      const page = await readPipelinePage(db.withPlugin(plugin), actor, filter, null, TODAY);
      expect(page.rows).toHaveLength(Math.min(size, 100));
      counts.push(count());
    }
    expect(counts[1]).toBe(counts[0]);
    expect(counts[0]).toBeLessThanOrEqual(6);
  });
});
