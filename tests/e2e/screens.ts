import type { Page } from "@playwright/test";
import { confirmUpload, keepUpload } from "db/imports.server";
import { createLink } from "db/mail-links.server";
import type { DB } from "db/schema";
import type { Kysely } from "kysely";
import type { LinkPurpose } from "~/domain/mail-link";
import type { Actor } from "~/domain/permissions";
import {
  actNow,
  actorOf,
  aParty,
  aScene,
  askForGate,
  awake,
  checklistOf,
  expect,
  foldOf,
  type Login,
  unique,
} from "./support";

type Params = Record<string, string>;

/** Made for a screen before it is opened: what its address needs, and who opens it when it is nobody of the sample firm. */
interface Made {
  params?: Params;
  who?: Actor;
}

export interface Screen {
  name: string;
  /** A login of the sample firm; null for somebody who is not signed in. */
  who: Login | null;
  /** As in the table of routes. */
  route: string;
  params?: Params;
  search?: string;
  make?: (db: Kysely<DB>) => Promise<Made>;
  /** 200 unless given. */
  status?: number;
  /** What is done on the screen before it is looked at. */
  open?: (page: Page) => Promise<void>;
  /** What was opened, where it lies over the rest, which cannot be judged then. */
  part?: string;
}

/** Engagements of the sample firm, in different standing. */
const WAITING_FOR_CLIENT = { code: "ENG-0042" };
const UNDER_WAY = { code: "ENG-0044" };
const DECLINED = { code: "ENG-0047" };
const PAUSED = { code: "ENG-0050" };
const NOT_STARTED = { code: "ENG-0053" };
const HANDED_OVER = { code: "ENG-0021" };
const PROSPECT = { code: "ENG-0058" };
const LOST = { code: "ENG-0035" };

async function idOf(
  db: Kysely<DB>,
  table: "person" | "company" | "mail" | "template",
  nth = 0,
): Promise<string> {
  const rows = await db
    .selectFrom(table)
    .select("id")
    .orderBy("id")
    .limit(nth + 1)
    .execute();
  return rows[nth]?.id ?? "";
}

const aLink = (purpose: LinkPurpose, whose: "lead" | "client") => async (db: Kysely<DB>) => {
  const party = await aParty(db);
  const { at } = await actNow(db);
  return { params: { token: await createLink(db, { personId: party[whose].id, purpose, at }) } };
};

const aDeliverable = (code: string) => async (db: Kysely<DB>) => {
  const [first] = await checklistOf(db, code, "extend");
  return { params: { code, id: first?.id ?? "" } };
};

/** A list of three rows, kept for the manager: one whole, one with a date to correct, one without a client. */
async function anUpload(db: Kysely<DB>): Promise<string> {
  const text = [
    "Title,Client,Status,Start date,Weeks",
    `${unique("Pilot rota")},${unique("Tidewater")},Active,2026-02-02,8`,
    `${unique("Lock fees")},${unique("Tidewater")},Proposal,the second of June,about nine weeks`,
    ",,Lost,,",
  ].join("\n");
  const act = await actNow(db, await actorOf(db, "manager"));
  return keepUpload(db, act, [{ name: "harbour-work.csv", text, remarks: [] }]);
}

/** Unfolds everything on the page. */
async function unfold(page: Page): Promise<void> {
  for (const summary of await page.getByRole("main").locator("details:not([open]) > summary").all()) {
    if (await summary.isVisible()) await summary.click();
  }
}

const press = (name: string | RegExp) => (page: Page) => page.getByRole("button", { name }).first().click();

async function showKeys(page: Page): Promise<void> {
  await awake(page);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
}

async function findAnything(page: Page): Promise<void> {
  await awake(page);
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Find or do anything" })).toBeVisible();
  await expect(page.getByRole("dialog").getByRole("option").first()).toBeVisible();
}

const strangers: Screen[] = [
  { name: "sign in", who: null, route: "/sign-in" },
  {
    name: "sign in, refused",
    who: null,
    route: "/sign-in",
    open: async (page) => {
      await page.getByLabel("Mail address").fill(`${unique("nobody").replace(" ", ".")}@example.test`);
      await page.getByLabel("Password", { exact: true }).fill("not the right one");
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByRole("alert")).toBeVisible();
    },
  },
  {
    name: "sign in, link sent",
    who: null,
    route: "/sign-in",
    open: async (page) => {
      await page.getByLabel("Mail address").fill(`${unique("nobody").replace(" ", ".")}@example.test`);
      await page.getByRole("button", { name: "Email me a link instead" }).click();
      await expect(page.getByRole("heading", { name: "Look at your mail" })).toBeVisible();
    },
  },
  { name: "behind a sign-in link", who: null, route: "/link/:token", make: aLink("sign_in", "client") },
  { name: "behind a dead link", who: null, route: "/link/:token", params: { token: "gone" }, status: 404 },
  { name: "an invitation of ours", who: null, route: "/invite/:token", make: aLink("invite", "lead") },
  { name: "an invitation of a client", who: null, route: "/invite/:token", make: aLink("invite", "client") },
  { name: "a dead invitation", who: null, route: "/invite/:token", params: { token: "gone" }, status: 404 },
  { name: "password forgotten", who: null, route: "/reset" },
  { name: "a new password", who: null, route: "/reset/:token", make: aLink("reset", "lead") },
  { name: "a dead reset link", who: null, route: "/reset/:token", params: { token: "gone" }, status: 404 },
  { name: "no such page", who: null, route: "/no-such-page", status: 404 },
];

const managers: Screen[] = [
  { name: "pipeline", who: "manager", route: "/pipeline" },
  { name: "pipeline, proposals", who: "manager", route: "/pipeline", search: "?stage=proposal" },
  { name: "pipeline, lost", who: "manager", route: "/pipeline", search: "?stage=lost" },
  { name: "pipeline, handed over", who: "manager", route: "/pipeline", search: "?stage=handed_over" },
  { name: "pipeline, nothing fits", who: "manager", route: "/pipeline", search: "?q=zzzz" },
  { name: "board", who: "manager", route: "/pipeline", search: "?view=board" },
  { name: "board, a card to move", who: "manager", route: "/pipeline", search: "?view=board&move=ENG-0058" },
  { name: "pipeline, find anything", who: "manager", route: "/pipeline", open: findAnything },
  { name: "pipeline, keys", who: "manager", route: "/pipeline", open: showKeys },
  {
    name: "pipeline, own menu",
    who: "manager",
    route: "/pipeline",
    open: (page) => foldOf(page, "Your menu").click(),
    part: "header details[open] > summary + *",
  },
  { name: "engagements", who: "manager", route: "/engagements" },
  { name: "engagements, nothing fits", who: "manager", route: "/engagements", search: "?q=zzzz" },
  { name: "new engagement", who: "manager", route: "/engagements/new" },
  {
    name: "new engagement, refused",
    who: "manager",
    route: "/engagements/new",
    open: async (page) => {
      await page.getByLabel("Title", { exact: true }).fill("A very long one");
      await page.getByLabel("Weeks", { exact: true }).fill("30");
      await press("Start the engagement")(page);
      await expect(page.getByRole("alert")).toBeVisible();
    },
  },
  {
    name: "plan with a gate to waive",
    who: "manager",
    route: "/engagements/:code",
    params: UNDER_WAY,
    open: unfold,
  },
  { name: "plan, paused", who: "manager", route: "/engagements/:code", params: PAUSED },
  { name: "plan, handed over", who: "manager", route: "/engagements/:code", params: HANDED_OVER },
  { name: "plan of a prospect", who: "manager", route: "/engagements/:code", params: PROSPECT },
  { name: "plan, lost", who: "manager", route: "/engagements/:code", params: LOST },
  { name: "profile with terms", who: "manager", route: "/engagements/:code/profile", params: PROSPECT },
  { name: "portal, viewed as client", who: "manager", route: "/portal/:code", params: WAITING_FOR_CLIENT },
  { name: "portals, viewed by us", who: "manager", route: "/portal" },
  {
    name: "gate, viewed as client",
    who: "manager",
    route: "/portal/:code/gates/:phase",
    params: { ...WAITING_FOR_CLIENT, phase: "extend" },
  },
  { name: "clients", who: "manager", route: "/clients" },
  {
    name: "a client",
    who: "manager",
    route: "/clients/:id",
    make: async (db) => ({ params: { id: await idOf(db, "company") } }),
  },
];

const imports: Screen[] = [
  { name: "import", who: "manager", route: "/import" },
  {
    name: "import, a file to check",
    who: "manager",
    route: "/import/:id",
    make: async (db) => ({ params: { id: await anUpload(db) } }),
    open: unfold,
  },
  {
    name: "import, what became of it",
    who: "manager",
    route: "/import/:id",
    make: async (db) => {
      const id = await anUpload(db);
      await confirmUpload(db, await actNow(db, await actorOf(db, "manager")), id);
      return { params: { id } };
    },
  },
];

const leads: Screen[] = [
  { name: "today", who: "lead", route: "/today" },
  {
    name: "today without work",
    who: "lead",
    route: "/today",
    make: async (db) => ({ who: (await aParty(db)).lead }),
  },
  { name: "pipeline of a lead", who: "lead", route: "/pipeline" },
  {
    name: "pipeline without work",
    who: "lead",
    route: "/pipeline",
    make: async (db) => ({ who: (await aParty(db)).lead }),
  },
  {
    name: "plan, gate with the client",
    who: "lead",
    route: "/engagements/:code",
    params: WAITING_FOR_CLIENT,
  },
  {
    name: "plan, under way, all unfolded",
    who: "lead",
    route: "/engagements/:code",
    params: UNDER_WAY,
    open: unfold,
  },
  { name: "plan, not started", who: "manager", route: "/engagements/:code", params: NOT_STARTED },
  {
    name: "plan, a deliverable's menu",
    who: "lead",
    route: "/engagements/:code",
    params: UNDER_WAY,
    open: async (page) => {
      await awake(page);
      await page
        .getByRole("link", { name: /^More for / })
        .filter({ visible: true })
        .first()
        .click();
      await expect(page.getByRole("button", { name: "Does not apply" })).toBeVisible();
    },
    part: ".row-more + div",
  },
  {
    name: "plan, the rail explained",
    who: "lead",
    route: "/engagements/:code",
    params: UNDER_WAY,
    open: press("What is this?"),
  },
  { name: "plan, keys", who: "lead", route: "/engagements/:code", params: UNDER_WAY, open: showKeys },
  {
    name: "deliverable",
    who: "lead",
    route: "/engagements/:code/deliverables/:id",
    make: aDeliverable("ENG-0044"),
  },
  { name: "profile", who: "lead", route: "/engagements/:code/profile", params: UNDER_WAY },
  { name: "dates", who: "lead", route: "/engagements/:code/dates", params: UNDER_WAY },
  {
    name: "dates, what follows from a move",
    who: "lead",
    route: "/engagements/:code/dates",
    params: UNDER_WAY,
    open: async (page) => {
      await page.getByLabel("New date").fill(`${new Date().getFullYear() + 1}-11-17`);
      await press("Show what follows")(page);
      await expect(page.getByRole("heading", { name: /^Moving the/ })).toBeVisible();
    },
  },
  { name: "dates of a prospect", who: "lead", route: "/engagements/:code/dates", params: PROSPECT },
  {
    name: "gate to request",
    who: "lead",
    route: "/engagements/:code/gates/:phase",
    params: { ...UNDER_WAY, phase: "extend" },
  },
  {
    name: "gate with the client",
    who: "lead",
    route: "/engagements/:code/gates/:phase",
    params: { ...WAITING_FOR_CLIENT, phase: "extend" },
  },
  {
    name: "gate that was declined",
    who: "manager",
    route: "/engagements/:code/gates/:phase",
    params: { ...DECLINED, phase: "stabilise" },
  },
  {
    name: "ledger",
    who: "lead",
    route: "/engagements/:code/ledger",
    params: WAITING_FOR_CLIENT,
    open: unfold,
  },
  { name: "ledger of a prospect", who: "lead", route: "/engagements/:code/ledger", params: PROSPECT },
  { name: "updates", who: "lead", route: "/engagements/:code/updates", params: WAITING_FOR_CLIENT },
  { name: "activity", who: "lead", route: "/engagements/:code/activity", params: WAITING_FOR_CLIENT },
  {
    name: "somebody else's engagement",
    who: "lead",
    route: "/engagements/:code",
    params: DECLINED,
    status: 404,
  },
  {
    name: "no such gate",
    who: "lead",
    route: "/engagements/:code/gates/:phase",
    params: { ...UNDER_WAY, phase: "sell" },
    status: 404,
  },
];

const members: Screen[] = [
  { name: "today of a member", who: "member", route: "/today" },
  { name: "engagements of a member", who: "member", route: "/engagements" },
  { name: "plan of a member", who: "member", route: "/engagements/:code", params: UNDER_WAY },
  {
    name: "deliverable of a member",
    who: "member",
    route: "/engagements/:code/deliverables/:id",
    make: aDeliverable("ENG-0044"),
  },
  { name: "profile without money", who: "member", route: "/engagements/:code/profile", params: UNDER_WAY },
  { name: "a page for administrators", who: "member", route: "/people", status: 404 },
];

const clients: Screen[] = [
  { name: "portals of a client", who: "client", route: "/portal" },
  {
    name: "portal, a gate to sign",
    who: "client",
    route: "/portal/:code",
    params: WAITING_FOR_CLIENT,
    open: unfold,
  },
  {
    name: "portal, the rail explained",
    who: "client",
    route: "/portal/:code",
    params: WAITING_FOR_CLIENT,
    open: press("What is this?"),
  },
  {
    name: "portal, own menu",
    who: "client",
    route: "/portal/:code",
    params: WAITING_FOR_CLIENT,
    open: (page) => foldOf(page, "Your menu").click(),
    part: "header details[open] > summary + *",
  },
  { name: "portal, handed over", who: "client", route: "/portal/:code", params: HANDED_OVER },
  { name: "portal, declined", who: "client2", route: "/portal/:code", params: DECLINED },
  {
    name: "portal without work",
    who: "client",
    route: "/portal",
    make: async (db) => ({ who: (await aParty(db)).client }),
  },
  {
    name: "portal at the start",
    who: "client",
    route: "/portal/:code",
    make: async (db) => {
      const { code, client } = await aScene(db);
      return { params: { code }, who: client };
    },
  },
  {
    name: "gate to sign",
    who: "client",
    route: "/portal/:code/gates/:phase",
    params: { ...WAITING_FOR_CLIENT, phase: "extend" },
    open: unfold,
  },
  {
    name: "gate to sign, refused",
    who: "client",
    route: "/portal/:code/gates/:phase",
    make: async (db) => {
      const scene = await aScene(db);
      await askForGate(db, scene, "read");
      return { params: { code: scene.code, phase: "read" }, who: scene.client };
    },
    open: async (page) => {
      await press("Sign the Read gate")(page);
      await expect(page.getByRole("alert").first()).toBeVisible();
    },
  },
  {
    name: "gate that was signed",
    who: "client",
    route: "/portal/:code/gates/:phase",
    params: { ...WAITING_FOR_CLIENT, phase: "read" },
  },
  {
    name: "gate not reached",
    who: "client",
    route: "/portal/:code/gates/:phase",
    params: { ...WAITING_FOR_CLIENT, phase: "document" },
  },
  { name: "ledger of a client", who: "client", route: "/portal/:code/ledger", params: WAITING_FOR_CLIENT },
  {
    name: "activity of a client",
    who: "client",
    route: "/portal/:code/activity",
    params: WAITING_FOR_CLIENT,
  },
  {
    name: "another client's portal",
    who: "client2",
    route: "/portal/:code",
    params: WAITING_FOR_CLIENT,
    status: 404,
  },
  { name: "account of a client", who: "client", route: "/account" },
];

const administrators: Screen[] = [
  { name: "pipeline of an administrator", who: "admin", route: "/pipeline" },
  { name: "people", who: "admin", route: "/people" },
  { name: "people, after the set-up", who: "admin", route: "/people", search: "?welcome=sample" },
  { name: "people, nobody fits", who: "admin", route: "/people", search: "?q=zzzz" },
  {
    name: "people, refused",
    who: "admin",
    route: "/people",
    open: async (page) => {
      await page.getByLabel("Name", { exact: true }).fill("Ruth Again");
      await page.getByLabel("Mail address").fill("admin@demo.phaseline.test");
      await press("Send the invitation")(page);
      await expect(page.getByRole("alert").first()).toBeVisible();
    },
  },
  {
    name: "a person",
    who: "admin",
    route: "/people/:id",
    make: async (db) => ({ params: { id: await idOf(db, "person", 3) } }),
  },
  {
    name: "somebody invited",
    who: "admin",
    route: "/people/:id",
    make: async (db) => ({ params: { id: (await aParty(db)).client.id } }),
  },
  {
    name: "a client with its contacts",
    who: "admin",
    route: "/clients/:id",
    make: async (db) => ({ params: { id: (await aScene(db)).companyId } }),
    open: unfold,
  },
  { name: "clients, nothing fits", who: "admin", route: "/clients", search: "?q=zzzz" },
  { name: "templates", who: "admin", route: "/templates" },
  {
    name: "a template",
    who: "admin",
    route: "/templates/:id",
    make: async (db) => ({ params: { id: await idOf(db, "template") } }),
  },
  { name: "settings", who: "admin", route: "/settings" },
  { name: "calendar", who: "admin", route: "/settings/calendar", open: unfold },
  { name: "outbox", who: "admin", route: "/outbox" },
  {
    name: "a mail",
    who: "admin",
    route: "/outbox/:id",
    make: async (db) => {
      await aParty(db);
      return { params: { id: await idOf(db, "mail") } };
    },
  },
  { name: "audit log", who: "admin", route: "/audit" },
  { name: "account", who: "admin", route: "/account" },
];

export const SCREENS: readonly Screen[] = [
  ...strangers,
  ...managers,
  ...imports,
  ...leads,
  ...members,
  ...clients,
  ...administrators,
];

/** The address of a screen. */
export function addressOf({ route, search = "" }: Screen, params: Params): string {
  return route.replace(/:(\w+)/g, (_, name: string) => params[name] ?? "") + search;
}
