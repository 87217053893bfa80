import type { Locator, Page } from "@playwright/test";
import Papa from "papaparse";
import { awake, expect, expectNoOverflow, test, visit } from "./support";

const REPORTS = [
  { name: "promises", views: ["engagement", "phase"] },
  { name: "forecasts", views: ["kind", "each"] },
  { name: "phases", views: ["kind", "quarter", "each"] },
  { name: "hours", views: ["engagement", "client"] },
  { name: "audits", views: ["each", "recommendation"] },
];

/** Goes to a control as somebody without a mouse would. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error("Tab does not lead there.");
}

test("from the index to who moved a date are two presses, by keyboard alone", async ({ as }) => {
  const manager = await as("manager");
  await visit(manager, "/reports");
  await awake(manager);
  await expect(manager.getByRole("main")).toContainText(/We kept \d+ of \d+ promises\./);
  await tabTo(manager, manager.getByRole("link", { name: "Do we keep our promises?" }));
  await manager.keyboard.press("Enter");
  await manager.waitForURL(/\/reports\/promises\?/);
  await awake(manager);
  await expect(manager.getByRole("heading", { level: 1 })).toHaveText("Do we keep our promises?");

  // A row whose date was moved: it was not kept.
  const moved = manager
    .getByRole("row")
    .filter({ has: manager.getByRole("cell", { name: "No", exact: true }) })
    .first();
  const link = moved.locator('a[href*="/ledger#move-"]').nth(1);
  const date = (await link.locator("time").getAttribute("datetime")) ?? "";
  await tabTo(manager, link);
  await manager.keyboard.press("Enter");
  await manager.waitForURL(/\/ledger#move-/);
  const act = manager.locator("tr:target");
  await expect(act).toBeInViewport();
  await expect(act.locator(`time[datetime="${date}"]`)).not.toHaveCount(0);
  await expect(act.locator("td").nth(2)).not.toBeEmpty();
  await expect(act.locator("td").nth(3)).toContainText(/\d{2}:\d{2}/);
});

test("the file of every report says what its table says, to the cell", async ({ as }) => {
  const manager = await as("manager");
  for (const { name, views } of REPORTS) {
    for (const view of views) {
      const query = `?from=2020-01-01&by=${view}`;
      await visit(manager, `/reports/${name}${query}`);
      const rows = await manager
        .getByRole("row")
        .evaluateAll((all) =>
          all.map((row) => [...row.querySelectorAll("th, td")].map((cell) => cell.textContent ?? "")),
        );
      const file = await manager.request.get(`/reports/${name}.csv${query}`);
      expect(file.headers()["content-type"]).toContain("text/csv");
      const { data } = Papa.parse<string[]>((await file.text()).slice(1).trimEnd());
      expect(data, `${name} by ${view}`).toEqual(rows);
      expect(rows.length).toBeGreaterThan(3);
    }
  }
});

test("a period is chosen without JavaScript, and an empty one leads on", async ({ as }) => {
  const manager = await as("manager", { javaScriptEnabled: false });
  await visit(manager, "/reports/promises");
  const form = manager.getByRole("form", { name: "Period" });
  await form.getByLabel("Handed over from").fill("2012-01-01");
  await form.getByLabel("to", { exact: true }).fill("2012-06-30");
  await form.getByRole("button", { name: "Show" }).click();
  await expect(manager.getByText("No closed engagement in this time")).toBeVisible();
  await expect(manager.getByRole("link", { name: "Export CSV" })).toHaveCount(0);
  await manager.getByRole("link", { name: "Look at 10 years" }).click();
  await expect(manager.getByRole("table")).toBeVisible();
  await expect(manager.getByRole("main")).toContainText(/We kept \d+ of \d+ promises\./);
});

test("on paper stand the answer, the picture and the whole table, in light colours", async ({ as }) => {
  const manager = await as("manager", {
    // The inside of a sheet of A4, lying.
    viewport: { width: 1046, height: 720 },
    colorScheme: "dark",
  });
  for (const { name } of REPORTS) {
    await visit(manager, `/reports/${name}`);
    await manager.emulateMedia({ media: "print" });
    await expect(manager.getByRole("navigation")).toHaveCount(0);
    await expect(manager.getByRole("banner")).toBeHidden();
    await expect(manager.getByRole("form", { name: "Period" })).toBeHidden();
    await expect(manager.locator(".report-period")).toBeVisible();
    const cut = await manager.getByRole("table").evaluate((table) => {
      const width = document.documentElement.clientWidth;
      const cells = [...table.querySelectorAll("th, td")];
      return cells.filter((cell) => cell.getBoundingClientRect().right > width + 1).length;
    });
    expect(cut, `cells of ${name} beyond the sheet`).toBe(0);
    await expectNoOverflow(manager);
    expect(await manager.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
      "rgb(255, 255, 255)",
    );
    await test.info().attach(`${name} on paper`, {
      body: await manager.screenshot({ fullPage: true }),
      contentType: "image/png",
    });
    await manager.emulateMedia({ media: "screen" });
  }
});
