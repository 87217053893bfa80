import { awake, expect, test, visit } from "./support";

/** Presses a key in every turn of the page's loop, from before its first script until it is asked to stop. */
function keepPressing() {
  const turns = new MessageChannel();
  turns.port1.onmessage = () => {
    const press = new KeyboardEvent("keydown", { key: "a", bubbles: true });
    document.body?.dispatchEvent(press);
    if (!("isAwake" in window)) turns.port2.postMessage(null);
  };
  turns.port2.postMessage(null);
}

test("keys pressed while a page comes to life disturb nothing", async ({ as }) => {
  const manager = await as("manager");
  await manager.addInitScript(keepPressing);
  for (const address of ["/pipeline", "/today", "/engagements", "/pipeline?view=board", "/clients"]) {
    await visit(manager, address);
    await expect
      .poll(() => manager.evaluate(() => Object.keys(document.body).some((key) => key.startsWith("__react"))))
      .toBe(true);
    await manager.evaluate(() => Object.assign(window, { isAwake: true }));
    await awake(manager);
  }
  // `as` fails the test on any error that a page threw.
  await manager.keyboard.press("?");
  await expect(manager.getByRole("dialog", { name: "Keys" })).toBeVisible();
});
