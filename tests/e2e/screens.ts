import type { Page } from "@playwright/test";
import { openAsk } from "db/asks.server";
import { writeComment } from "db/comments.server";
import { addEvidence } from "db/evidence.server";
import { keepFindingFile } from "db/finding-imports.server";
import { confirmUpload, keepUpload } from "db/imports.server";
import { createLink } from "db/mail-links.server";
import { addMeasure, takeMeasure } from "db/measures.server";
import { startPhase } from "db/phases.server";
import type { DB } from "db/schema";
import { createShareLink } from "db/share-links.server";
import { draftUpdate } from "db/update-drafts.server";
import type { Kysely } from "kysely";
import { aHotspotWithTest } from "tests/support/findings";
import type { DecisionStatus } from "~/domain/decision";
import { MARKDOWN_TYPE, OPENAPI_YAML_TYPE } from "~/domain/file";
import type { LinkPurpose } from "~/domain/mail-link";
import type { Actor } from "~/domain/permissions";
import { fileStoreOf, keepBytes } from "~/files/store.server";
import { auditing } from "./audit-screens";
import { planning } from "./planning-screens";
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

const BOOKINGS_API = [
  "openapi: 3.0.3",
  "info:",
  "  title: Depot bookings",
  "paths:",
  "  /bookings:",
  "    get:",
  "      summary: Bookings of a carrier",
  '      responses: { "200": { description: A page of bookings } }',
].join("\n");

/** A file that the client sees too, as evidence of an artefact. */
const aFileToRead = (code: string, type: string, text: string) => async (db: Kysely<DB>) => {
  const store = fileStoreOf({ dataDir: process.env.E2E_DATA_DIR ?? "", files: undefined });
  const file = { name: "kept-with-it", type, ...(await keepBytes(store, Buffer.from(text))) };
  const piece = { kind: "file" as const, url: null, note: "", isVisible: true, file };
  const id = await addEvidence(db, await actNow(db), code, { of: "artefact", id: "api_schema" }, piece);
  return { params: { code, id } };
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
  {
    name: "pipeline, grouped, with every column",
    who: "manager",
    route: "/pipeline",
    search:
      "?sort=expected&group=lead&columns=plan,health,words,phase,start,promised,expected,value,origin,lead",
    open: unfold,
  },
  {
    name: "pipeline, a view refused",
    who: "manager",
    route: "/pipeline",
    open: async (page) => {
      await page.getByText("Keep this view", { exact: true }).click();
      await page.getByLabel("Its name").fill("x".repeat(61));
      await press("Keep it")(page);
      await expect(page.getByLabel("Its name")).toHaveAccessibleDescription(/at most 60/);
    },
  },
  { name: "timeline", who: "manager", route: "/pipeline", search: "?view=timeline" },
  {
    name: "timeline by quarters and need",
    who: "lead",
    route: "/pipeline",
    search: "?view=timeline&zoom=quarter&sort=need",
  },
  {
    name: "timeline, nothing in sight",
    who: "manager",
    route: "/pipeline",
    search: "?view=timeline&from=2001-01-01",
  },
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
  { name: "review of the week", who: "manager", route: "/review" },
  { name: "review, one that is paused", who: "manager", route: "/review", search: "?at=ENG-0050" },
  {
    name: "review, a question refused",
    who: "manager",
    route: "/review",
    search: "?at=ENG-0047",
    open: async (page) => {
      await press("Ask")(page);
      await expect(page.getByRole("alert")).toBeVisible();
    },
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

const anUpdate = (code: string) => async (db: Kysely<DB>) => {
  const { id } = await db
    .selectFrom("update")
    .innerJoin("engagement", "engagement.id", "update.engagement_id")
    .select("update.id")
    .where("engagement.code", "=", code)
    .where("update.published_at", "is not", null)
    .orderBy("update.on_date", "desc")
    .executeTakeFirstOrThrow();
  return { params: { code, id } };
};

/** A live engagement with its Read under way and something asked of its client. */
async function anAskedScene(db: Kysely<DB>) {
  const scene = await aScene(db);
  const act = await actNow(db, scene.lead);
  await startPhase(db, act, scene.code, { kind: "read", startOn: act.today });
  for (const isBlocking of [true, false]) {
    await openAsk(db, act, scene.code, {
      title: isBlocking ? "Staging access for two" : "A name to call at the harbour office",
      body: "Two accounts, with the right to **deploy**.",
      dueOn: isBlocking ? act.today : null,
      isBlocking,
    });
  }
  return scene;
}

const asksAndUpdates: Screen[] = [
  { name: "asks", who: "lead", route: "/engagements/:code/asks", params: WAITING_FOR_CLIENT, open: unfold },
  {
    name: "asks, refused",
    who: "lead",
    route: "/engagements/:code/asks",
    make: async (db) => {
      const { code, lead } = await anAskedScene(db);
      return { params: { code }, who: lead };
    },
    open: async (page) => {
      await press(/^Ask$/)(page);
      await expect(page.getByRole("alert").first()).toBeVisible();
    },
  },
  {
    name: "asks before the work",
    who: "lead",
    route: "/engagements/:code/asks",
    make: async (db) => {
      const { code, lead } = await aScene(db);
      return { params: { code }, who: lead };
    },
  },
  {
    name: "what a client is asked",
    who: "client",
    route: "/portal/:code/asks",
    params: WAITING_FOR_CLIENT,
    open: unfold,
  },
  {
    name: "what a client is asked, refused",
    who: "client",
    route: "/portal/:code/asks",
    make: async (db) => {
      const { code, client } = await anAskedScene(db);
      return { params: { code }, who: client };
    },
    open: async (page) => {
      await press("Send the answer")(page);
      await expect(page.getByRole("alert").first()).toBeVisible();
    },
  },
  {
    name: "asks, viewed as client",
    who: "manager",
    route: "/portal/:code/asks",
    params: WAITING_FOR_CLIENT,
  },
  {
    name: "updates",
    who: "lead",
    route: "/engagements/:code/updates",
    params: WAITING_FOR_CLIENT,
    open: unfold,
  },
  {
    name: "updates, a draft",
    who: "lead",
    route: "/engagements/:code/updates",
    make: async (db) => {
      const { code, lead } = await anAskedScene(db);
      await draftUpdate(db, await actNow(db, lead), code, { isAsked: true });
      return { params: { code }, who: lead };
    },
    open: async (page) => {
      await press("Publish")(page);
      await expect(page.getByRole("alert").first()).toBeVisible();
    },
  },
  {
    name: "updates of a prospect",
    who: "manager",
    route: "/engagements/:code/updates",
    params: PROSPECT,
  },
  {
    name: "an update",
    who: "lead",
    route: "/engagements/:code/updates/:id",
    make: anUpdate("ENG-0042"),
  },
  {
    name: "an update to acknowledge",
    who: "manager",
    route: "/engagements/:code/updates/:id",
    make: anUpdate("ENG-0042"),
  },
  { name: "updates that need a manager", who: "manager", route: "/updates" },
  { name: "updates of a lead", who: "lead", route: "/updates" },
  {
    name: "updates of a client",
    who: "client",
    route: "/portal/:code/updates",
    params: WAITING_FOR_CLIENT,
    open: unfold,
  },
  {
    name: "updates of a client, none yet",
    who: "client",
    route: "/portal/:code/updates",
    make: async (db) => {
      const { code, client } = await aScene(db);
      return { params: { code }, who: client };
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
  {
    name: "evidence in Markdown",
    who: "lead",
    route: "/engagements/:code/evidence/:id/view",
    make: aFileToRead("ENG-0044", MARKDOWN_TYPE, "# Slow bookings\n\n- Look at the pool first\n"),
  },
  {
    name: "evidence in OpenAPI, with a problem",
    who: "lead",
    route: "/engagements/:code/evidence/:id/view",
    make: aFileToRead("ENG-0044", OPENAPI_YAML_TYPE, BOOKINGS_API),
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
  ...asksAndUpdates,
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
    name: "portal, evidence in OpenAPI",
    who: "client",
    route: "/portal/:code/evidence/:id/view",
    make: aFileToRead("ENG-0042", OPENAPI_YAML_TYPE, BOOKINGS_API),
  },
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

/** A decision of an engagement of the sample firm, in a status. */
const aDecision = (code: string, status: DecisionStatus) => async (db: Kysely<DB>) => {
  const row = await db
    .selectFrom("decision")
    .innerJoin("engagement", "engagement.id", "decision.engagement_id")
    .select("decision.id")
    .where("engagement.code", "=", code)
    .where("decision.status", "=", status)
    .where("decision.is_visible", "=", 1)
    .orderBy("decision.number")
    .executeTakeFirst();
  return { params: { code, id: row?.id ?? "" } };
};

/** Two records, one of which says its status in other words, and a file that is none. */
async function chooseRecords(page: Page): Promise<void> {
  const record = (title: string, status: string) =>
    Buffer.from(`# ${title}\n\nDate: 2026-02-09\n\n## Status\n\n${status}\n\n## Decision\n\nSo it is.\n`);
  const mimeType = "text/markdown";
  await page.getByLabel("A zip archive, or Markdown files").setInputFiles([
    { name: "0041-outbox.md", mimeType, buffer: record("41. Outbox", "Accepted") },
    { name: "0042-keys.md", mimeType, buffer: record("42. Keys", "Pending") },
    { name: "README.md", mimeType, buffer: Buffer.from("# What is here\n") },
  ]);
  await press("Read them")(page);
  await expect(page.getByRole("heading", { name: "What would become of them" })).toBeVisible();
}

const agreements: Screen[] = [
  { name: "standards", who: "lead", route: "/engagements/:code/standards", params: UNDER_WAY, open: unfold },
  { name: "standards, none yet", who: "manager", route: "/engagements/:code/standards", params: PROSPECT },
  { name: "standards of a member", who: "member", route: "/engagements/:code/standards", params: UNDER_WAY },
  {
    name: "standards, refused",
    who: "lead",
    route: "/engagements/:code/standards",
    make: async (db) => {
      const { code, lead } = await aScene(db);
      return { params: { code }, who: lead };
    },
    open: async (page) => {
      await page.getByLabel("Title", { exact: true }).fill("One error shape");
      await page.getByLabel("About").selectOption("errors");
      await page.getByLabel("The rule").fill(" ");
      await page.getByLabel("Agreed by").fill("Both of us");
      await press("Agree it")(page);
      await expect(page.getByRole("alert").first()).toBeVisible();
    },
  },
  {
    name: "decisions with one to look at again",
    who: "lead",
    route: "/engagements/:code/decisions",
    params: UNDER_WAY,
  },
  {
    name: "decisions, none fits",
    who: "lead",
    route: "/engagements/:code/decisions",
    params: UNDER_WAY,
    search: "?q=zzzz",
  },
  { name: "decisions, none yet", who: "manager", route: "/engagements/:code/decisions", params: PROSPECT },
  {
    name: "new decision",
    who: "lead",
    route: "/engagements/:code/decisions/new",
    params: UNDER_WAY,
    open: unfold,
  },
  {
    name: "new decision, refused",
    who: "lead",
    route: "/engagements/:code/decisions/new",
    params: UNDER_WAY,
    open: async (page) => {
      await page.getByLabel("Title", { exact: true }).fill("Keys in the table");
      await press("Record it")(page);
      await expect(page.getByRole("alert").first()).toBeVisible();
    },
  },
  {
    name: "a proposed decision",
    who: "lead",
    route: "/engagements/:code/decisions/:id",
    make: aDecision("ENG-0042", "proposed"),
    open: unfold,
  },
  {
    name: "an accepted decision",
    who: "lead",
    route: "/engagements/:code/decisions/:id",
    make: aDecision("ENG-0044", "accepted"),
    open: unfold,
  },
  {
    name: "a decision that was replaced",
    who: "manager",
    route: "/engagements/:code/decisions/:id",
    make: aDecision("ENG-0046", "superseded"),
  },
  {
    name: "import of decisions",
    who: "lead",
    route: "/engagements/:code/decisions/import",
    params: UNDER_WAY,
  },
  {
    name: "import of decisions, looked at",
    who: "lead",
    route: "/engagements/:code/decisions/import",
    params: UNDER_WAY,
    open: chooseRecords,
  },
  {
    name: "decisions of a client",
    who: "client",
    route: "/portal/:code/decisions",
    params: WAITING_FOR_CLIENT,
  },
  {
    name: "a decision of a client",
    who: "client",
    route: "/portal/:code/decisions/:id",
    make: aDecision("ENG-0042", "accepted"),
  },
  {
    name: "standards of a client",
    who: "client",
    route: "/portal/:code/standards",
    params: WAITING_FOR_CLIENT,
  },
  {
    name: "portal without decisions",
    who: "client",
    route: "/portal/:code/decisions",
    make: async (db) => {
      const { code, client } = await aScene(db);
      return { params: { code }, who: client };
    },
  },
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

/** A live engagement with a hotspot, findings and a measure taken once. */
async function aReadScene(db: Kysely<DB>) {
  const scene = await aScene(db);
  const act = await actNow(db, scene.lead);
  const id = await aHotspotWithTest(db, act, scene.code);
  const measure = { title: "Days to add an endpoint", unit: "days", better: "lower", isVisible: true };
  const measureId = await addMeasure(db, act, scene.code, measure);
  await takeMeasure(db, act, scene.code, measureId, {
    edge: "before",
    value: "5",
    on: act.today,
    how: "Timed on the last five.",
    version: 1,
  });
  return { ...scene, id };
}

const aFindingPage = async (db: Kysely<DB>) => {
  const { code, id, lead } = await aReadScene(db);
  return { params: { code, id }, who: lead };
};

const aFileOfFindings = (text: string) => async (db: Kysely<DB>) => {
  const { code, lead } = await aReadScene(db);
  const file = { name: "read-findings.csv", text, remarks: [] };
  const id = await keepFindingFile(db, await actNow(db, lead), code, file);
  return { params: { code, file: id }, who: lead };
};

const findings: Screen[] = [
  {
    name: "findings and their chain",
    who: "lead",
    route: "/engagements/:code/findings",
    params: UNDER_WAY,
    search: "?gate=stabilise",
  },
  {
    name: "findings, none fits",
    who: "lead",
    route: "/engagements/:code/findings",
    search: "?q=zzzz",
    make: aFindingPage,
  },
  {
    name: "findings, none yet",
    who: "lead",
    route: "/engagements/:code/findings",
    make: async (db) => {
      const { code, lead } = await aScene(db);
      return { params: { code }, who: lead };
    },
  },
  {
    name: "findings, refused",
    who: "lead",
    route: "/engagements/:code/findings",
    make: aFindingPage,
    open: async (page) => {
      await page.getByLabel("What was found").fill("x".repeat(201));
      await press("Write it down")(page);
      await expect(page.getByRole("alert").first()).toBeVisible();
    },
  },
  {
    name: "a finding with its hotspot",
    who: "lead",
    route: "/engagements/:code/findings/:id",
    make: aFindingPage,
    open: unfold,
  },
  {
    name: "a finding, its fix refused",
    who: "lead",
    route: "/engagements/:code/findings/:id",
    make: aFindingPage,
    open: async (page) => {
      await press("Save the fix")(page);
      await expect(page.getByRole("alert").first()).toBeVisible();
    },
  },
  {
    name: "import of findings",
    who: "lead",
    route: "/engagements/:code/findings/import",
    make: async (db) => {
      const { code, lead } = await aScene(db);
      return { params: { code }, who: lead };
    },
  },
  {
    name: "import of findings, a file to check",
    who: "lead",
    route: "/engagements/:code/findings/import",
    search: "?file=:file",
    make: aFileOfFindings("title,severity,area\nTokens never expire,P1,Security\n,high,\nOdd,dreadful,API"),
  },
  {
    name: "import of findings, files that change often",
    who: "lead",
    route: "/engagements/:code/findings/import",
    search: "?file=:file",
    make: aFileOfFindings("month,path,commits,fix_commits\n2026-01,src/a.ts,9,4\n2026-02,src/b.ts,two,0"),
  },
  { name: "measures", who: "lead", route: "/engagements/:code/measures", params: UNDER_WAY, open: unfold },
  {
    name: "measures, one to take again",
    who: "lead",
    route: "/engagements/:code/measures",
    make: aFindingPage,
    open: unfold,
  },
  {
    name: "measures, none yet",
    who: "lead",
    route: "/engagements/:code/measures",
    make: async (db) => {
      const { code, lead } = await aScene(db);
      return { params: { code }, who: lead };
    },
  },
  {
    name: "findings of a client",
    who: "client",
    route: "/portal/:code/findings",
    params: WAITING_FOR_CLIENT,
  },
  {
    name: "findings of a client, in the end",
    who: "client",
    route: "/portal/:code/findings",
    params: HANDED_OVER,
  },
  {
    name: "findings of a client, open",
    who: "client",
    route: "/portal/:code/findings",
    make: async (db) => {
      const { code, client } = await aReadScene(db);
      return { params: { code }, who: client };
    },
  },
  {
    name: "findings of a client, none yet",
    who: "client",
    route: "/portal/:code/findings",
    make: async (db) => {
      const { code, client } = await aScene(db);
      return { params: { code }, who: client };
    },
  },
  { name: "measures of a client", who: "client", route: "/portal/:code/measures", params: HANDED_OVER },
  {
    name: "measures of a client, none yet",
    who: "client",
    route: "/portal/:code/measures",
    make: async (db) => {
      const { code, client } = await aScene(db);
      return { params: { code }, who: client };
    },
  },
];

const handover: Screen[] = [
  { name: "hand-over", who: "lead", route: "/engagements/:code/handover", params: UNDER_WAY, open: unfold },
  {
    name: "hand-over, done",
    who: "admin",
    route: "/engagements/:code/handover",
    params: HANDED_OVER,
    open: unfold,
  },
  {
    name: "hand-over, refused",
    who: "lead",
    route: "/engagements/:code/handover",
    params: UNDER_WAY,
    open: async (page) => {
      await page.getByLabel("Last verified on").first().fill("2020-01-01");
      await press(/^Save/)(page);
      await expect(page.getByRole("alert")).toBeVisible();
    },
  },
  { name: "hand-over for a member", who: "member", route: "/engagements/:code/handover", params: UNDER_WAY },
  {
    name: "look back, done",
    who: "manager",
    route: "/engagements/:code/handover/checks/:day",
    params: { ...HANDED_OVER, day: "90" },
  },
  {
    name: "look back, too early",
    who: "manager",
    route: "/engagements/:code/handover/checks/:day",
    params: { ...UNDER_WAY, day: "180" },
  },
  {
    name: "hand-over of a client",
    who: "client",
    route: "/portal/:code/handover",
    params: WAITING_FOR_CLIENT,
  },
  {
    name: "hand-over of a client, done",
    who: "client",
    route: "/portal/:code/handover",
    params: HANDED_OVER,
  },
];

/** Something said for us alone, something said to the client, and their answer, about the work and about a gate. */
async function aTalk(db: Kysely<DB>): Promise<Made & { params: Params }> {
  const scene = await aScene(db);
  const { code, lead, client } = scene;
  const whole = { about: "engagement", id: null } as const;
  const gate = { about: "gate", id: "read" } as const;
  const say = async (who: Actor, visibility: "internal" | "client", subject: typeof whole | typeof gate) =>
    writeComment(db, await actNow(db, who), code, {
      subject,
      visibility,
      body: `Good morning, @${lead.name}. See \`retries.ts\`:\n\n- it waits\n- it tries again`,
    });
  await say(lead, "internal", whole);
  await say(lead, "client", whole);
  await say(client, "client", gate);
  return { params: { code, phase: "read" } };
}

const talks: Screen[] = [
  {
    name: "comments, both kinds",
    who: "manager",
    route: "/engagements/:code/comments",
    make: aTalk,
    open: unfold,
  },
  {
    name: "comments, a contact mentioned for us only",
    who: "lead",
    route: "/engagements/:code/comments",
    params: WAITING_FOR_CLIENT,
    open: async (page) => {
      await page.getByLabel("Your comment").first().fill("Do not tell @Dana Whitfield yet");
      await press("Comment for us only")(page);
      await expect(page.getByRole("alert")).toBeVisible();
    },
  },
  {
    name: "comments on a gate",
    who: "manager",
    route: "/engagements/:code/gates/:phase",
    make: aTalk,
  },
  {
    name: "portal, comments",
    who: "client",
    route: "/portal/:code/comments",
    params: WAITING_FOR_CLIENT,
    open: unfold,
  },
  {
    name: "portal, comments viewed by us",
    who: "manager",
    route: "/portal/:code/comments",
    make: aTalk,
    open: unfold,
  },
  {
    name: "sharing",
    who: "lead",
    route: "/engagements/:code/sharing",
    params: WAITING_FOR_CLIENT,
    open: async (page) => {
      await page.getByLabel("Who it is for").fill("Their auditor");
      await press("Make an address")(page);
      await expect(page.getByText("Copy the address")).toBeVisible();
    },
  },
  {
    name: "a shared portal",
    who: null,
    route: "/shared/:token",
    make: async (db) => {
      const { code, lead } = await aScene(db);
      const act = await actNow(db, lead);
      const { token } = await createShareLink(db, act, code, { label: "Their auditor", days: 7 });
      return { params: { token: token ?? "" } };
    },
  },
  {
    name: "a shared portal, taken back",
    who: null,
    route: "/shared/:token",
    params: { token: "gone" },
    status: 404,
  },
];

/** Long tables are looked at by their last months: every cell of three years takes the judge too long. */
const LATELY = `&from=${new Date(Date.now() - 250 * 86_400_000).toISOString().slice(0, 10)}`;

const reports: Screen[] = [
  { name: "reports", who: "manager", route: "/reports" },
  { name: "report on promises", who: "manager", route: "/reports/promises" },
  {
    name: "report on promises, by phase",
    who: "manager",
    route: "/reports/promises",
    search: `?by=phase${LATELY}`,
  },
  {
    name: "report on promises, nothing in the period",
    who: "manager",
    route: "/reports/promises",
    search: "?from=2012-01-01&to=2012-06-30",
  },
  { name: "report on forecasts", who: "manager", route: "/reports/forecasts" },
  {
    name: "report on forecasts, every date",
    who: "manager",
    route: "/reports/forecasts",
    search: `?by=each${LATELY}`,
  },
  { name: "report on phases", who: "manager", route: "/reports/phases" },
  { name: "report on phases, by quarter", who: "manager", route: "/reports/phases", search: "?by=quarter" },
  { name: "report on hours", who: "manager", route: "/reports/hours" },
  { name: "report on hours, by client", who: "manager", route: "/reports/hours", search: "?by=client" },
  { name: "report on audits", who: "manager", route: "/reports/audits" },
  {
    name: "report on audits, by recommendation",
    who: "manager",
    route: "/reports/audits",
    search: "?by=recommendation",
  },
];

const forecasts: Screen[] = [
  { name: "forecast", who: "lead", route: "/engagements/:code/forecast", params: UNDER_WAY, open: unfold },
  {
    name: "forecast, shown to the client, at a gate",
    who: "manager",
    route: "/engagements/:code/forecast",
    params: WAITING_FOR_CLIENT,
  },
  { name: "forecast in a pause", who: "manager", route: "/engagements/:code/forecast", params: PAUSED },
  {
    name: "forecast before the work begins",
    who: "manager",
    route: "/engagements/:code/forecast",
    params: NOT_STARTED,
  },
  {
    name: "forecast of what is handed over",
    who: "manager",
    route: "/engagements/:code/forecast",
    params: HANDED_OVER,
  },
  { name: "forecast of a prospect", who: "manager", route: "/engagements/:code/forecast", params: PROSPECT },
];

export const SCREENS: readonly Screen[] = [
  ...forecasts,
  ...reports,
  ...auditing,
  ...strangers,
  ...managers,
  ...imports,
  ...findings,
  ...leads,
  ...members,
  ...clients,
  ...agreements,
  ...administrators,
  ...handover,
  ...talks,
  ...planning,
];

/** The address of a screen. */
export function addressOf({ route, search = "" }: Screen, params: Params): string {
  return (route + search).replace(/:(\w+)/g, (_, name: string) => params[name] ?? "");
}
