import type { Locator, Page } from "@playwright/test";
import { startPhase } from "db/phases.server";
import { actNow, aScene, awake, expect, test, unique, visit, WAYS } from "./support";

/** Goes down the list with `j` until a row is in focus. */
async function downTo(page: Page, row: Locator): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("j");
    if (await row.locator("[data-list-open]").evaluate((link) => link === document.activeElement)) return;
  }
  throw new Error("The row was not reached.");
}

/** Tabs on until something is in focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let step = 0; step < 80; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("It was not reached with the Tab key.");
}

test("a manager arranges, keeps, steps through time and opens, by keyboard alone", async ({
  as,
  scene,
  database,
}) => {
  const act = await actNow(database.db, scene.lead);
  await startPhase(database.db, act, scene.code, { kind: "read", startOn: act.today });
  const manager = await as("manager");
  const { keyboard } = manager;
  await visit(manager, "/pipeline");

  // Narrowed to one's own first, so that the journey does not depend on what else stands there.
  await keyboard.press("/");
  await keyboard.type(scene.title);
  await keyboard.press("Enter");
  await expect(manager).toHaveURL(/q=/);

  await keyboard.press("Escape");
  await tabTo(manager, manager.getByRole("columnheader").getByRole("link", { name: "client", exact: true }));
  await keyboard.press("Enter");
  await expect(manager).toHaveURL(/sort=client/);
  await expect(manager.getByRole("columnheader").first()).toHaveAttribute("aria-sort", "ascending");

  const arrange = manager.getByRole("form", { name: "Order and columns" });
  await manager.getByRole("main").press("o");
  await expect(arrange).toBeVisible();
  await tabTo(manager, arrange.getByLabel("Grouped by"));
  await keyboard.type("Lead");
  await tabTo(manager, arrange.getByRole("button", { name: "Arrange" }));
  await keyboard.press("Enter");
  await expect(manager).toHaveURL(/group=lead/);
  await expect(manager.getByRole("row").filter({ hasText: scene.lead.name }).first()).toContainText("1");

  const name = unique("By lead");
  const keep = manager.getByRole("form", { name: "Keep this view" });
  await manager.getByRole("main").press("v");
  await tabTo(manager, keep.getByLabel("Its name"));
  await keyboard.type(name);
  await keyboard.press("Enter");
  await expect(manager.getByRole("status").filter({ hasText: "The view is kept." })).toBeVisible();
  const kept = manager.getByRole("navigation", { name: "Kept views" }).getByRole("link", { name });
  await expect(kept).toHaveAttribute("aria-current", "page");

  await tabTo(manager, manager.getByRole("navigation", { name: "View", exact: true }).getByText("Timeline"));
  await keyboard.press("Enter");
  await expect(manager).toHaveURL(/view=timeline/);
  const line = manager.getByRole("region", { name: "Engagements on a line of dates" });
  const row = line.getByRole("row").filter({ hasText: scene.code });
  await expect(row.getByRole("img")).toHaveAccessibleName(/in Read\. Promised finish/);
  await keyboard.press("l");
  await expect(manager).toHaveURL(/from=/);
  await keyboard.press("h");
  await expect(row).toBeVisible();
  await downTo(manager, row);
  await keyboard.press("Enter");
  await expect(manager.getByRole("heading", { level: 1, name: scene.title })).toBeVisible();
});

for (const { way, options } of WAYS) {
  test(`a view is kept, shared, refused twice and taken away, ${way}`, async ({ as, scene }) => {
    const manager = await as("manager", options);
    const name = unique("Existing codebases");
    const keepIt = async () => {
      const keep = manager.getByRole("form", { name: "Keep this view" });
      if (!(await keep.isVisible())) await manager.getByText("Keep this view", { exact: true }).click();
      await keep.getByLabel("Its name").fill(name);
      await keep.getByLabel("Everybody here may use it").check();
      await keep.getByRole("button", { name: "Keep it" }).click();
    };
    await visit(manager, "/pipeline?stage=proposal&sort=title&origin=existing");
    await keepIt();
    await expect(manager.getByRole("status").filter({ hasText: "The view is kept." })).toBeVisible();
    await keepIt();
    await expect(manager.getByLabel("Its name")).toHaveAccessibleDescription(
      `You have a view named “${name}” already.`,
    );
    await expect(manager.getByLabel("Its name")).toHaveValue(name);

    const lead = await as(scene.lead, options);
    await visit(lead, "/pipeline");
    await lead.getByRole("navigation", { name: "Kept views" }).getByRole("link", { name }).click();
    await expect(lead).toHaveURL("/pipeline?stage=proposal&origin=existing&sort=title");
    await expect(lead.getByRole("button", { name: new RegExp(name) })).toHaveCount(0);

    await manager.getByRole("button", { name: `Remove the view ${name}` }).click();
    await expect(manager.getByRole("status").filter({ hasText: "The view is removed." })).toBeVisible();
    await expect(manager.getByRole("link", { name })).toHaveCount(0);
  });

  test(`an engagement that the client calls off says so on its card and in the table, ${way}`, async ({
    as,
    database,
    scene,
  }) => {
    await database.db
      .updateTable("engagement")
      .set({ stage: "proposal" })
      .where("code", "=", scene.code)
      .execute();
    const manager = await as("manager", options);
    await visit(manager, `/pipeline?view=board&q=${scene.code}&move=${scene.code}`);
    const form = manager.getByRole("form", { name: `Move ${scene.title}` });
    await form.getByLabel("To", { exact: true }).selectOption("Lost");
    await form.getByLabel("How it was lost").selectOption("Called off by the client");
    await form.getByRole("button", { name: "Move" }).click();
    await expect(form.getByLabel("Why")).toHaveAccessibleDescription(/Say why it was lost/);
    await expect(form.getByLabel("How it was lost")).toHaveValue("cancelled");
    await form.getByLabel("Why").fill("Their budget is gone.");
    await form.getByRole("button", { name: "Move" }).click();
    const words = "Called off by the client: Their budget is gone.";
    await expect(manager.getByRole("region", { name: /^Lost/ })).toContainText(words);
    await visit(manager, `/pipeline?stage=lost&outcome=cancelled&q=${scene.code}`);
    await expect(manager.getByRole("row").filter({ hasText: scene.code })).toContainText(words);
  });
}

/** Holds a card and lets it go over the head of a column, as slowly as a hand. */
async function drag(page: Page, card: Locator, onto: Locator): Promise<void> {
  await onto.scrollIntoViewIfNeeded();
  await card.getByRole("link").first().hover();
  const to = await onto.boundingBox();
  if (!to) throw new Error("The column is not shown.");
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 12 });
  await page.mouse.up();
}

test("a card is dragged to another column, asks why where it is lost, and stays where it may not go", async ({
  as,
  database,
}) => {
  const { code, title } = await aScene(database.db, { stage: "lead" });
  // Wide enough for every column from Proposal on: a browser driven by a test does not scroll while a card is held.
  const manager = await as("manager", { viewport: { width: 2200, height: 900 } });
  await visit(manager, `/pipeline?view=board&q=${code}`);
  await awake(manager);
  const card = manager.getByRole("listitem").filter({ hasText: code });
  const head = (name: RegExp) => manager.getByRole("heading", { name });
  const column = (name: RegExp) => manager.getByRole("region", { name });

  await drag(manager, card, head(/^Proposal/));
  await expect(column(/^Proposal/)).toContainText(title);
  await drag(manager, card, head(/^Handed over/));
  await expect(manager.getByText("Proposal cannot become Handed over.")).toBeVisible();
  await drag(manager, card, head(/^Lost/));
  const form = manager.getByRole("form", { name: `Move ${title}` });
  await expect(form.getByLabel("To", { exact: true })).toHaveValue("lost");
  await form.getByLabel("How it was lost").selectOption("Not won by us");
  await form.getByLabel("Why").fill("They built it themselves.");
  await form.getByRole("button", { name: "Move" }).click();
  await expect(column(/^Lost/)).toContainText("They built it themselves.");
});

test("the board is walked by card and by column, by keyboard alone", async ({ as, database }) => {
  const lead = await aScene(database.db, { stage: "lead" });
  await aScene(database.db);
  const manager = await as("manager");
  await visit(manager, "/pipeline?view=board");
  await awake(manager);
  const column = () =>
    manager.evaluate(() =>
      document.activeElement?.closest("section[data-stage]")?.getAttribute("aria-labelledby"),
    );
  await manager.keyboard.press("l");
  expect(await column()).toBe("column-lead");
  await manager.keyboard.press("l");
  const second = await column();
  expect(second).not.toBe("column-lead");
  await manager.keyboard.press("h");
  expect(await column()).toBe("column-lead");
  // At an end it stays.
  await manager.keyboard.press("h");
  expect(await column()).toBe("column-lead");
  await visit(manager, `/pipeline?view=board&q=${lead.code}`);
  await awake(manager);
  await manager.keyboard.press("l");
  await expect(manager.getByRole("link", { name: lead.title, exact: true })).toBeFocused();
});
