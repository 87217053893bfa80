import type { Page } from "@playwright/test";
import { addDeliverable } from "db/checklist.server";
import { startPhase } from "db/phases.server";
import {
  actNow,
  awake,
  test as base,
  checklistOf,
  countEvents,
  expect,
  expectNoOverflow,
  rowOf,
  tickOf,
  unique,
  visit,
  WAYS,
} from "./support";

const TWENTY = Array.from({ length: 20 }, (_, index) => `Step ${String(index + 1).padStart(2, "0")}`);

/** `scene` with Read under way and twenty more steps on its list. */
const test = base.extend<{ long: { code: string } }>({
  long: async ({ scene, database: { db } }, use) => {
    const act = await actNow(db, scene.lead);
    await startPhase(db, act, scene.code, { kind: "read", startOn: act.today });
    for (const title of TWENTY) {
      await addDeliverable(db, act, scene.code, "read", {
        title,
        notes: "",
        ownerId: null,
        dueOn: null,
        isVisible: true,
        requiresEvidence: false,
      });
    }
    await use({ code: scene.code });
  },
});

const CHANGED = "deliverable.status_changed";

const linkOf = (page: Page, title: string) =>
  rowOf(page, title).getByRole("link", { name: title, exact: true });

test("twenty ticks in five seconds all stick", async ({ as, scene, long, database }) => {
  const lead = await as(scene.lead);
  await visit(lead, `/engagements/${long.code}`);
  await awake(lead);
  const began = Date.now();
  for (const title of TWENTY) await tickOf(lead, title).click();
  for (const title of TWENTY) await expect(tickOf(lead, title)).toHaveAttribute("aria-pressed", "true");
  await expect.poll(() => countEvents(database.db, long.code, CHANGED)).toBe(20);
  test.info().annotations.push({ type: "twenty ticks, all saved", description: `${Date.now() - began} ms` });
  await lead.reload();
  for (const title of TWENTY) await expect(tickOf(lead, title)).toHaveAttribute("aria-pressed", "true");
  await expect(lead.getByRole("region", { name: "Read", exact: true })).toContainText("20 of 27");
});

test("twenty ticks in one moment all stick, and so do the last of many presses on one row", async ({
  as,
  scene,
  long,
  database,
}) => {
  const lead = await as(scene.lead);
  await visit(lead, `/engagements/${long.code}`);
  await awake(lead);
  const ticks = lead.getByRole("button", { name: /^Step \d\d: done$/ });
  await ticks.evaluateAll((buttons) => {
    for (const button of buttons) (button as HTMLButtonElement).click();
  });
  await expect.poll(() => countEvents(database.db, long.code, CHANGED)).toBe(20);

  const first = tickOf(lead, "Step 01");
  const slow = await lead.context().newCDPSession(lead);
  await slow.send("Emulation.setCPUThrottlingRate", { rate: 8 });
  // On a slow phone, and as fast as a page can be told: each press in a task of its own, none waiting for a picture.
  await first.evaluate(async (button: HTMLButtonElement) => {
    for (let press = 0; press < 5; press++) {
      await new Promise((nextTask) => setTimeout(nextTask));
      button.click();
    }
  });
  await expect(first).toHaveAttribute("aria-pressed", "false");
  const statusOf = async () =>
    (await checklistOf(database.db, long.code, "read")).find(({ title }) => title === "Step 01")?.status;
  await expect.poll(statusOf).toBe("todo");
  await lead.reload();
  await expect(first).toHaveAttribute("aria-pressed", "false");
  await expect(tickOf(lead, "Step 02")).toHaveAttribute("aria-pressed", "true");
});

test("of two people at once no tick is lost, and the second on the same row is told", async ({
  as,
  scene,
  long,
  database,
}) => {
  const lead = await as(scene.lead);
  const manager = await as("manager");
  await visit(lead, `/engagements/${long.code}`);
  await visit(manager, `/engagements/${long.code}`);
  await awake(lead);
  await awake(manager);
  await Promise.all([
    (async () => {
      for (const title of TWENTY.slice(0, 8)) await tickOf(lead, title).click();
    })(),
    (async () => {
      for (const title of TWENTY.slice(8, 16)) await tickOf(manager, title).click();
    })(),
  ]);
  await expect.poll(() => countEvents(database.db, long.code, CHANGED)).toBe(16);

  // The manager's page was read before this, and still shows a row that nobody has touched.
  await visit(manager, `/engagements/${long.code}`);
  await awake(manager);
  await tickOf(lead, "Step 20").click();
  await expect.poll(() => countEvents(database.db, long.code, CHANGED)).toBe(17);
  const row = rowOf(manager, "Step 20");
  await row.getByRole("link", { name: "More for Step 20" }).click();
  await row.getByRole("button", { name: "Doing" }).click();
  await expect(row.getByRole("alert")).toHaveText(
    `${scene.lead.name} marked it done meanwhile. Yours was not saved.`,
  );
  await expect(tickOf(manager, "Step 20")).toHaveAttribute("aria-pressed", "true");
  expect(await countEvents(database.db, long.code, CHANGED)).toBe(17);
});

test("a list is worked by keys alone, and back comes back to it", async ({ as, scene, long, database }) => {
  const lead = await as(scene.lead);
  await visit(lead, `/engagements/${long.code}`);
  await awake(lead);
  const titles = (await checklistOf(database.db, long.code, "read")).map(({ title }) => title);
  const nth = (index: number) => linkOf(lead, titles[index] ?? "");
  await lead.keyboard.press("j");
  await expect(nth(0)).toBeFocused();
  await lead.keyboard.press("j");
  await expect(nth(1)).toBeFocused();
  await lead.keyboard.press("j");
  await lead.keyboard.press("k");
  await expect(nth(1)).toBeFocused();
  await lead.keyboard.press("x");
  await expect(tickOf(lead, titles[1] ?? "")).toHaveAttribute("aria-pressed", "true");
  await expect.poll(() => countEvents(database.db, long.code, CHANGED)).toBe(1);
  await lead.keyboard.press("?");
  const keys = lead.getByRole("dialog", { name: "Keys" });
  await expect(keys).toContainText("tick or untick");
  await lead.keyboard.press("Escape");
  await expect(keys).toBeHidden();
  await nth(1).focus();
  await lead.keyboard.press("Enter");
  await expect(lead.getByRole("heading", { level: 1 })).toHaveText(titles[1] ?? "");
  await lead.goBack();
  await expect(lead.getByRole("heading", { level: 1, name: scene.title })).toBeVisible();
  await expect(tickOf(lead, titles[1] ?? "")).toHaveAttribute("aria-pressed", "true");
  await lead.keyboard.press("n");
  await lead.keyboard.type("Thanked the night shift");
  await lead.keyboard.press("Enter");
  await expect(tickOf(lead, "Thanked the night shift")).toBeVisible();
});

test("what was only typed in a field is no command", async ({ as, scene, long, database }) => {
  const lead = await as(scene.lead);
  await visit(lead, `/engagements/${long.code}`);
  await awake(lead);
  await lead.getByLabel("Add to Read").fill("");
  await lead.getByLabel("Add to Read").pressSequentially("jkx?n");
  await expect(lead.getByLabel("Add to Read")).toHaveValue("jkx?n");
  await expect(lead.getByRole("dialog", { name: "Keys" })).toBeHidden();
  expect(await countEvents(database.db, long.code, CHANGED)).toBe(0);
});

for (const { way, options } of WAYS) {
  test(`a double click on create makes one engagement, ${way}`, async ({ as, party, database }) => {
    const title = unique("Queue at the gangway");
    const manager = await as("manager", options);
    await visit(manager, "/engagements/new");
    await manager.getByLabel("Title", { exact: true }).fill(title);
    await manager.getByLabel("Client", { exact: true }).selectOption({ label: party.company });
    await manager.getByLabel("Lead").selectOption({ label: party.lead.name });
    await manager.getByRole("button", { name: "Start the engagement" }).dblclick();
    await expect(manager.getByRole("heading", { level: 1, name: title })).toBeVisible();
    const made = await database.db
      .selectFrom("engagement")
      .select("code")
      .where("title", "=", title)
      .execute();
    expect(made).toHaveLength(1);
  });

  test(`what was typed is kept when a form is refused, ${way}`, async ({ as, party, database }) => {
    const title = unique("Tide tables");
    const manager = await as("manager", options);
    await visit(manager, "/engagements/new");
    await manager.getByLabel("Title", { exact: true }).fill(title);
    await manager.getByLabel("Client", { exact: true }).selectOption({ label: party.company });
    await manager.getByLabel("Starts on").fill("2031-02-03");
    await manager.getByLabel("Weeks", { exact: true }).fill("30");
    await manager.getByRole("button", { name: "Keep as a lead" }).click();
    await expect(manager.getByRole("alert")).toContainText("It is not open yet.");
    await expect(manager.getByLabel("Title", { exact: true })).toHaveValue(title);
    await expect(manager.getByLabel("Client", { exact: true })).toHaveValue(party.companyId);
    await expect(manager.getByLabel("Starts on")).toHaveValue("2031-02-03");
    await expect(manager.getByLabel("Weeks", { exact: true })).toHaveValue("30");
    await manager.getByLabel("Why this length").fill("Two harbours, one after the other.");
    await manager.getByRole("button", { name: "Keep as a lead" }).click();
    await expect(manager.getByRole("heading", { level: 1, name: title })).toBeVisible();
    const made = await database.db
      .selectFrom("engagement")
      .select("code")
      .where("title", "=", title)
      .execute();
    expect(made).toHaveLength(1);
  });
}

const TITLES = {
  emoji: "Mooring 🚢⚓️👩‍🚀 fees",
  "from right to left": "حجز الرصيف والسفن",
  "in one long word": "B".repeat(110),
};

for (const [kind, title] of Object.entries(TITLES)) {
  test(`a title ${kind} is shown as it was written, on a phone too`, async ({ as, party }) => {
    const manager = await as("manager", { viewport: { width: 360, height: 740 } });
    const own = unique(title);
    await visit(manager, "/engagements/new");
    await manager.getByLabel("Title", { exact: true }).fill(own);
    await manager.getByLabel("Client", { exact: true }).selectOption({ label: party.company });
    await manager.getByLabel("Lead").selectOption({ label: party.lead.name });
    await manager.getByRole("button", { name: "Start the engagement" }).click();
    await expect(manager.getByRole("heading", { level: 1 })).toHaveText(own);
    await expectNoOverflow(manager);
    const code = new URL(manager.url()).pathname.split("/").at(-1);

    await manager.getByLabel("Add to Read").fill(`${title}, step one`);
    await manager.getByLabel("Add to Read").press("Enter");
    await expect(tickOf(manager, `${title}, step one`)).toBeVisible();
    await expectNoOverflow(manager);
    for (const address of ["/pipeline", "/pipeline?view=board", `/engagements/${code}/ledger`, "/today"]) {
      await visit(manager, address);
      await expectNoOverflow(manager);
    }
    await manager.setViewportSize({ width: 1366, height: 768 });
    for (const address of ["/pipeline", "/engagements"]) {
      await visit(manager, address);
      await expect(manager.getByRole("columnheader", { name: "Lead" })).toBeInViewport({ ratio: 1 });
    }
    const client = await as(party.client, { viewport: { width: 360, height: 740 } });
    await visit(client, `/portal/${code}`);
    await expect(client.getByRole("heading", { level: 1 })).toContainText(own);
    await expectNoOverflow(client);
  });
}

test("ten thousand characters are refused where they are too many, and kept to be cut", async ({
  as,
  party,
  database,
}) => {
  const long = "Ten thousand characters. ".repeat(400);
  const manager = await as("manager", { javaScriptEnabled: false });
  await visit(manager, "/engagements/new");
  // The browser cuts what is typed; what somebody sends past it must be caught too.
  await manager.getByLabel("Title", { exact: true }).evaluate((input) => input.removeAttribute("maxlength"));
  await manager.getByLabel("Title", { exact: true }).fill(long);
  await manager.getByLabel("Client", { exact: true }).selectOption({ label: party.company });
  await manager.getByRole("button", { name: "Keep as a lead" }).click();
  await expect(manager.getByLabel("Title", { exact: true })).toHaveAccessibleDescription(
    /at most 120 characters/,
  );
  expect((await manager.getByLabel("Title", { exact: true }).inputValue()).length).toBeGreaterThan(9_000);
  const made = await database.db
    .selectFrom("engagement")
    .select("code")
    .where("company_id", "=", party.companyId)
    .execute();
  expect(made).toEqual([]);
});

test("what belongs to somebody else is not there", async ({ as, scene, long, database }) => {
  const [item] = await checklistOf(database.db, long.code, "read");
  const lead = await as("lead");
  for (const page of ["", "/ledger", "/updates", "/activity", "/profile", "/dates", "/gates/read"]) {
    await visit(lead, `/engagements/${scene.code}${page}`, 404);
  }
  await visit(lead, `/engagements/ENG-0044/deliverables/${item?.id}`, 404);
  const stranger = await as("client2");
  for (const page of ["", "/ledger", "/activity", "/gates/read"]) {
    await visit(stranger, `/portal/${scene.code}${page}`, 404);
  }
  await visit(stranger, `/engagements/${scene.code}`, 404);
  const wordsOf = async (address: string) => {
    await visit(stranger, address, 404);
    return stranger.getByRole("main").textContent();
  };
  expect(await wordsOf(`/portal/${scene.code}`)).toBe(await wordsOf("/portal/ENG-9999"));
});
