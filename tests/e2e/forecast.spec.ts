import type { Page } from "@playwright/test";
import { startPhase } from "db/phases.server";
import { actNow, expect, type Scene, test, visit, WAYS } from "./support";

const RANGE = /We expect to finish Read (between|on) /;

/** What the answers to the client say, the one that the browser reads behind the page included. */
async function answersTo(client: Page, code: string): Promise<string> {
  const address = `/portal/${code}`;
  const answers = [address, `${address}.data`, `${address}/activity.data`];
  const texts = await Promise.all(
    answers.map(async (url) => (await client.request.get(url, { maxRetries: 2 })).text()),
  );
  return texts.join("\n");
}

const isRangeTold = async (client: Page, scene: Scene) =>
  /p80On|We expect to finish/.test(await answersTo(client, scene.code));

for (const { way, options } of WAYS) {
  test(`the lead shows the client when it is expected, and takes it back, ${way}`, async ({
    as,
    scene,
    database,
  }) => {
    const act = await actNow(database.db, scene.lead);
    await startPhase(database.db, act, scene.code, { kind: "read", startOn: act.today });
    const client = await as(scene.client, options);
    await visit(client, `/portal/${scene.code}`);
    await expect(client.getByRole("main")).not.toContainText(RANGE);
    expect(await isRangeTold(client, scene)).toBe(false);

    const lead = await as(scene.lead, options);
    await visit(lead, `/engagements/${scene.code}`);
    await lead.getByRole("link", { name: /^Expected / }).click();
    await expect(lead.getByRole("heading", { name: "Forecast", exact: true })).toBeVisible();
    const expected = lead.getByRole("region", { name: "When it is expected, beside what is promised" });
    await expect(expected.getByRole("row")).toHaveCount(5);
    await expect(expected.getByRole("row").last()).toContainText("and the whole");
    const given = lead.getByRole("region", { name: "The dates that we gave at each phase’s start" });
    await expect(given).toContainText("still to come");
    await lead.getByRole("button", { name: "Show it to the client" }).click();
    await expect(lead.getByRole("heading", { name: `${scene.company} sees the range` })).toBeVisible();

    await visit(client, `/portal/${scene.code}`);
    await expect(client.getByRole("main")).toContainText(RANGE);
    await expect(client.getByRole("main")).toContainText("We show you when we expect to finish");
    await visit(client, `/portal/${scene.code}/activity`);
    await expect(client.getByRole("main")).toContainText("showed you when the work is expected to finish");

    await lead.getByRole("button", { name: "Keep it to ourselves" }).click();
    await expect(
      lead.getByRole("heading", { name: `${scene.company} does not see the range` }),
    ).toBeVisible();
    expect(await isRangeTold(client, scene)).toBe(false);
  });
}

/** Presses Tab until something is focused, as somebody without a pointer does. */
async function tabTo(page: Page, name: RegExp | string): Promise<void> {
  const wanted = page.getByRole("main").getByRole("link", { name }).or(page.getByRole("button", { name }));
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluateAll((all) => all.some((one) => one === document.activeElement))) return;
  }
  throw new Error(`Nothing called ${name} can be reached with the keyboard.`);
}

test("the lead opens the forecast and shows it with the keyboard alone", async ({ as, scene, database }) => {
  const act = await actNow(database.db, scene.lead);
  await startPhase(database.db, act, scene.code, { kind: "read", startOn: act.today });
  const lead = await as(scene.lead);
  await visit(lead, `/engagements/${scene.code}`);
  await tabTo(lead, /^Expected /);
  await lead.keyboard.press("Enter");
  await expect(lead.getByRole("heading", { name: "Forecast", exact: true })).toBeVisible();
  await tabTo(lead, "Show it to the client");
  await lead.keyboard.press("Enter");
  await expect(lead.getByRole("heading", { name: `${scene.company} sees the range` })).toBeVisible();

  const client = await as(scene.client);
  await visit(client, `/portal/${scene.code}`);
  await expect(client.getByRole("main")).toContainText(RANGE);
});
