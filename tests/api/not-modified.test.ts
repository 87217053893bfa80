import type { AppLoadContext } from "@remix-run/node";
import type { Database } from "db/connect.server";
import { dropSession, extendSession } from "db/sessions.server";
import { pino } from "pino";
import { beforeAll, expect, it } from "vitest";
import { storedId } from "~/auth/adapter.server";
import { luciaOf, SESSION_COOKIE } from "~/auth/lucia.server";
import { parseConfig } from "~/config.server";
import type { Actor } from "~/domain/permissions";
import { fileStoreOf } from "~/files/store.server";
import { answerTag, confirmUnchanged } from "~/server/not-modified";
import { describeEachDatabase } from "../support/databases";
import { aPerson, founded } from "../support/factories";

const DAY = 24 * 60 * 60 * 1000;

describeEachDatabase("an answer that is confirmed", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });
  const sessionOf = async (person: Actor) => {
    const at = Date.now();
    const attributes = { createdAt: at, lastSeenAt: at, userAgent: "test", source: "192.0.2.1" };
    return (await luciaOf(database.db).createSession(person.id, attributes)).id;
  };
  const config = parseConfig({ BASE_URL: "http://localhost:3000", NODE_ENV: "test" });
  const contextAt = (at: number): AppLoadContext => ({
    nonce: "nonce",
    requestId: "request",
    source: "192.0.2.1",
    database,
    db: database.db,
    config,
    files: fileStoreOf(config),
    now: () => at,
    log: pino({ level: "silent" }),
  });
  const asked = (session: string, etag = "") =>
    new Request("http://localhost:3000/today.data", {
      headers: { cookie: `${SESSION_COOKIE}=${session}`, "if-none-match": etag },
    });
  const tagOf = (session: string, at = Date.now()) => answerTag(asked(session), contextAt(at), "salt");
  const statusOf = async (session: string, tag: Awaited<ReturnType<typeof tagOf>>, at = Date.now()) =>
    (await confirmUnchanged(asked(session, tag.etag), contextAt(at), tag))?.status ?? null;

  it("is the person's own, by its tag", async () => {
    const session = await sessionOf(await aPerson(database.db, "manager"));
    const tag = await tagOf(session);
    expect(await statusOf(session, tag)).toBe(304);
    expect(await statusOf(session, tag)).toBe(304);
    const other = await tagOf(await sessionOf(await aPerson(database.db, "manager")));
    expect(other.etag).not.toBe(tag.etag);
    expect(await confirmUnchanged(asked(session, tag.etag), contextAt(Date.now()), other)).toBeNull();
  });

  it("is none for a cookie that opens nothing", async () => {
    expect(await statusOf("nobody", await tagOf("nobody"))).toBeNull();
  });

  it("is none once the session was ended or the person disabled", async () => {
    const person = await aPerson(database.db, "lead");
    const [ended, disabled] = [await sessionOf(person), await sessionOf(person)];
    const before = await tagOf(ended);
    expect(await statusOf(ended, before)).toBe(304);
    await dropSession(database.db, storedId(ended));
    const after = await tagOf(ended);
    expect(after.etag).not.toBe(before.etag);
    expect(await statusOf(ended, after)).toBeNull();
    expect(await statusOf(disabled, await tagOf(disabled))).toBe(304);
    await database.db.updateTable("person").set({ disabled_at: 1 }).where("id", "=", person.id).execute();
    expect(await statusOf(disabled, await tagOf(disabled))).toBeNull();
  });

  it("is none once the session has run out, though nothing was written since", async () => {
    const session = await sessionOf(await aPerson(database.db, "member"));
    const at = Date.now();
    await extendSession(database.db, storedId(session), at + 20 * DAY);
    const tag = await tagOf(session);
    expect(await statusOf(session, tag)).toBe(304);
    expect(await statusOf(session, tag, at + 20 * DAY)).toBeNull();
  });
});
