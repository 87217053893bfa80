import type { Locator, Page } from "@playwright/test";
import { allocate } from "db/allocations.server";
import { addDays } from "~/domain/calendar";
import { actNow, actorOf, expect, test, visit } from "./support";

/** Goes on with Tab, or back with Shift and Tab, until something has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let steps = 0; steps < 200; steps += 1) {
    const key = await target.evaluate((element) => {
      const now = document.activeElement;
      if (now === element) return null;
      const isBefore = now && now.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING;
      return isBefore ? "Shift+Tab" : "Tab";
    });
    if (!key) return;
    await page.keyboard.press(key);
  }
  await expect(target, "what Tab should have reached").toBeFocused();
}

/** Goes there with Tab and presses Enter. */
async function enter(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}

/** Replaces what stands in a field. */
async function write(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Control+a");
  await page.keyboard.type(text);
}

/** As the parts of a date field are typed: day, month, year. */
const typed = (on: string): string => on.split("-").reverse().join("");

for (const { way, options } of [
  { way: "with script", options: {} },
  { way: "without JavaScript", options: { javaScriptEnabled: false } },
]) {
  test(`people are planned by keyboard alone, ${way}`, async ({ as, scene }) => {
    const lead = await as(scene.lead, options);
    await visit(lead, `/engagements/${scene.code}/profile`);
    await enter(lead, lead.getByRole("link", { name: "How much of each, and when" }));
    const card = lead.getByRole("region", { name: scene.lead.name });
    await expect(card).toContainText("Leads it without a planned share.");
    await write(lead, card.getByLabel("Share in %"), "140");
    await enter(lead, card.getByRole("button", { name: /^Plan it/ }));
    // The browser itself holds back what is over 100; the share stays as it was typed.
    await expect(card.getByLabel("Share in %")).toHaveValue("140");
    await write(lead, card.getByLabel("Share in %"), "90");
    await enter(lead, card.getByRole("button", { name: /^Plan it/ }));
    await expect(lead.getByRole("status").filter({ hasText: "The share is planned." })).toBeVisible();
    await expect(card).toContainText("90 % from");

    await enter(lead, card.locator("summary").filter({ hasText: "Change" }));
    await write(lead, card.getByLabel("Share in %").first(), "60");
    await enter(lead, card.getByRole("button", { name: "Save" }));
    await expect(lead.getByRole("status").filter({ hasText: "The share is changed." })).toBeVisible();
    await expect(card).toContainText("60 % from");
  });

  test(`who is free and when the next can start is told by keyboard alone, ${way}`, async ({
    as,
    scene,
    database,
  }) => {
    const act = await actNow(database.db, scene.lead);
    await allocate(database.db, act, scene.code, {
      personId: scene.lead.id,
      fromOn: act.today,
      untilOn: addDays(act.today, 60),
      sharePercent: 60,
    });
    const manager = await as(await actorOf(database.db, "manager"), options);
    await visit(manager, "/capacity");
    await write(manager, manager.getByRole("searchbox", { name: "Person" }), scene.lead.name);
    await manager.keyboard.press("Enter");
    const cells = manager.getByRole("table").getByRole("cell");
    // The week that comes: today may be the last day of this one.
    await expect(cells.nth(1)).toContainText("60 %");
    await enter(manager, manager.locator("tbody summary"));
    await expect(manager.getByRole("link", { name: scene.title })).toBeVisible();

    const away = manager.getByRole("region", { name: "Somebody is away" });
    await tabTo(manager, away.getByLabel("Who"));
    await manager.keyboard.type(scene.lead.name);
    await tabTo(manager, away.getByLabel("First day away"));
    await manager.keyboard.type(typed("2031-03-03"));
    await tabTo(manager, away.getByLabel("Last day away"));
    await manager.keyboard.type(typed("2031-03-07"));
    await enter(manager, away.getByRole("button", { name: "Note it" }));
    await expect(manager.getByRole("status").filter({ hasText: "The days away are noted." })).toBeVisible();
    await visit(manager, `/capacity?from=2031-03-03&q=${encodeURIComponent(scene.lead.name)}`);
    await expect(cells.first()).toContainText("away");
    await enter(manager, manager.locator("tbody summary"));
    await enter(manager, manager.getByRole("button", { name: /^Take it back/ }));
    await expect(manager.getByRole("status").filter({ hasText: "taken back" })).toBeVisible();
    await expect(cells.first()).toContainText("free");

    await enter(manager, manager.getByRole("link", { name: "When can we start?" }));
    const answer = manager.getByRole("region", { name: "The answer" });
    await expect(answer).toContainText(/If we sign today, Read can begin by .+ with 80 %\./);
    await tabTo(manager, manager.getByLabel("Lead", { exact: true }));
    await manager.keyboard.type(scene.lead.name);
    await write(manager, manager.getByLabel("Share of them, in %"), "100");
    await manager.keyboard.press("Enter");
    await expect(answer).toContainText(`With 100 % of ${scene.lead.name} for 9 weeks.`);
    const leads = manager.getByRole("region", { name: "How sure it is" });
    await expect(leads.getByRole("link", { name: scene.title })).toBeVisible();
  });
}
