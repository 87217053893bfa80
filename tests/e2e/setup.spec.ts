import { startServer } from "../support/server";
import { darken, expect, expectNoAxeFindings, expectNoOverflow, test, WAYS } from "./support";

for (const { way, options } of WAYS) {
  test(`an empty database begins with its set-up, ${way}`, async ({ browser }) => {
    const server = await startServer({ PHASELINE_DEMO: "0" });
    const context = await browser.newContext({ ...options, baseURL: server.origin });
    try {
      const page = await context.newPage();
      await page.goto("/");
      await expect(page).toHaveURL(/\/setup$/);
      await expectNoOverflow(page);
      if (way !== "without JavaScript") {
        await expectNoAxeFindings(page);
        await darken(page);
        await expectNoAxeFindings(page, { rule: "color-contrast" });
      }
      await page.getByLabel("Name of the firm").fill("Skerry & Sound");
      await page.getByLabel("Your name").fill("Ailsa Gunn");
      await page.getByLabel("Your mail address").fill("ailsa@example.test");
      await page.getByLabel("A password").fill("too short");
      await page.getByLabel("Start empty").check();
      await page.getByRole("button", { name: "Set up and sign in" }).click();
      await expect(page.getByRole("alert").first()).toBeVisible();
      await expect(page.getByLabel("Name of the firm")).toHaveValue("Skerry & Sound");
      await expect(page.getByLabel("A password")).toHaveAccessibleDescription(/12 characters/);
      await page.getByLabel("A password").fill("four words in a row");
      await page.getByRole("button", { name: "Set up and sign in" }).click();
      await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();

      await page.goto("/pipeline");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectNoOverflow(page);
      await page.goto("/setup");
      await expect(page).not.toHaveURL(/\/setup$/);
    } finally {
      await context.close();
      await server.stop();
    }
  });
}
