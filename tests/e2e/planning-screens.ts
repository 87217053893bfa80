import type { Page } from "@playwright/test";
import { allocate } from "db/allocations.server";
import type { DB } from "db/schema";
import type { Kysely } from "kysely";
import { addDays } from "~/domain/calendar";
import type { Screen } from "./screens";
import { actNow, aParty, aScene, expect } from "./support";

/** A live engagement whose lead is planned for more than there is of them. */
async function anOverfullScene(db: Kysely<DB>) {
  const scene = await aScene(db);
  const other = await aScene(db, { leadId: scene.lead.id, title: `${scene.title}, the next one` });
  const act = await actNow(db);
  const share = {
    personId: scene.lead.id,
    fromOn: act.today,
    untilOn: addDays(act.today, 30),
    sharePercent: 80,
  };
  await allocate(db, act, scene.code, share);
  await allocate(db, act, other.code, share);
  return { params: { code: scene.code }, who: scene.lead };
}

/** Unfolds one after the other: what is open is not counted any more. */
async function unfoldAll(page: Page): Promise<void> {
  const folded = page.getByRole("main").locator("details:not([open]) > summary");
  for (let left = await folded.count(); left > 0; left -= 1) await folded.first().click();
}

/** Shares of people, capacity and the earliest start. */
export const planning: readonly Screen[] = [
  { name: "capacity", who: "manager", route: "/capacity", open: unfoldAll },
  {
    name: "capacity, leads, all counted",
    who: "manager",
    route: "/capacity",
    search: "?role=lead&prospects=counted",
  },
  { name: "capacity, nobody fits", who: "manager", route: "/capacity", search: "?q=zzzz" },
  {
    name: "capacity, absence refused",
    who: "manager",
    route: "/capacity",
    open: async (page) => {
      await page.getByRole("button", { name: "Note it" }).click();
      await expect(page.getByRole("alert").first()).toBeVisible();
    },
  },
  { name: "capacity of a lead", who: "lead", route: "/capacity", open: unfoldAll },
  { name: "capacity of a member", who: "member", route: "/capacity", open: unfoldAll },
  {
    name: "capacity, over the whole",
    who: "lead",
    route: "/capacity",
    make: anOverfullScene,
    open: unfoldAll,
  },
  { name: "earliest start", who: "manager", route: "/capacity/start", open: unfoldAll },
  {
    name: "earliest start, all of a lead, proposals counted",
    who: "manager",
    route: "/capacity/start",
    search: "?share=100&weeks=12&proposals=counted",
  },
  { name: "earliest start of a lead", who: "lead", route: "/capacity/start" },
  {
    name: "team",
    who: "manager",
    route: "/engagements/:code/team",
    params: { code: "ENG-0042" },
    open: unfoldAll,
  },
  {
    name: "team, seen by a member",
    who: "member",
    route: "/engagements/:code/team",
    params: { code: "ENG-0042" },
  },
  {
    name: "team of a prospect",
    who: "manager",
    route: "/engagements/:code/team",
    params: { code: "ENG-0058" },
  },
  { name: "team, over the whole", who: "lead", route: "/engagements/:code/team", make: anOverfullScene },
  {
    name: "team, refused",
    who: "lead",
    route: "/engagements/:code/team",
    make: anOverfullScene,
    open: async (page) => {
      await unfoldAll(page);
      const again = page.locator("form").filter({ has: page.getByRole("button", { name: /^Plan it/ }) });
      await again.getByLabel("From").fill("2031-01-02");
      await again.getByLabel("Until").fill("2031-01-01");
      await again.getByRole("button", { name: /^Plan it/ }).click();
      await expect(page.getByRole("alert").first()).toBeVisible();
    },
  },
  {
    name: "capacity without work",
    who: "lead",
    route: "/capacity",
    make: async (db) => ({ who: (await aParty(db)).lead }),
  },
];
