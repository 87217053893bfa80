import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expect, test, visit } from "./support";

/** In bytes, gzip. */
const PORTAL_SCRIPT_AT_MOST = 150_000;

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

/** Opens a page to the end of all it asks for, and answers what it asked for. */
async function load(page: Page, address: string) {
  const asked: { url: string; kind: string; body: Promise<Buffer> }[] = [];
  page.on("response", (response) => {
    const type = response.headers()["content-type"] ?? "";
    const kind = type.includes("javascript") ? "script" : response.request().resourceType();
    asked.push({ url: response.url(), kind, body: response.body() });
  });
  await visit(page, address);
  await page.waitForLoadState("networkidle");
  return asked;
}

test("the portal loads at most 150 kB of script", async ({ as }) => {
  const client = await as("client");
  const asked = await load(client, "/portal/ENG-0042");
  const scripts = asked.filter(({ kind }) => kind === "script");
  const sizes = await Promise.all(scripts.map(async ({ body }) => gzipSync(await body).length));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`The portal loads ${scripts.length} scripts of ${kilobytes(total)} in all, gzip.`);
  expect(scripts.length).toBeGreaterThan(0);
  expect(total).toBeLessThanOrEqual(PORTAL_SCRIPT_AT_MOST);
});

test("the portal is readable before any script arrives", async ({ as }) => {
  const client = await as("client", { viewport: { width: 360, height: 740 } });
  // Never answered.
  await client.route("**/*.js", () => undefined);
  await client.goto("/portal/ENG-0042", { waitUntil: "commit" });
  await expect(client.getByRole("heading", { level: 1 })).toContainText("Booking API");
  await expect(client.getByRole("link", { name: "Read and sign", exact: true })).toBeInViewport();
});

test("the pipeline comes whole, in one round trip", async ({ as }) => {
  const manager = await as("manager");
  const asked = await load(manager, "/pipeline");
  // What lies behind the links is looked up once more; it holds no data.
  const rounds = asked.filter(
    ({ kind, url }) => ["document", "fetch", "xhr"].includes(kind) && !url.includes("/__manifest"),
  );
  expect(rounds.map(({ url }) => new URL(url).pathname)).toEqual(["/pipeline"]);
  const html = String(await rounds[0]?.body);
  console.log(`The pipeline's document is ${kilobytes(gzipSync(html).length)}, gzip.`);
  const shown = await manager.locator("[data-list-open]").count();
  expect(shown).toBeGreaterThan(10);
  expect(html.match(/ data-list-open/g)).toHaveLength(shown);
});
