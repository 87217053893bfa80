import { rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { deadLinks, unpacked } from "../support/pack";
import { expect, test, visit } from "./support";

const CODE = "ENG-0021";

for (const javaScriptEnabled of [true, false]) {
  test(`the pack opens from disk without a network${javaScriptEnabled ? "" : ", without script"}`, async ({
    as,
    browser,
  }) => {
    const manager = await as("manager", { javaScriptEnabled });
    await visit(manager, `/engagements/${CODE}/handover`);
    const link = manager.getByRole("link", { name: "Download the pack" });
    const answer = await manager.request.get((await link.getAttribute("href")) ?? "");
    expect(answer.status()).toBe(200);
    const { folder, entries } = unpacked(await answer.body());
    expect(deadLinks(entries)).toEqual([]);

    const context = await browser.newContext({ offline: true, javaScriptEnabled });
    const page = await context.newPage();
    const asked: string[] = [];
    const said: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => said.push(message.text()));
    await page.goto(pathToFileURL(join(folder, "index.html")).href);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Quote service");
    await expect(page.getByRole("img").first()).toBeVisible();
    const pages = await page.getByRole("navigation").getByRole("link").allTextContents();
    expect(pages.length).toBeGreaterThan(8);
    for (const name of pages) {
      await page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
      await expect(page.locator("[aria-current=page]")).toHaveText(name);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    }
    for (const scheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width: 360, height: 740 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(360);
    }
    expect(asked.filter((url) => !url.startsWith("file:"))).toEqual([]);
    expect(said).toEqual([]);
    await context.close();
    rmSync(folder, { recursive: true });
  });
}

test("a lead verifies an artefact and the client accepts it", async ({ as, scene }) => {
  const lead = await as(scene.lead);
  await visit(lead, `/engagements/${scene.code}/handover`);
  const row = lead.getByRole("region", { name: "API schema in sync with the code" });
  await row.getByText("Write it into the register").click();
  await row.getByLabel("Last verified on").fill("2020-01-01");
  await row.getByRole("button", { name: /^Save/ }).click();
  await expect(row.getByLabel("Place")).toHaveAccessibleDescription(/Say where it lies/);
  await row.getByLabel("Place").fill("https://api.example.test/openapi.json");
  await row.getByLabel("Owner after us").fill("API guild");
  await row.getByLabel("How verified").fill("Read line by line together.");
  await row.getByRole("button", { name: /^Save/ }).click();
  await expect(row).toContainText("Verified");
  await expect(lead.getByRole("main")).toContainText("1 of 6 verified, 5 open");

  const client = await as(scene.client);
  await visit(client, `/portal/${scene.code}/handover`);
  const shown = client.getByRole("region", { name: "API schema in sync with the code" });
  await shown.getByRole("button", { name: /^Accept/ }).click();
  await expect(shown).toContainText(`Accepted by ${scene.client.name}`);
  await visit(lead, `/engagements/${scene.code}/handover`);
  await expect(row).toContainText(`${scene.client.name} accepted it`);
});
