import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test, visit } from "./support";

/** The README's pictures; written anew only when asked for, so that a run of the tests leaves no change behind. */
async function shoot(page: Page, path: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  if (process.env.UPDATE_SCREENSHOTS !== "1") return;
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path });
}

test("the pipeline, for the README", async ({ as }) => {
  const manager = await as("manager", { viewport: { width: 1366, height: 768 }, colorScheme: "light" });
  await visit(manager, "/pipeline");
  await expect(manager.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(manager.getByRole("row").filter({ hasText: "Booking API" })).toBeVisible();
  await shoot(manager, "docs/pipeline.png");
});

test("the portal on a phone, for the README", async ({ as }) => {
  const client = await as("client", {
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    colorScheme: "light",
  });
  await visit(client, "/portal/ENG-0042");
  await expect(client.getByRole("heading", { level: 1 })).toContainText("Booking API");
  await shoot(client, "docs/portal-phone.png");
});
