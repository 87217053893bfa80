import { foundFirm } from "db/firm.server";
import { unzipSync } from "fflate";
import { actBy } from "tests/support/factories";
import { engagementFullOfMarks, fieldsIn, SHOWN, VALUE } from "tests/support/internal-fields";
import { cookieHeader, type RunningServer, sessionOf, startServer } from "tests/support/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { may, ROUTES } from "~/domain/permissions";
import { PHASE_KINDS } from "~/domain/phase";

let server: RunningServer;
let filled: Awaited<ReturnType<typeof engagementFullOfMarks>>;
let cookie = "";
let answers = 0;

beforeAll(async () => {
  server = await startServer({ PHASELINE_DEMO: "" });
  const { database, dataDir } = server;
  await database.db
    .transaction()
    .execute((trx) =>
      foundFirm(trx, actBy(), { name: "Harbour & Lane", timeZone: "Europe/London", currency: "GBP" }),
    );
  filled = await engagementFullOfMarks(database, dataDir, Date.now());
  cookie = await sessionOf(database, filled.scene.client.email);
});

afterAll(async () => {
  console.log(`${answers} answers were searched`);
  await server?.stop();
});

/** Every address of the table that a client may open. */
const readable = Object.entries(ROUTES)
  .filter(([, { read }]) => read === "anyone" || read === "signed_in" || (read && may("client", read)))
  .map(([pattern]) => pattern);

/** The ids that a client comes by, for the addresses that need one. A new one fails until it is named here. */
function idsOf(pattern: string): string[] {
  const known: Record<string, string[]> = {
    "/portal/:code/decisions/:id": [filled.ids.decision],
    "/portal/:code/evidence/:id": [filled.ids.evidence],
    "/portal/:code/evidence/:id/view": [filled.ids.evidence],
  };
  const ids = known[pattern];
  if (!ids) throw new Error(`No id is known with which ${pattern} could be opened.`);
  return ids;
}

const NO_TOKEN = new Set(["/link/:token", "/invite/:token", "/reset/:token"]);

function addressesOf(pattern: string): string[] {
  const { scene, token } = filled;
  let paths = [pattern.replace(":code", scene.code)];
  const fill = (name: string, values: () => readonly string[]) => {
    if (pattern.includes(name))
      paths = paths.flatMap((path) => values().map((value) => path.replace(name, value)));
  };
  fill(":id", () => idsOf(pattern));
  fill(":phase", () => PHASE_KINDS);
  fill(":token", () => {
    if (pattern === "/shared/:token") return [token];
    if (NO_TOKEN.has(pattern)) return ["nothing"];
    throw new Error(`No token is known with which ${pattern} could be opened.`);
  });
  const left = paths[0]?.match(/:[a-z]+/i);
  if (left) throw new Error(`${pattern} has ${left[0]}, which this walk cannot fill.`);
  if (pattern === "/find") return ["/find?q=oursalone", `/find?q=${SHOWN}`, "/find"];
  if (!pattern.endsWith("/document.json")) return paths;
  return PHASE_KINDS.flatMap((kind, index) => `${paths[index]}?request=${filled.gates.get(kind)}`);
}

/** What an answer says in words, of an archive what all of its files say. */
async function textOf(answer: Response): Promise<string> {
  const headers = JSON.stringify([...answer.headers]);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (!answer.headers.get("content-type")?.includes("zip")) return headers + new TextDecoder().decode(bytes);
  const files = Object.entries(unzipSync(bytes));
  expect(files.length).toBeGreaterThan(0);
  return headers + files.map(([name, content]) => `${name}\n${new TextDecoder().decode(content)}`).join("\n");
}

async function read(path: string, as: "client" | "guest"): Promise<{ status: number; text: string }> {
  answers += 1;
  const answer = await fetch(`${server.origin}${path}`, {
    redirect: "manual",
    headers: as === "client" ? { cookie: cookieHeader(cookie) } : {},
  });
  return { status: answer.status, text: await textOf(answer) };
}

/** The marks that stand in what was read, without the one that was asked for in the address. */
function marksIn(text: string): string[] {
  return [...fieldsIn(text), ...(VALUE.test(text) ? ["value"] : [])];
}

describe("what is ours alone", () => {
  it("stands in every field that is meant", async () => {
    const { db } = server.database;
    const tables = [
      ...["engagement", "person", "deliverable", "evidence", "file", "finding", "hotspot", "protecting_test"],
      ...["decision", "measure", "standard_check", "comment", "update", "share_link", "closing", "event"],
      ...["audit", "enquiry", "review", "absence", "milestone_forecast"],
    ] as const;
    const kept: unknown[] = [];
    for (const table of tables)
      kept.push(
        await db
          .selectFrom(table as "engagement")
          .selectAll()
          .execute(),
      );
    const stored = new Set(fieldsIn(JSON.stringify(kept)));
    // The contents of files lie in the store and not in a table.
    const expected = [...filled.marks].filter((mark) => !mark.endsWith("-content"));
    expect(expected.filter((mark) => !stored.has(mark))).toEqual([]);
    expect(expected.length).toBeGreaterThan(50);
  });

  for (const pattern of readable) {
    it(`is not in ${pattern}`, async () => {
      for (const path of addressesOf(pattern)) {
        const plain = path.split("?")[0] ?? path;
        const ways = [path, plain === "/" ? "/_root.data" : path.replace(plain, `${plain}.data`)];
        for (const way of ways) {
          for (const as of ["client", "guest"] as const) {
            const { status, text } = await read(way, as);
            expect.soft(marksIn(text), `${as} reads ${way}`).toEqual([]);
            expect.soft(status, way).toBeLessThan(500);
            if (as === "client" && way === path && pattern.startsWith("/portal/")) {
              expect.soft(status, way).toBe(200);
            }
          }
        }
      }
    });
  }

  it("is told apart from what is shared, which the pages do hold", async () => {
    const { code } = filled.scene;
    const { token } = filled;
    const pages = [
      "",
      "/findings",
      "/decisions",
      "/measures",
      "/standards",
      "/updates",
      "/asks",
      "/comments",
    ];
    for (const path of [
      ...pages.map((page) => `/portal/${code}${page}`),
      `/shared/${token}`,
      "/portal?all=1",
    ]) {
      expect.soft((await read(path, "client")).text.includes(SHOWN), path).toBe(true);
    }
    expect((await read(`/portal/${code}/pack.zip`, "client")).text).toContain(SHOWN);
    expect((await read(`/portal/${code}/evidence/${filled.ids.evidence}`, "client")).text).toContain(SHOWN);
  });

  it("is in no mail to the client", async () => {
    const mails = await server.database.db
      .selectFrom("mail")
      .selectAll()
      .where("to_address", "=", filled.scene.client.email)
      .execute();
    expect(mails.length).toBeGreaterThanOrEqual(3);
    for (const mail of mails) expect.soft(marksIn(JSON.stringify(mail)), mail.subject).toEqual([]);
  });

  it("is hidden behind the addresses of our own people", async () => {
    const { code } = filled.scene;
    const hidden = await server.database.db
      .selectFrom("evidence")
      .select("id")
      .where("is_visible", "=", 0)
      .execute();
    const closed = Object.entries(ROUTES)
      .filter(
        ([, { read: access }]) =>
          access && access !== "anyone" && access !== "signed_in" && !may("client", access),
      )
      .map(([pattern]) => pattern.replace(":code", code).replace(/:[a-z]+/g, "read"));
    for (const path of [
      ...closed,
      ...hidden.map(({ id }) => `/portal/${code}/evidence/${id}`),
      ...hidden.map(({ id }) => `/engagements/${code}/evidence/${id}`),
      `/portal/${filled.foreign.code}`,
    ]) {
      for (const as of ["client", "guest"] as const) {
        expect.soft(marksIn((await read(path, as)).text), `${as} reads ${path}`).toEqual([]);
      }
    }
  });
});

describe("a shared address", () => {
  const followed = (path: string) => fetch(`${server.origin}${path}`, { redirect: "manual" });

  it("is kept from caches, search engines and the pages that it links to, and opens no session", async () => {
    for (const path of [`/shared/${filled.token}`, `/shared/${filled.token}.data`]) {
      const answer = await followed(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("cache-control")).toContain("no-store");
      expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
      expect(answer.headers.get("x-robots-tag")).toContain("noindex");
      expect(answer.headers.get("set-cookie")).toBeNull();
      expect(answer.headers.get("etag")).toBeNull();
    }
    const page = await (await followed(`/shared/${filled.token}`)).text();
    expect(page).not.toMatch(/href="\/(portal|engagements)/);
    expect(server.output()).not.toContain(filled.token);
  });

  it("opens nothing more once it was taken back, and looks like one that never was", async () => {
    const { db } = server.database;
    const lead = await sessionOf(server.database, filled.scene.lead.email);
    const { id } = await db.selectFrom("share_link").select("id").executeTakeFirstOrThrow();
    const post = await fetch(`${server.origin}/engagements/${filled.scene.code}/sharing`, {
      method: "POST",
      redirect: "manual",
      headers: { cookie: cookieHeader(lead), origin: server.origin },
      body: new URLSearchParams({ intent: "revoke", id }),
    });
    expect(post.status).toBe(303);
    // How the end of a document is cut into pieces depends on the moment; what it says does not.
    const strip = (text: string) =>
      (text.split("</html>")[0] ?? "").replaceAll(/nonce="[^"]*"/g, "").replaceAll(filled.token, "nothing");
    for (const way of ["", ".data"]) {
      const [revoked, unknown] = [
        await followed(`/shared/${filled.token}${way}`),
        await followed(`/shared/nothing${way}`),
      ];
      expect([revoked.status, unknown.status]).toEqual([404, 404]);
      expect(strip(await revoked.text())).toBe(strip(await unknown.text()));
    }
  });

  it("cannot be guessed at for long", async () => {
    const statuses = new Set<number>();
    for (let guess = 0; guess < 60; guess += 1)
      statuses.add((await followed(`/shared/guess-${guess}`)).status);
    expect([...statuses]).toEqual([404, 429]);
  });
});
