import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deadLinks, unpacked } from "tests/support/pack";
import { cookieHeader, type RunningServer, sessionOf, startServer } from "tests/support/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

describe("the pack of a sample engagement", () => {
  let server: RunningServer;
  let code: string;
  const folder = mkdtempSync(join(tmpdir(), "pack-out-"));

  beforeAll(async () => {
    server = await startServer();
    const row = await server.database.db
      .selectFrom("engagement")
      .innerJoin("contact", "contact.company_id", "engagement.company_id")
      .innerJoin("person", "person.id", "contact.person_id")
      .select("engagement.code")
      .where("engagement.stage", "=", "handed_over")
      .where("person.email", "=", "client@demo.phaseline.test")
      .orderBy("engagement.number")
      .executeTakeFirstOrThrow();
    code = row.code;
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function download(who: string, path: string): Promise<Response> {
    const cookie = await sessionOf(server.database, `${who}@demo.phaseline.test`);
    return fetch(`${server.origin}${path}`, {
      headers: { cookie: cookieHeader(cookie) },
      redirect: "manual",
    });
  }

  const ops = (...words: string[]) =>
    spawnSync(process.execPath, ["build/server/ops.js", ...words], {
      encoding: "utf8",
      env: {
        ...process.env,
        NODE_ENV: "production",
        BASE_URL: server.origin,
        DATA_DIR: server.dataDir,
        DATABASE_URL: "",
        INIT_CWD: folder,
      },
    });

  it("is the same from the portal, from our side and from the operator's command", async () => {
    const answer = await download("client", `/portal/${code}/pack.zip`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-disposition")).toMatch(
      new RegExp(`^attachment; filename="${code}-handover-\\d+\\.zip"$`),
    );
    const bytes = Buffer.from(await answer.arrayBuffer());
    const ours = await download("manager", `/engagements/${code}/pack.zip`);
    expect(Buffer.from(await ours.arrayBuffer()).equals(bytes)).toBe(true);
    const made = ops("pack", code, "--out", "demo.zip");
    expect([made.status, made.stderr]).toEqual([0, ""]);
    expect(readFileSync(join(folder, "demo.zip")).equals(bytes)).toBe(true);
    const { folder: out, entries } = unpacked(bytes);
    expect(deadLinks(entries)).toEqual([]);
    expect(entries.get("register.html")?.toString()).toContain("accepted by");
    rmSync(out, { recursive: true });
  });

  it("is not made of what is unknown, nor given to whoever may not see it", async () => {
    expect((await download("client2", `/portal/${code}/pack.zip`)).status).toBe(404);
    expect((await download("client", `/engagements/${code}/pack.zip`)).status).toBe(404);
    const none = ops("pack", "ENG-9999", "--out", "none.zip");
    expect([none.status, none.stderr.trim()]).toEqual([1, "We could not find that engagement."]);
  });
});
