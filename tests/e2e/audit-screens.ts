import { concludeAudit, planAudit } from "db/audits.server";
import { NOTHING_ASKED, runImport } from "db/imports.server";
import type { DB } from "db/schema";
import type { Kysely } from "kysely";
import { prepareFiles } from "~/domain/import/preparation";
import type { Screen } from "./screens";
import { actNow, aScene, expect, unique } from "./support";

/** Engagements of the sample firm: an audit that is written, one concluded long ago, one that began by the form. */
const WRITTEN = { code: "ENG-0057" };
const LIVE = { code: "ENG-0042" };
const LONG_OVER = { code: "ENG-0021" };
const ENQUIRED = { code: "ENG-0059" };

/** Something still to be sold, with an audit that began today. */
async function anAudit(db: Kysely<DB>) {
  const scene = await aScene(db, { stage: "lead" });
  const act = await actNow(db, scene.lead);
  // A day on which people work, whenever this runs.
  await planAudit(db, act, scene.code, { startsOn: "2026-03-02", auditorId: scene.lead.id, version: 0 });
  return { act, scene };
}

const TOLD = [
  "As of,Workstream,RAG,% complete,ETA",
  "2026-01-12,Berth booking,Green,20,2026-03-31",
  "2026-01-26,Berth booking,Amber,35,2026-04-14",
  "2026-02-09,Berth booking,Off Track,30,2026-05-01",
  "2026-02-09,Tide tables,On Track,60,2026-03-06",
  "2026-02-09,Harbour dues,,,",
].join("\n");

export const auditing: Screen[] = [
  { name: "audit, a draft", who: "manager", route: "/engagements/:code/audit", params: WRITTEN },
  {
    name: "audit, none yet",
    who: "lead",
    route: "/engagements/:code/audit",
    make: async (db) => {
      const { code, lead } = await aScene(db, { stage: "lead" });
      return { params: { code }, who: lead };
    },
  },
  {
    name: "audit, refused",
    who: "lead",
    route: "/engagements/:code/audit",
    make: async (db) => {
      const { scene } = await anAudit(db);
      return { params: { code: scene.code }, who: scene.lead };
    },
    open: async (page) => {
      await page.getByRole("button", { name: "Conclude the audit" }).click();
      await expect(page.getByRole("alert").first()).toBeVisible();
    },
  },
  {
    name: "audit, concluded with a no",
    who: "manager",
    route: "/engagements/:code/audit",
    make: async (db) => {
      const { act, scene } = await anAudit(db);
      const draft = { summary: "Buy it, **do not build** it.", conditions: "", version: 1 };
      const weeks = { weeksLow: 8, weeksHigh: 10, sentence: "Three services." };
      await concludeAudit(db, act, scene.code, { ...draft, recommendation: "no" }, weeks);
      return { params: { code: scene.code } };
    },
  },
  { name: "audit of a live engagement", who: "lead", route: "/engagements/:code/audit", params: LIVE },
  { name: "audit of an enquiry", who: "manager", route: "/engagements/:code/audit", params: ENQUIRED },
  { name: "ledger with estimates", who: "lead", route: "/engagements/:code/ledger", params: LIVE },
  {
    name: "ledger, what moved the finish",
    who: "manager",
    route: "/engagements/:code/ledger",
    params: LONG_OVER,
  },
  {
    name: "ledger with moving expectations",
    who: "manager",
    route: "/engagements/:code/ledger",
    make: async (db) => {
      const files = [
        { name: "told.csv", text: TOLD, remarks: [] },
        { name: "readme.md", text: "Notes.", remarks: [] },
      ];
      const prepared = prepareFiles(unique("engagement harbour"), files);
      const { rows } = (await runImport(db, await actNow(db), prepared, NOTHING_ASKED, false)).result;
      return { params: { code: rows[0]?.code ?? "" } };
    },
    open: async (page) => {
      for (const fold of await page.locator("#expectations summary").all()) await fold.click();
    },
  },
  { name: "ledger of a client, with estimates", who: "client", route: "/portal/:code/ledger", params: LIVE },
  { name: "enquiry", who: null, route: "/enquiry" },
  {
    name: "enquiry, refused",
    who: null,
    route: "/enquiry",
    open: async (page) => {
      await page.getByLabel("Mail address").fill("nobody");
      // The browser itself would hold an empty field back.
      await page.locator("form").evaluate((form) => form.setAttribute("novalidate", ""));
      await page.getByRole("button", { name: "Send" }).click();
      await expect(page.getByRole("alert").first()).toBeVisible();
    },
  },
  { name: "enquiry, sent", who: null, route: "/enquiry", search: "?sent" },
];
