import { cookieHeader, type RunningServer, sessionOf, startServer } from "tests/support/server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { storedId } from "~/auth/adapter.server";
import { SESSION_COOKIE } from "~/auth/lucia.server";

const PASSWORD = "a phrase of several words";
const ADMIN = "ann@example.test";

let server: RunningServer;

beforeAll(async () => {
  server = await startServer({ PHASELINE_DEMO: "0", BASE_URL: "https://phaseline.example" });
});
afterAll(async () => {
  await server?.stop();
});

type Fields = Record<string, string> | URLSearchParams;

function post(path: string, fields: Fields, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.origin}${path}`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams(fields),
    headers: { "sec-fetch-site": "same-origin", ...headers },
  });
}

function get(path: string, cookie = ""): Promise<Response> {
  return fetch(`${server.origin}${path}`, { redirect: "manual", headers: cookie ? { cookie } : {} });
}

const signIn = (email: string, password: string, headers: Record<string, string> = {}) =>
  post("/sign-in", { intent: "password", email, password }, headers);

/** The cookie that an answer sets, as a browser would send it back. */
function cookieOf(answer: Response): string {
  return answer.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
}

const sessions = async () =>
  (await server.database.db.selectFrom("session").select("id").orderBy("id").execute()).map(({ id }) => id);

const mailsTo = (address: string) =>
  server.database.db
    .selectFrom("mail")
    .selectAll()
    .where("to_address", "=", address)
    .orderBy("created_at")
    .orderBy("id")
    .execute();

/** The path of the link in the last mail to an address. */
async function linkTo(address: string): Promise<string> {
  const text = (await mailsTo(address)).at(-1)?.text ?? "";
  return new URL(/https:\/\/\S+/.exec(text)?.[0] ?? "https://none.invalid/").pathname;
}

it("is set up by one of many who try at once", async () => {
  const founding = { intent: "found", firm: "Harbour & Lane", timeZone: "Europe/London", currency: "GBP" };
  const tries = Array.from({ length: 10 }, (_, index) => {
    const email = index === 0 ? ADMIN : `founder${index}@example.test`;
    return post("/setup", { ...founding, name: "Ann", email, password: PASSWORD, start: "empty" });
  });
  const answers = await Promise.all(tries);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([302]));
  expect(answers.filter((answer) => cookieOf(answer) !== "")).toHaveLength(1);
  const people = await server.database.db.selectFrom("person").select("id").execute();
  expect(people).toHaveLength(1);
  await server.database.db.updateTable("person").set({ email: ADMIN }).execute();
});

it("gives a new session with every sign-in, ends the one before, and guards its cookie", async () => {
  const first = await signIn(ADMIN, PASSWORD);
  expect(first.headers.get("location")).toBe("/pipeline");
  const set = first.headers.get("set-cookie") ?? "";
  for (const part of [`${SESSION_COOKIE}=`, "HttpOnly", "Secure", "SameSite=Lax", "Path=/"])
    expect(set).toContain(part);
  expect(set).not.toContain("Domain");
  const second = await signIn(ADMIN, PASSWORD, { cookie: cookieOf(first) });
  expect(cookieOf(second)).not.toBe(cookieOf(first));
  expect((await get("/account", cookieOf(first))).headers.get("location")).toContain("/sign-in");
  expect((await get("/account", cookieOf(second))).status).toBe(200);
});

it("goes on to pages of ours only", async () => {
  for (const redirectTo of [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "/%2F/evil.example",
  ]) {
    const answer = await post("/sign-in", {
      intent: "password",
      email: ADMIN,
      password: PASSWORD,
      redirectTo,
    });
    expect(answer.headers.get("location")).toBe("/pipeline");
  }
  const wanted = { intent: "password", email: ADMIN, password: PASSWORD, redirectTo: "/people?q=a" };
  expect((await post("/sign-in", wanted)).headers.get("location")).toBe("/people?q=a");
});

it("answers a wrong password and an unknown address alike, in text, status and time", async () => {
  const tried = async (email: string) => {
    const began = performance.now();
    const answer = await signIn(email, "not the right password");
    const text = (await answer.text()).replaceAll(email, "ADDRESS").replaceAll(/nonce="[^"]*"/g, "");
    return { ms: performance.now() - began, status: answer.status, text };
  };
  const known: Awaited<ReturnType<typeof tried>>[] = [];
  const unknown: typeof known = [];
  for (let round = 0; round < 8; round++) {
    known.push(await tried(ADMIN));
    unknown.push(await tried(`nobody${round}@example.test`));
  }
  const median = (answers: typeof known) => answers.map(({ ms }) => ms).sort((a, b) => a - b)[4] ?? 0;
  expect(new Set([...known, ...unknown].map(({ status }) => status))).toEqual(new Set([422]));
  expect(unknown[0]?.text.includes("is not right")).toBe(true);
  expect(unknown[0]?.text.length).toBe(known[0]?.text.length);
  expect(Math.abs(median(known) - median(unknown))).toBeLessThan(median(known) / 2);
  await signIn(ADMIN, PASSWORD);
});

it("lets nobody guess more than ten times, whatever address they pretend to come from", async () => {
  const answers = await Promise.all(
    Array.from({ length: 14 }, (_, index) =>
      signIn("victim@example.test", "a wrong guess", { "x-forwarded-for": `203.0.113.${index}` }),
    ),
  );
  expect(answers.filter(({ status }) => status === 422)).toHaveLength(10);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(4);
});

it("cannot be used to lock somebody out who is signed in", async () => {
  const cookie = cookieHeader(await sessionOf(server.database, ADMIN));
  await Promise.all(Array.from({ length: 12 }, () => signIn(ADMIN, "a wrong guess")));
  expect((await signIn(ADMIN, PASSWORD)).status).toBe(429);
  expect((await get("/people", cookie)).status).toBe(200);
  expect((await signIn(ADMIN, PASSWORD, { cookie })).status).toBe(302);
});

it("mails a link from the configured origin, to one address, and says the same to everybody", async () => {
  const ask = (fields: Fields) => post("/sign-in", fields, { "x-forwarded-host": "evil.example" });
  const known = await ask({ intent: "link", email: ADMIN });
  const unknown = await ask({ intent: "link", email: "nobody@example.test" });
  expect([known.status, unknown.status]).toEqual([200, 200]);
  const text = async (answer: Response, email: string) =>
    (await answer.text()).replaceAll(email, "ADDRESS").replaceAll(/nonce="[^"]*"/g, "").length;
  expect(await text(known, ADMIN)).toBe(await text(unknown, "nobody@example.test"));
  const mails = await mailsTo(ADMIN);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.text).toContain("https://phaseline.example/link/");
  expect(await mailsTo("nobody@example.test")).toEqual([]);
  const two = new URLSearchParams([
    ["intent", "link"],
    ["email", ADMIN],
    ["email", "thief@example.test"],
  ]);
  expect((await ask(two)).status).toBe(422);
  expect((await ask({ intent: "link", email: `${ADMIN},thief@example.test` })).status).toBe(422);
  expect((await ask({ intent: "link", "email[]": "thief@example.test" })).status).toBe(422);
});

it("opens one session with a mailed link, however often it is looked at and pressed", async () => {
  const path = await linkTo(ADMIN);
  for (let looks = 0; looks < 3; looks++) expect((await get(path)).status).toBe(200);
  const before = (await sessions()).length;
  const answers = await Promise.all(Array.from({ length: 100 }, () => post(path, { intent: "use" })));
  expect(answers.filter(({ status }) => status === 302)).toHaveLength(1);
  const late = answers.filter(({ status }) => status === 410);
  expect(late).toHaveLength(99);
  expect(await late[0]?.text()).toContain("It has been used already");
  expect((await sessions()).length).toBe(before + 1);
  expect((await get(path)).status).toBe(410);
});

it("ends every session when the password is reset", async () => {
  const cookie = cookieHeader(await sessionOf(server.database, ADMIN));
  expect((await post("/reset", { intent: "request", email: ADMIN })).status).toBe(200);
  const answer = await post(await linkTo(ADMIN), { intent: "reset", password: "a new phrase of words" });
  expect(answer.headers.get("location")).toBe("/pipeline");
  expect((await get("/account", cookie)).headers.get("location")).toContain("/sign-in");
  expect(await sessions()).toHaveLength(1);
});

it("lets nobody end a session of somebody else", async () => {
  const id = await sessionOf(server.database, ADMIN);
  const mine = cookieHeader(id);
  const invited = { intent: "invite", name: "Leo Lind", email: "leo@example.test", role: "lead" };
  await post("/people", invited, { cookie: mine });
  const acceptance = { intent: "accept", name: "Leo Lind", password: PASSWORD };
  const leo = cookieOf(await post(await linkTo("leo@example.test"), acceptance));
  const ending = { intent: "end_session", session_id: storedId(id) };
  expect((await post("/account", ending, { cookie: leo })).status).toBe(404);
  expect((await get("/account", mine)).status).toBe(200);
  expect((await post("/account", ending, { cookie: mine })).status).toBe(302);
  expect((await get("/account", mine)).headers.get("location")).toContain("/sign-in");
});

it("writes no password, token or cookie into the log", () => {
  expect(server.output()).not.toMatch(/phrase of|\/(link|reset|invite)\/[\w-]{40}/);
});
