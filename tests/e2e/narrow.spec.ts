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
