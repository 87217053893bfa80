import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { OPERATOR } from "db/act";
import { foundFirm } from "db/firm.server";
import { addPerson } from "db/people.server";
import { SESSION_COOKIE } from "~/auth/lucia.server";
import { type RunningServer, sessionOf, startServer } from "../support/server";
import { aScene, awake, countEvents, expect, type Scene, test, visit } from "./support";

interface SmallFirm {
  server: RunningServer;
  /** In the order in which the review comes to them. */
  scenes: [Scene, Scene, Scene];
  open(options?: BrowserContextOptions): Promise<Page>;
}

/** A firm of its own with three live engagements, looked at by its manager. */
async function withSmallFirm(browser: Browser, look: (firm: SmallFirm) => Promise<void>): Promise<void> {
  const server = await startServer({ PHASELINE_DEMO: "0" });
  try {
    const { db } = server.database;
    const act = { actor: OPERATOR, at: Date.now(), today: new Date().toISOString().slice(0, 10) };
    const email = "ines.vale@example.test";
    await db.transaction().execute(async (trx) => {
      await foundFirm(trx, act, { name: "Skerry & Sound", timeZone: "UTC", currency: "GBP" });
      await addPerson(trx, act, { name: "Ines Vale", email, role: "manager" });
    });
    const third = await aScene(db, { title: "Lock fees" });
    const second = await aScene(db, { title: "Pilot rota" });
    const first = await aScene(db, { title: "Berth bookings" });
    const value = await sessionOf(server.database, email);
    await look({
      server,
      scenes: [first, second, third],
      open: async (options) => {
        const context = await browser.newContext({ ...options, baseURL: server.origin });
        await context.addCookies([
          {
            name: SESSION_COOKIE,
            value,
            domain: "localhost",
            path: "/",
            secure: true,
            httpOnly: true,
            sameSite: "Lax",
          },
        ]);
        return context.newPage();
      },
    });
  } finally {
    await server.stop();
  }
}

const looksAt = (page: Page, title: string) =>
  expect(page.getByRole("heading", { level: 2, name: title })).toBeVisible();
const status = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text });

test("the review is walked with the keyboard alone, two keys each", async ({ browser }) => {
  await withSmallFirm(browser, async ({ server, scenes, open }) => {
    const { db } = server.database;
    const [first, second, third] = scenes;
    const page = await open();
    await visit(page, "/review");
    await awake(page);
    await looksAt(page, first.title);
    await expect(page.getByText("0 of 3 seen this week")).toBeVisible();

    await page.keyboard.press("?");
    const keys = page.getByRole("dialog", { name: "Keys" });
    await expect(keys).toContainText("then Enter: acknowledge");
    await expect(keys).toContainText("write a question, Enter asks");
    await page.keyboard.press("Escape");
    await expect(keys).toBeHidden();

    await page.keyboard.press("j");
    await looksAt(page, second.title);
    await expect(page.getByRole("heading", { level: 2, name: second.title })).toBeFocused();
    await page.keyboard.press("k");
    await looksAt(page, first.title);

    await page.keyboard.press("a");
    await expect(page.getByRole("button", { name: "Acknowledge" })).toBeFocused();
    expect(await countEvents(db, first.code, "review.acknowledged")).toBe(0);
    await page.keyboard.press("Enter");
    await looksAt(page, second.title);
    await expect(status(page, `${first.title}: acknowledged.`)).toBeVisible();
    await expect(page.getByText("1 of 3 seen this week")).toBeVisible();
    expect(await countEvents(db, first.code, "review.acknowledged")).toBe(1);

    await page.keyboard.press("q");
    const question = page.getByLabel(`A question to ${second.lead.name}`);
    await expect(question).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(question).toHaveAccessibleDescription(/Write what you want to know/);
    await question.focus();
    await page.keyboard.type("Does the rota hold over Easter?");
    await page.keyboard.press("Enter");
    await looksAt(page, third.title);
    await expect(status(page, `${second.title}: asked.`)).toBeVisible();
    expect(await countEvents(db, second.code, "review.asked")).toBe(1);
    const mails = await db.selectFrom("mail").select(["to_address", "text"]).execute();
    const told = mails.filter((mail) => mail.text.includes("Does the rota hold over Easter?"));
    expect(told.map((mail) => mail.to_address)).toEqual([second.lead.email]);

    await page.keyboard.press("a");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "All 3 are seen" })).toBeVisible();
    await expect(page.getByRole("region", { name: "All 3 are seen" })).toContainText(
      "Does the rota hold over Easter?",
    );
    await page.context().close();
  });
});

test("the review is walked without JavaScript", async ({ browser }) => {
  await withSmallFirm(browser, async ({ server, scenes, open }) => {
    const [first, second, third] = scenes;
    const page = await open({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
    await visit(page, "/review");
    await looksAt(page, first.title);
    await page.getByRole("link", { name: "Next", exact: true }).click();
    await looksAt(page, second.title);
    await page.getByRole("button", { name: "Ask" }).click();
    const question = page.getByLabel(`A question to ${second.lead.name}`);
    await expect(question).toHaveAccessibleDescription(/Write what you want to know/);
    await question.fill("Who signs the Read gate?");
    await page.getByRole("button", { name: "Ask" }).click();
    await looksAt(page, third.title);
    await page.getByRole("button", { name: "Acknowledge" }).click();
    // What was passed over comes back.
    await looksAt(page, first.title);
    await expect(page.getByText("2 of 3 seen this week")).toBeVisible();
    await page.getByRole("button", { name: "Acknowledge" }).click();
    await expect(page.getByRole("heading", { name: "All 3 are seen" })).toBeVisible();
    await visit(page, `/engagements/${second.code}/activity`);
    await expect(page.getByRole("main")).toContainText(
      "asked in the review of the week: “Who signs the Read gate?”",
    );
    expect(await countEvents(server.database.db, first.code, "review.acknowledged")).toBe(1);
    await page.context().close();
  });
});
