import { openDatabase } from "db/connect.server";
import pg from "pg";
import { cookieHeader, sessionOf, startServer } from "tests/support/server";
import { describe, expect, it } from "vitest";

const serverUrl = process.env.TEST_DATABASE_URL;
const PEOPLE = {
  admin: [
    "/pipeline",
    "/pipeline?view=board",
    "/people",
    "/templates",
    "/settings",
    "/settings/calendar",
    "/audit",
  ],
  manager: ["/pipeline", "/engagements", "/engagements/new", "/clients", "/import", "/engagements.csv"],
  lead: ["/today", "/engagements"],
  client: ["/portal"],
};

describe("the whole server on PostgreSQL", () => {
  if (!serverUrl) {
    console.warn("The server on PostgreSQL: skipped, because TEST_DATABASE_URL names no server.");
    return;
  }

  it("fills with the sample firm and answers its screens", async () => {
    const name = `server_${Date.now()}`;
    const admin = new pg.Client({ connectionString: serverUrl });
    await admin.connect();
    await admin.query(`create database ${name}`);
    const address = new URL(serverUrl);
    address.pathname = `/${name}`;
    const server = await startServer({ DATABASE_URL: address.href });
    const database = await openDatabase({ dataDir: "", databaseUrl: address.href, connections: 2 });
    try {
      for (const [role, paths] of Object.entries(PEOPLE)) {
        const cookie = cookieHeader(await sessionOf(database, `${role}@demo.phaseline.test`));
        for (const path of paths) {
          const answer = await fetch(`${server.origin}${path}`, { headers: { cookie } });
          expect.soft(`${path} ${answer.status}`).toBe(`${path} 200`);
        }
      }
      const { code } = await database.db
        .selectFrom("engagement")
        .innerJoin("person", "person.id", "engagement.lead_id")
        .select("engagement.code")
        .where("person.email", "=", "lead@demo.phaseline.test")
        .where("stage", "=", "active")
        .executeTakeFirstOrThrow();
      const cookie = cookieHeader(await sessionOf(database, "lead@demo.phaseline.test"));
      for (const tab of ["", "/dates", "/ledger", "/ledger.csv", "/updates", "/activity", "/profile"]) {
        const answer = await fetch(`${server.origin}/engagements/${code}${tab}`, { headers: { cookie } });
        expect.soft(`${tab} ${answer.status}`).toBe(`${tab} 200`);
      }
    } finally {
      await database.close();
      expect(await server.stop()).toBe(0);
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    }
  }, 300_000);
});
