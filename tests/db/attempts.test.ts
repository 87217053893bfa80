import { clearAttempts, countAttempt, returnAttempt } from "db/attempts.server";
import type { Database } from "db/connect.server";
import { beforeAll, expect, it } from "vitest";
import { describeEachDatabase } from "../support/databases";
import { AT } from "../support/factories";

const WINDOW = 15 * 60 * 1000;

describeEachDatabase("attempts", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  const attempt = (key: string, at = AT) => countAttempt(database.db, key, at, 10, WINDOW);

  it("lets exactly ten of a hundred tries at once through", async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => attempt("at-once")));
    expect(answers.filter(Boolean)).toHaveLength(10);
  });

  it("counts each key on its own", async () => {
    for (let tries = 0; tries < 11; tries++) await attempt("one");
    expect(await attempt("one")).toBe(false);
    expect(await attempt("another")).toBe(true);
  });

  it("starts again when the window has passed since the first try", async () => {
    for (let tries = 0; tries < 12; tries++) await attempt("window");
    expect(await attempt("window", AT + WINDOW - 1)).toBe(false);
    expect(await attempt("window", AT + WINDOW)).toBe(true);
  });

  it("gives a try back that turned out to be right", async () => {
    for (let tries = 0; tries < 9; tries++) await attempt("returned");
    await returnAttempt(database.db, "returned");
    expect(await attempt("returned")).toBe(true);
    expect(await attempt("returned")).toBe(true);
    expect(await attempt("returned")).toBe(false);
  });

  it("forgets the tries of whoever got in", async () => {
    for (let tries = 0; tries < 12; tries++) await attempt("cleared");
    await clearAttempts(database.db, "cleared");
    expect(await attempt("cleared")).toBe(true);
  });
});
