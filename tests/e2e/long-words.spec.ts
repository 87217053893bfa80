import { sql } from "kysely";
import { type RunningServer, startServer } from "../support/server";
import { expect, expectNoOverflow, type Login, openFor, test } from "./support";

const WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

/** Puts a word without a gap before the names of everything that people name. */
async function lengthenNames({ database: { db } }: RunningServer): Promise<void> {
  const long = (column: string) => sql<string>`${WORD} || ${sql.ref(column)}`;
  await db
    .updateTable("company")
    .set({ name: long("name") })
    .execute();
  await db
    .updateTable("person")
    .set({ name: long("name") })
    .execute();
  await db
    .updateTable("engagement")
    .set({ title: long("title") })
    .execute();
  await db
    .updateTable("finding")
    .set({ title: long("title") })
    .execute();
  await db
    .updateTable("deliverable")
    .set({ title: long("title") })
    .execute();
}

const SCREENS: Partial<Record<Login, readonly string[]>> = {
  manager: [
    "/pipeline",
    "/pipeline?view=board",
    "/review",
    "/capacity",
    "/updates",
    "/clients",
    "/reports/hours",
  ],
  lead: [
    "/today",
    "/engagements/ENG-0044",
    "/engagements/ENG-0044/findings",
    "/engagements/ENG-0044/gates/extend",
    "/engagements/ENG-0044/forecast",
    "/engagements/ENG-0042/ledger",
    "/engagements/ENG-0042/asks",
    "/engagements/ENG-0042/team",
  ],
  client: ["/portal/ENG-0042", "/portal/ENG-0042/asks", "/portal/ENG-0042/gates/extend", "/account"],
  admin: ["/people"],
};

test("a word longer than a line widens no page", async ({ browser }) => {
  const server = await startServer();
  try {
    await lengthenNames(server);
    for (const [who, paths] of Object.entries(SCREENS)) {
      const context = await browser.newContext({ baseURL: server.origin });
      const page = await openFor(context, server.database, server.origin, who as Login);
      for (const path of paths) {
        await page.setViewportSize({ width: 1366, height: 768 });
        expect((await page.goto(path))?.status(), path).toBe(200);
        // What is folded away takes its room as soon as somebody unfolds it.
        await page.evaluate(() => {
          for (const details of document.querySelectorAll("main details")) details.setAttribute("open", "");
        });
        await expectNoOverflow(page);
        await page.setViewportSize({ width: 360, height: 740 });
        await expectNoOverflow(page);
      }
      await context.close();
    }
  } finally {
    await server.stop();
  }
});
