import { readdirSync } from "node:fs";
import { OPERATOR } from "db/act";
import { addEvidence } from "db/evidence.server";
import { firmToday } from "db/firm.server";
import { visibleTo } from "db/scope.server";
import { aHotspotWithTest } from "tests/support/findings";
import { cookieHeader, type RunningServer, sessionOf, startServer } from "tests/support/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MARKDOWN_TYPE } from "~/domain/file";
import { type Access, type Actor, ROUTES, type Role, reach } from "~/domain/permissions";
import { fileStoreOf, keepBytes } from "~/files/store.server";

type Visitor = Role | "client2" | "nobody";
const VISITORS: readonly Visitor[] = ["admin", "manager", "lead", "member", "client", "client2", "nobody"];
const roleOf = (visitor: Visitor): Role | null =>
  visitor === "nobody" ? null : visitor === "client2" ? "client" : visitor;

let server: RunningServer;
const cookies = new Map<Visitor, string>();
/** Codes of a live engagement that the visitor may see, and of one that they may not. */
const own = new Map<Visitor, string>();
const foreign = new Map<Visitor, string>();
const deliverableOf = new Map<string, string>();
const updateOf = new Map<string, string>();
const decisionOf = new Map<string, string>();
const findingOf = new Map<string, string>();
const evidenceOf = new Map<string, string>();
const ids: Record<string, string> = {};
let cells = 0;

async function actorOf(visitor: Visitor): Promise<Actor> {
  const row = await server.database.db
    .selectFrom("person")
    .select(["id", "name", "email", "role"])
    .where("email", "=", `${visitor}@demo.phaseline.test`)
    .executeTakeFirstOrThrow();
  return { ...row, companyIds: [] };
}

beforeAll(async () => {
  server = await startServer();
  const { db } = server.database;
  const all = await db.selectFrom("engagement").select("code").where("stage", "=", "active").execute();
  for (const row of await db
    .selectFrom("deliverable")
    .innerJoin("engagement", "engagement.id", "deliverable.engagement_id")
    .select(["engagement.code", "deliverable.id"])
    .where("deliverable.status", "=", "todo")
    .execute()) {
    deliverableOf.set(row.code, row.id);
  }
  for (const row of await db
    .selectFrom("update")
    .innerJoin("engagement", "engagement.id", "update.engagement_id")
    .select(["engagement.code", "update.id"])
    .where("update.published_at", "is not", null)
    .execute()) {
    updateOf.set(row.code, row.id);
  }
  for (const row of await db
    .selectFrom("decision")
    .innerJoin("engagement", "engagement.id", "decision.engagement_id")
    .select(["engagement.code", "decision.id"])
    .where("decision.is_visible", "=", 1)
    .execute()) {
    decisionOf.set(row.code, row.id);
  }
  // A hotspot with a test: there is something for every act of its page to be refused about.
  const at = Date.now();
  const act = { actor: OPERATOR, at, today: await firmToday(db, at) };
  for (const { code } of all) findingOf.set(code, await aHotspotWithTest(db, act, code));
  // A file that the client sees too, with a page of its own.
  const file = {
    ...(await keepBytes(
      fileStoreOf({ dataDir: server.dataDir, files: undefined }),
      Buffer.from("# Runbook"),
    )),
    name: "runbook.md",
    type: MARKDOWN_TYPE,
  };
  for (const { code } of all) {
    const piece = { kind: "file" as const, url: null, note: "", isVisible: true, file };
    evidenceOf.set(code, await addEvidence(db, act, code, { of: "artefact", id: "api_schema" }, piece));
  }
  for (const visitor of VISITORS) {
    if (visitor === "nobody") continue;
    cookies.set(visitor, await sessionOf(server.database, `${visitor}@demo.phaseline.test`));
    const seen = await db
      .selectFrom("engagement")
      .select("code")
      .where("stage", "=", "active")
      .where(visibleTo(await actorOf(visitor)))
      .execute();
    const codes = new Set(seen.map((row) => row.code));
    const has = [deliverableOf, updateOf, decisionOf];
    const mine = seen.find((row) => has.every((one) => one.has(row.code)))?.code;
    if (mine) own.set(visitor, mine);
    const theirs = all.find((row) => !codes.has(row.code) && deliverableOf.has(row.code))?.code;
    if (theirs) foreign.set(visitor, theirs);
  }
  const first = async (table: "company" | "template" | "mail" | "import") =>
    (await db.selectFrom(table).select("id").limit(1).executeTakeFirst())?.id ?? "unknown";
  ids["/clients/:id"] = await first("company");
  ids["/templates/:id"] = await first("template");
  ids["/outbox/:id"] = await first("mail");
  ids["/import/:id"] = await first("import");
  ids["/import/:id/notes.csv"] = ids["/import/:id"];
  // Somebody who is spared: not one of those who visit.
  ids["/people/:id"] = (
    await db
      .selectFrom("person")
      .select("id")
      .where("role", "=", "member")
      .where("email", "<>", "member@demo.phaseline.test")
      .executeTakeFirstOrThrow()
  ).id;
});

afterAll(async () => {
  console.log(`${cells} cells of route × role × way were walked`);
  await server?.stop();
});

function address(pattern: string, code: string): string {
  return pattern
    .replace(
      "/engagements/:code/deliverables/:id",
      `/engagements/${code}/deliverables/${deliverableOf.get(code)}`,
    )
    .replace("/:code/findings/:id", `/${code}/findings/${findingOf.get(code)}`)
    .replace("/:code/evidence/:id", `/${code}/evidence/${evidenceOf.get(code)}`)
    .replace("/:code/decisions/:id", `/${code}/decisions/${decisionOf.get(code)}`)
    .replace("/engagements/:code/updates/:id", `/engagements/${code}/updates/${updateOf.get(code)}`)
    .replace(":code", code)
    .replace(":phase", "stabilise")
    .replace(":day", "90")
    .replace(":token", "not-a-token")
    .replace(":id", ids[pattern] ?? "unknown");
}

async function ask(visitor: Visitor, path: string, init: RequestInit = {}): Promise<Response> {
  cells += 1;
  const cookie = cookies.get(visitor);
  const answer = await fetch(`${server.origin}${path}`, {
    redirect: "manual",
    ...init,
    headers: { ...(cookie && { cookie: cookieHeader(cookie) }), origin: server.origin, ...init.headers },
  });
  if (answer.status >= 500) throw new Error(`${init.method ?? "GET"} ${path} answered ${answer.status}`);
  return answer;
}

/** What the table says: `yes`, `hidden`, or `sign in`. */
function expected(access: Access, visitor: Visitor, isOwn: boolean): "yes" | "hidden" | "sign in" {
  if (access === "anyone") return "yes";
  const role = roleOf(visitor);
  if (!role) return "sign in";
  if (access === "signed_in") return "yes";
  const far = reach(role, access);
  return far === "all" || (far === "own" && isOwn) ? "yes" : "hidden";
}

/** What the server did. A redirect travels in the body of a `.data` answer, with 202. */
async function outcome(answer: Response): Promise<"yes" | "hidden" | "sign in"> {
  if (answer.status === 404 || answer.status === 403) return "hidden";
  const text = await answer.text();
  const to = answer.headers.get("location") ?? (answer.status === 202 || answer.status === 204 ? text : "");
  return to.includes("/sign-in?") || to === "/sign-in" ? "sign in" : "yes";
}

const isPage = (pattern: string) => !/\.(csv|zip)$|^\/healthz$|^\/readyz$|^\/find$/.test(pattern);
/** Addresses that a row may be missing behind, in a firm where nobody imported anything. */
const mayBeMissing = (pattern: string) => ids[pattern] === "unknown" || pattern.includes(":token");

function places(pattern: string, visitor: Visitor): { path: string; isOwn: boolean }[] {
  if (!pattern.includes(":code")) return [{ path: address(pattern, ""), isOwn: true }];
  const mine = own.get(visitor) ?? own.get("admin") ?? "";
  const theirs = foreign.get(visitor);
  return [
    { path: address(pattern, mine), isOwn: visitor !== "nobody" },
    ...(theirs ? [{ path: address(pattern, theirs), isOwn: false }] : []),
  ];
}

describe("every route by every role", () => {
  it("lists every screen of the application, and no other", () => {
    const screens = readdirSync("app/routes").map((name) => {
      const path = name
        .replace(/\.tsx?$/, "")
        .replaceAll("[.]", "\0")
        .replaceAll(".", "/")
        .replaceAll("\0", ".")
        .replace(/(^|\/)_index$/, "")
        .replaceAll("$", ":");
      return `/${path}`;
    });
    const listed = Object.keys(ROUTES).filter((path) => path !== "/healthz" && path !== "/readyz");
    expect(screens.sort()).toEqual(listed.sort());
  });

  for (const [pattern, rule] of Object.entries(ROUTES)) {
    for (const visitor of VISITORS) {
      const { read, write } = rule;
      if (read) {
        it(`GET ${pattern} as ${visitor}`, async () => {
          for (const { path, isOwn } of places(pattern, visitor)) {
            const wanted = expected(read, visitor, isOwn);
            const ways = isPage(pattern)
              ? [
                  path,
                  `${path === "/" ? "/_root" : path}.data`,
                  `${path === "/" ? "/_root" : path}.data?_routes=root`,
                ]
              : [path];
            for (const [index, way] of ways.entries()) {
              const got = await outcome(await ask(visitor, way));
              // The last way asks for the frame alone, which holds nothing of anybody.
              if (index === 2 || (wanted === "yes" && mayBeMissing(pattern))) continue;
              // The front door leads everybody on: home, or to where one signs in.
              if (pattern === "/") continue;
              expect.soft(`${way}: ${got}`).toBe(`${way}: ${wanted}`);
            }
          }
        });
      }
      for (const [intent, access] of Object.entries(write ?? {})) {
        it(`POST ${pattern} ${intent} as ${visitor}`, async () => {
          for (const { path, isOwn } of places(pattern, visitor)) {
            const wanted = expected(access, visitor, isOwn);
            // Whoever may do it sends a form that lacks everything; what would act even so is left out.
            if (wanted === "yes" && ["sign_out", "end_others", "remove"].includes(intent)) continue;
            const body = new URLSearchParams({ intent });
            if (pattern === "/templates") body.set("id", ids["/templates/:id"] ?? "");
            const got = await outcome(
              await ask(visitor, path === "/" ? "/?index" : path, { method: "POST", body }),
            );
            if (wanted === "yes" && mayBeMissing(pattern)) continue;
            expect.soft(`${path} ${intent}: ${got}`).toBe(`${path} ${intent}: ${wanted}`);
          }
        });
      }
    }
  }

  it("ties an id in the path to the engagement before it", async () => {
    for (const visitor of ["lead", "member"] as const) {
      const [mine, theirs] = [own.get(visitor), foreign.get(visitor)];
      const path = `/engagements/${mine}/deliverables/${deliverableOf.get(theirs ?? "")}`;
      expect((await ask(visitor, path)).status).toBe(404);
      const body = new URLSearchParams({ intent: "add_evidence", text: "https://example.test" });
      expect((await ask(visitor, path, { method: "POST", body })).status).toBe(404);
    }
  });

  it("walked at least a thousand cells", () => {
    expect(cells).toBeGreaterThan(1000);
  });
});
