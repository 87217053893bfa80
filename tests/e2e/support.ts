import { AxeBuilder } from "@axe-core/playwright";
import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Locator,
  type Page,
  type Response,
} from "@playwright/test";
import { type Act, OPERATOR } from "db/act";
import { addCompany } from "db/companies.server";
import { type Database, openDatabase } from "db/connect.server";
import { inviteContact } from "db/contacts.server";
import { createEngagement, type NewEngagement } from "db/engagements.server";
import { firmToday } from "db/firm.server";
import { requestGate } from "db/gates.server";
import { addPerson } from "db/people.server";
import { startPhase } from "db/phases.server";
import type { DB } from "db/schema";
import { setStatus } from "db/status.server";
import type { Kysely } from "kysely";
import { SESSION_COOKIE } from "~/auth/lucia.server";
import type { Actor, Role } from "~/domain/permissions";
import type { PhaseKind } from "~/domain/phase";
import { sessionOf } from "../support/server";

export { expect };

/** The logins of the sample firm. `client2` is a contact of another company. */
export const LOGINS = ["admin", "manager", "lead", "member", "client", "client2"] as const;
export type Login = (typeof LOGINS)[number];
const addressOf = (who: Login | Actor) =>
  typeof who === "string" ? `${who}@demo.phaseline.test` : who.email;

/** Everybody of one piece of work: a client with a contact, and somebody of ours to lead. */
export interface Party {
  companyId: string;
  company: string;
  lead: Actor;
  client: Actor;
}

/** A live engagement of its own. */
export interface Scene extends Party {
  code: string;
  title: string;
}

type Open = (who: Login | Actor | null, options?: BrowserContextOptions) => Promise<Page>;

interface Fixtures {
  /** Opens a browser of their own for somebody; null for a stranger. What it should not have done fails the test. */
  as: Open;
  party: Party;
  scene: Scene;
}

/** `database` is a second connection to the file of the server that is being looked at. */
export const test = base.extend<Fixtures, { dataDir: string; database: Database }>({
  dataDir: [process.env.E2E_DATA_DIR ?? "", { option: true, scope: "worker" }],
  database: [
    async ({ dataDir }, use) => {
      const database = await openDatabase({ dataDir });
      await use(database);
      await database.close();
    },
    { scope: "worker" },
  ],
  as: async ({ browser, database, baseURL }, use) => {
    const faults: string[] = [];
    const opened: Page[] = [];
    await use(async (who, options) => {
      const page = await openFor(await browser.newContext(options), database, baseURL, who);
      watch(page, baseURL ?? "", faults);
      opened.push(page);
      return page;
    });
    for (const page of opened) await page.context().close();
    expectNoFaults(faults);
  },
  party: async ({ database }, use) => use(await aParty(database.db)),
  scene: async ({ database }, use) => use(await aScene(database.db)),
});

/** A page of a browser that is signed in as somebody; of nobody for null. */
export async function openFor(
  context: BrowserContext,
  database: Database,
  baseURL: string | undefined,
  who: Login | Actor | null,
): Promise<Page> {
  if (who) {
    const value = await sessionOf(database, addressOf(who));
    const domain = new URL(baseURL ?? "").hostname;
    await context.addCookies([
      { name: SESSION_COOKIE, value, domain, path: "/", secure: true, httpOnly: true, sameSite: "Lax" },
    ]);
  }
  return context.newPage();
}

export const expectNoFaults = (faults: readonly string[]) =>
  expect(faults, "what the browser complained about").toEqual([]);

/** Notes errors in the console (a refused script or style is one), in scripts and on the server, and foreign requests. */
export function watch(page: Page, origin: string, faults: string[]): void {
  page.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    // The browser itself remarks on every answer of 400 and above; for a page or a form that can be the right one.
    const isAnswer = /^Failed to load resource: the server responded with a status of 4\d\d/.test(
      message.text(),
    );
    if (isAnswer && !message.location().url.includes("/assets/")) return;
    // Remix remarks on an answer that it stopped reading because a newer one had overtaken it.
    if (message.text().startsWith("AbortError: signal is aborted")) return;
    // And on a link that it would fetch ahead whose route it has yet to ask for: it asks, and the link works.
    if (/^Tried to prefetch \S+ but no routes matched/.test(message.text())) return;
    faults.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(origin)) faults.push(`${page.url()} asks ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} from ${response.url()}`);
  });
}

/** An act now, by somebody; by default by the operator. */
export async function actNow(db: Kysely<DB>, actor: Actor = OPERATOR): Promise<Act> {
  const at = Date.now();
  return { actor, at, today: await firmToday(db, at) };
}

/** Somebody of the sample firm as one who acts. */
export async function actorOf(db: Kysely<DB>, login: Login): Promise<Actor> {
  const { id, name, email, role } = await db
    .selectFrom("person")
    .select(["id", "name", "email", "role"])
    .where("email", "=", addressOf(login))
    .executeTakeFirstOrThrow();
  return { id, name, email, role, companyIds: [] };
}

let made = 0;
/** A name that no other test has, in no other worker either. */
export const unique = (word: string): string =>
  `${word} ${process.env.TEST_PARALLEL_INDEX ?? 0}${process.pid}${++made}`;

async function aPerson(db: Kysely<DB>, role: Role, name: string): Promise<Actor> {
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@example.test`;
  const act = await actNow(db);
  const id = await db.transaction().execute((trx) => addPerson(trx, act, { name, email, role }));
  return { id, name, email, role, companyIds: [] };
}

export async function aParty(db: Kysely<DB>): Promise<Party> {
  const company = unique("Tidewater");
  const companyId = await addCompany(db, await actNow(db), company);
  const lead = await aPerson(db, "lead", unique("Robin Hale"));
  const name = unique("Noor Said");
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@example.test`;
  const id = await inviteContact(db, await actNow(db), companyId, { name, email }, () => ({
    subject: "You are invited",
    text: "Welcome.",
    html: "",
  }));
  return { companyId, company, lead, client: { id, name, email, role: "client", companyIds: [companyId] } };
}

export async function aScene(db: Kysely<DB>, changes: Partial<NewEngagement> = {}): Promise<Scene> {
  const party = await aParty(db);
  const act = await actNow(db);
  const { id: templateId } = await db
    .selectFrom("template")
    .select("id")
    .where("is_builtin", "=", 1)
    .executeTakeFirstOrThrow();
  const title = changes.title ?? unique("Berth bookings");
  const code = await createEngagement(db, act, {
    companyId: party.companyId,
    leadId: party.lead.id,
    startsOn: act.today,
    weeks: 9,
    weeksReason: null,
    templateId,
    stage: "active",
    // Reading a code base has criteria of its own; the lead's journey goes through them.
    origin: "fresh",
    ...changes,
    title,
  });
  return { ...party, code, title };
}

/** What the database holds of a phase's checklist, in its order. */
export async function checklistOf(db: Kysely<DB>, code: string, kind: PhaseKind) {
  return db
    .selectFrom("deliverable")
    .innerJoin("phase", "phase.id", "deliverable.phase_id")
    .innerJoin("engagement", "engagement.id", "deliverable.engagement_id")
    .select([
      "deliverable.id",
      "deliverable.title",
      "deliverable.status",
      "deliverable.requires_evidence",
      "deliverable.evidence_count",
    ])
    .where("engagement.code", "=", code)
    .where("phase.kind", "=", kind)
    .orderBy("deliverable.position")
    .execute();
}

/** How many events of a kind the engagement has. */
export async function countEvents(db: Kysely<DB>, code: string, kind: string): Promise<number> {
  const rows = await db
    .selectFrom("event")
    .innerJoin("engagement", "engagement.id", "event.engagement_id")
    .select("event.kind")
    .where("engagement.code", "=", code)
    .execute();
  return rows.filter((row) => row.kind === kind).length;
}

/** Starts a phase and does everything on its list, as its lead would. */
export async function workThrough(db: Kysely<DB>, { code, lead }: Scene, kind: PhaseKind): Promise<void> {
  const act = await actNow(db, lead);
  await startPhase(db, act, code, { kind, startOn: act.today });
  for (const item of await checklistOf(db, code, kind)) {
    const evidence = item.requires_evidence
      ? ({ kind: "note", url: null, note: "In the repository, under docs.", isVisible: true } as const)
      : null;
    await setStatus(db, act, code, { id: item.id, from: item.status, to: "done", reason: null, evidence });
  }
}

/** The same, with the gate put to the client. */
export async function askForGate(db: Kysely<DB>, scene: Scene, kind: PhaseKind): Promise<void> {
  await workThrough(db, scene, kind);
  await requestGate(db, await actNow(db, scene.lead), scene.code, kind);
}

export const WAYS = [
  { way: "on a desktop", options: {} },
  { way: "on a phone", options: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } },
  { way: "without JavaScript", options: { javaScriptEnabled: false } },
] as const satisfies readonly { way: string; options: BrowserContextOptions }[];

export type Way = (typeof WAYS)[number];

/** Switches to the dark colours and waits until they have come to rest. */
export async function darken(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.evaluate(async () => {
    await new Promise(requestAnimationFrame);
    // One that follows scrolling instead of the clock never finishes.
    const timed = document.getAnimations().filter(({ timeline }) => timeline instanceof DocumentTimeline);
    await Promise.all(timed.map((animation) => animation.finished.catch(() => null)));
  });
}

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface AxeScope {
  rule?: string;
  part?: string | undefined;
}

/**
 * Fails with one line for each finding: the rule, what is wrong, and where. Every rule is tried unless one is named, on
 * the whole page unless a part is.
 */
export async function expectNoAxeFindings(page: Page, { rule, part }: AxeScope = {}): Promise<void> {
  // Our pages have no frames: without the page of its own that each answer of a frame is put together on, twice as quick.
  // And nothing is told of what was found in order, which takes as long as looking.
  const builder = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  if (part) builder.include(part);
  const { violations } = await (rule ? builder.withRules(rule) : builder.withTags(TAGS)).analyze();
  const findings = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => {
      const why = failureSummary?.split("\n").slice(1).join("; ").trim() ?? "";
      return `${id}: ${help} at ${target.join(" ")} (${why})`;
    }),
  );
  expect(findings, `axe on ${page.url()}`).toEqual([]);
}

/** Fails when the page is wider than its window, and names what sticks out of it and of no scroller of its own. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const outside = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      element !== document.documentElement &&
      (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
    const named = [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > width && !scrolls(element.parentElement))
      .slice(0, 5)
      .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`);
    return named.length > 0 ? named : ["something that cannot be seen"];
  });
  expect(outside, `what sticks out of ${page.url()}`).toEqual([]);
}

/** Waits until the script of a page runs: React has taken every element over and has nothing left to do. */
export async function awake(page: Page): Promise<void> {
  const isTaken = () => Object.keys(document.body).some((key) => key.startsWith("__reactProps"));
  await expect.poll(() => page.evaluate(isTaken)).toBe(true);
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}

/** What opens a folded part of a page. */
export const foldOf = (within: Page | Locator, text: string | RegExp): Locator =>
  within.locator("summary").filter({ hasText: text });

/** The row of a deliverable on the plan. */
export const rowOf = (page: Page, title: string): Locator =>
  page.getByRole("listitem").filter({ has: tickOf(page, title) });

export const tickOf = (page: Page, title: string): Locator =>
  page.getByRole("button", { name: `${title}: done`, exact: true });

/** Goes to a page and expects it to be answered as asked. */
export async function visit(page: Page, address: string, status = 200): Promise<Response | null> {
  const response = await page.goto(address);
  expect(response?.status(), address).toBe(status);
  return response;
}

/** The link in the newest mail to an address, as an administrator copies it out of the outbox. */
export async function mailedLink(admin: Page, to: string, subject: RegExp): Promise<string> {
  await visit(admin, "/outbox");
  await admin
    .getByRole("listitem")
    .filter({ hasText: to })
    .getByRole("link", { name: subject })
    .first()
    .click();
  const link = admin.getByRole("main").getByRole("link", { name: /^http/ }).first();
  return (await link.getAttribute("href")) ?? "";
}
