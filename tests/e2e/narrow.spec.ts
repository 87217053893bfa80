import type { Locator, Page } from "@playwright/test";
import { awake, expect, test, visit } from "./support";

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

/** How many px of its content lie hidden at either side, and how wide it fades there. */
const edges = (strip: Locator) =>
  strip.evaluate((element) => {
    const style = getComputedStyle(element);
    return {
      left: Math.round(element.scrollLeft),
      right: Math.round(element.scrollWidth - element.clientWidth - element.scrollLeft),
      fadeLeft: Number.parseFloat(style.getPropertyValue("--fade-left")),
      fadeRight: Number.parseFloat(style.getPropertyValue("--fade-right")),
    };
  });

async function expectHintAtEachEdge(strip: Locator) {
  await expect
    .poll(async () => {
      const { left, right, fadeLeft, fadeRight } = await edges(strip);
      return { left: left > 0 === fadeLeft > 0, right: right > 0 === fadeRight > 0 };
    })
    .toEqual({ left: true, right: true });
}

const tabsOf = (page: Page, code: string) => page.getByRole("navigation", { name: `Views of ${code}` });

test("on a phone the tabs fade where they go on, and the current one is in view", async ({ as, scene }) => {
  const lead = await as(scene.lead, PHONE);
  const tabs = tabsOf(lead, scene.code);
  await visit(lead, `/engagements/${scene.code}`);
  await awake(lead);
  expect(await edges(tabs)).toMatchObject({ left: 0, fadeLeft: 0 });
  expect((await edges(tabs)).right).toBeGreaterThan(0);
  await expectHintAtEachEdge(tabs);

  await visit(lead, `/engagements/${scene.code}/profile`);
  await awake(lead);
  const current = tabs.getByRole("link", { name: "Profile" });
  await expect(current).toHaveAttribute("aria-current", "page");
  await expect.poll(async () => (await edges(tabs)).left).toBeGreaterThan(0);
  const [box, own] = [await tabs.boundingBox(), await current.boundingBox()];
  if (!box || !own) throw new Error("the tabs are not drawn");
  expect(own.x).toBeGreaterThanOrEqual(box.x - 1);
  expect(own.x + own.width).toBeLessThanOrEqual(box.x + box.width + 1);
  await expectHintAtEachEdge(tabs);
});

test("the board fades where columns are hidden, and scrolls by the keyboard", async ({ as }) => {
  const manager = await as("manager");
  await visit(manager, "/pipeline?view=board");
  await awake(manager);
  const board = manager.getByRole("region", { name: /^Board/ });
  expect((await edges(board)).right).toBeGreaterThan(0);
  await expectHintAtEachEdge(board);
  await board.focus();
  for (let press = 0; press < 40; press++) await manager.keyboard.press("ArrowRight");
  await expect.poll(async () => (await edges(board)).left).toBeGreaterThan(0);
  await expectHintAtEachEdge(board);
});

/** How far down, and how far to the right, something reaches, in px. */
async function reachOf(target: Locator) {
  const box = await target.boundingBox();
  if (!box) throw new Error("it is not drawn");
  return { bottom: box.y + box.height, right: box.x + box.width };
}

test("a phone's first screen says who needs somebody and why", async ({ as }) => {
  const manager = await as("manager", PHONE);
  await visit(manager, "/pipeline");
  const first = manager
    .getByRole("row")
    .filter({ has: manager.locator("[data-list-open]") })
    .first();
  expect((await reachOf(first.locator(".words"))).bottom).toBeLessThanOrEqual(PHONE.viewport.height);
});

test("a phone's first screen holds the whole of what a client does next", async ({ as }) => {
  const client = await as("client", PHONE);
  await visit(client, "/portal/ENG-0042");
  const act = client.getByRole("link", { name: "Read and sign", exact: true });
  expect((await reachOf(act)).bottom).toBeLessThanOrEqual(PHONE.viewport.height);
});

for (const width of [683, 768, 1024]) {
  test(`at ${width} px no reason is cut off and nothing in the head grows over its line`, async ({ as }) => {
    const manager = await as("manager", { viewport: { width, height: 768 } });
    await visit(manager, "/pipeline");
    for (const words of await manager.locator("td.words").all()) {
      expect((await reachOf(words)).right).toBeLessThanOrEqual(width);
    }
    const find = await manager.getByRole("link", { name: "Find or do anything" }).boundingBox();
    expect(find?.height).toBeLessThanOrEqual(44);
  });
}

test("the letters of a row's rail can be read", async ({ as }) => {
  const manager = await as("manager");
  await visit(manager, "/pipeline");
  const heights = await manager.locator(".rail-row > text").evaluateAll((texts) =>
    texts.map((text) => {
      const drawn = (text as SVGTextElement).getScreenCTM()?.a ?? 0;
      return drawn * Number.parseFloat(getComputedStyle(text).fontSize);
    }),
  );
  expect(heights.length).toBeGreaterThan(0);
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(9);
});

test("a gate has one main act, which is not to comment", async ({ as }) => {
  const client = await as("client");
  await visit(client, "/portal/ENG-0042/gates/extend");
  await expect(client.getByRole("button", { name: "Send the comment" })).toBeVisible();
  await expect(client.locator(".button-primary:visible")).toHaveText(["Sign the Extend gate"]);
});
