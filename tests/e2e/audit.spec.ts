import type { Page } from "@playwright/test";
import { OPERATOR } from "db/act";
import { planAudit } from "db/audits.server";
import { foundFirm } from "db/firm.server";
import { addPerson } from "db/people.server";
import { SESSION_COOKIE } from "~/auth/lucia.server";
import { sessionOf, startServer } from "../support/server";
import { actNow, aScene, awake, expect, foldOf, test, unique, visit, WAYS } from "./support";

/** Fills the form as a visitor would and sends it; a visitor as quick as this is asked to press once more. */
async function sendEnquiry(page: Page, company: string): Promise<void> {
  await page.getByLabel("It gets slow when it is busiest", { exact: false }).check();
  await page.getByLabel("What costs your team the most time?").fill("The berth plan takes the morning.");
  await page.getByLabel("Company").fill(company);
  await page.getByLabel("Your name").fill("Marta Quinn");
  await page.getByLabel("Mail address").fill("marta@tidewater.example");
  await expect(async () => {
    await page.getByRole("button", { name: "Send" }).click();
    await expect(page.getByRole("heading", { name: "Thank you, it has reached us" })).toBeVisible({
      timeout: 500,
    });
  }).toPass();
}

for (const { way, options } of WAYS) {
  test(`a lead plans an audit, writes a finding and concludes it, ${way}`, async ({ as, database }) => {
    const scene = await aScene(database.db, { stage: "lead" });
    const address = `/engagements/${scene.code}/audit`;
    const lead = await as(scene.lead, options);
    await visit(lead, address);
    await lead.getByLabel("Begins on").fill("2026-03-07");
    await lead.getByLabel("Who looks").selectOption({ label: scene.lead.name });
    await lead.getByRole("button", { name: "Plan the audit" }).click();
    await expect(lead.getByLabel("Begins on")).toHaveAccessibleDescription(/next working day is 2026-03-09/);
    await lead.getByLabel("Begins on").fill("2026-03-05");
    await lead.getByRole("button", { name: "Plan the audit" }).click();
    await expect(lead.getByRole("status")).toContainText("The audit is planned.");
    await expect(lead.getByRole("region", { name: "The two days" })).toContainText("5 Mar");

    await lead.getByRole("link", { name: "Write down a finding" }).click();
    await lead.getByLabel("What was found").fill("Retries carry no key");
    await lead.getByRole("button", { name: "Write it down" }).click();
    await expect(lead.getByRole("link", { name: "Open it" })).toBeVisible();
    await visit(lead, address);
    await expect(lead.getByRole("region", { name: "What we found" })).toContainText("Retries carry no key");

    await lead.getByLabel("Summary", { exact: true }).fill("It holds, **but for the retries**.");
    await lead.getByRole("radio", { name: /^Go, with conditions/ }).check();
    await lead.getByLabel("Weeks, at least").fill("8");
    await lead.getByLabel("Weeks, at most").fill("11");
    await lead.getByLabel("What it rests on").fill("Three services, one without tests.");
    await lead.getByRole("button", { name: "Conclude the audit" }).click();
    await expect(lead.getByRole("alert").first()).toBeVisible();
    await expect(lead.getByLabel("Conditions", { exact: true })).toHaveAttribute("aria-invalid", "true");
    await expect(lead.getByLabel("Summary", { exact: true })).toHaveValue(
      "It holds, **but for the retries**.",
    );
    await lead.getByLabel("Conditions", { exact: true }).fill("A sandbox that can be slow.");
    await lead.getByRole("button", { name: "Conclude the audit" }).click();
    await expect(lead.getByRole("status")).toContainText("The audit is concluded.");
    await expect(lead.getByRole("region", { name: "What it came to" })).toContainText("Go, with conditions");
    await expect(lead.getByRole("region", { name: "Estimates" })).toContainText("8 to 11 weeks");
    await expect(lead.getByRole("button", { name: /proposal/ })).toHaveCount(0);
    await visit(lead, `/engagements/${scene.code}/ledger`);
    await expect(lead.getByRole("img", { name: "After the audit: 8 to 11 weeks." })).toBeVisible();

    const manager = await as("manager", options);
    await visit(manager, address);
    await manager.getByRole("button", { name: "Go on to the proposal" }).click();
    await expect(manager.getByRole("status")).toContainText("stands in its next stage");
    await expect(manager.getByRole("button", { name: "Go on to the proposal" })).toHaveCount(0);
  });

  test(`a visitor writes by the form and becomes a lead, ${way}`, async ({ as, database }) => {
    const company = unique("Lockkeeper");
    const visitor = await as(null, options);
    await visit(visitor, "/enquiry");
    await sendEnquiry(visitor, company);
    const { code } = await database.db
      .selectFrom("engagement")
      .innerJoin("company", "company.id", "engagement.company_id")
      .select("engagement.code")
      .where("company.name", "=", company)
      .executeTakeFirstOrThrow();
    const manager = await as("manager", options);
    await visit(manager, `/engagements/${code}/audit`);
    const written = manager.getByRole("region", { name: "What they wrote to us" });
    await expect(written).toContainText("The berth plan takes the morning.");
    await expect(written).toContainText("It gets slow when it is busiest");
    const mails = await database.db.selectFrom("mail").select(["to_address", "subject"]).execute();
    const told = mails.filter(({ subject }) => subject === `An enquiry from Marta Quinn, ${company}`);
    expect(told.map((mail) => mail.to_address)).toContain("manager@demo.phaseline.test");
    expect(mails.every((mail) => mail.to_address !== "marta@tidewater.example")).toBe(true);
  });
}

test("what is typed while the answer is under way stays", async ({ as, database }) => {
  const scene = await aScene(database.db, { stage: "lead" });
  await planAudit(database.db, await actNow(database.db, scene.lead), scene.code, {
    startsOn: "2026-03-05",
    auditorId: scene.lead.id,
    version: 0,
  });
  const lead = await as(scene.lead);
  await visit(lead, `/engagements/${scene.code}/audit`);
  await awake(lead);
  let answer = () => {};
  const typed = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await lead.route("**/audit*", async (route) => {
    if (route.request().method() === "POST") await typed;
    await route.continue();
  });
  await lead.getByLabel("Summary", { exact: true }).fill("It holds.");
  await lead.getByRole("button", { name: "Conclude the audit" }).click();
  await lead.getByLabel("Conditions", { exact: true }).fill("A sandbox that can be slow.");
  answer();
  await expect(lead.getByRole("alert").first()).toBeVisible();
  await expect(lead.getByLabel("Conditions", { exact: true })).toHaveValue("A sandbox that can be slow.");
});

test("somebody else's text is shown beside one's own", async ({ as, database }) => {
  const scene = await aScene(database.db, { stage: "lead" });
  const act = await actNow(database.db, scene.lead);
  const plan = { startsOn: "2026-03-05", auditorId: scene.lead.id, version: 0 };
  await planAudit(database.db, act, scene.code, plan);
  const [lead, manager] = [await as(scene.lead), await as("manager")];
  for (const page of [lead, manager]) await visit(page, `/engagements/${scene.code}/audit`);
  await lead.getByLabel("Summary", { exact: true }).fill("As the lead saw it.");
  await lead.getByRole("button", { name: "Keep it as a draft" }).click();
  await expect(lead.getByRole("status")).toContainText("The draft is kept.");
  await manager.getByLabel("Summary", { exact: true }).fill("As the manager saw it.");
  await manager.getByRole("button", { name: "Keep it as a draft" }).click();
  await expect(manager.getByRole("alert")).toContainText("As the lead saw it.");
  await manager.getByRole("button", { name: "Keep it as a draft" }).click();
  await expect(manager.getByRole("status")).toContainText("The draft is kept.");
  await expect(manager.getByLabel("Summary", { exact: true })).toHaveValue("As the manager saw it.");
});

test("the form is open when an administrator says so, and otherwise nothing is there", async ({
  browser,
}) => {
  const server = await startServer({ PHASELINE_DEMO: "0" });
  const context = await browser.newContext({ baseURL: server.origin });
  try {
    const act = { actor: OPERATOR, at: Date.now(), today: "2026-03-02" };
    const founding = { name: "Skerry & Sound", timeZone: "Europe/London", currency: "GBP" };
    const person = { name: "Ailsa Gunn", email: "ailsa@example.test", role: "admin" } as const;
    await server.database.db.transaction().execute(async (trx) => {
      await foundFirm(trx, act, founding);
      await addPerson(trx, act, person);
    });
    const [closed, unknown] = [await context.newPage(), await context.newPage()];
    expect((await closed.goto("/enquiry"))?.status()).toBe(404);
    expect((await unknown.goto("/no-such-page"))?.status()).toBe(404);
    expect(await closed.getByRole("main").textContent()).toBe(await unknown.getByRole("main").textContent());
    expect(await closed.title()).toBe(await unknown.title());

    const value = await sessionOf(server.database, person.email);
    const cookie = { name: SESSION_COOKIE, value, path: "/", secure: true, httpOnly: true } as const;
    await context.addCookies([{ ...cookie, domain: "localhost", sameSite: "Lax" }]);
    const admin = await context.newPage();
    await admin.goto("/settings");
    await admin.getByRole("button", { name: "Open the form to everybody" }).click();
    await expect(admin.getByRole("region", { name: "Enquiry form" })).toContainText("Open to everybody");
    expect((await closed.goto("/enquiry"))?.status()).toBe(200);
    await admin.goto("/audit");
    await expect(admin.getByRole("main")).toContainText("opened the enquiry form to everybody");
    await admin.goto("/settings");
    await admin.getByRole("button", { name: "Close the form" }).click();
    await expect(admin.getByRole("region", { name: "Enquiry form" })).toContainText("Closed");
    // What lay open meanwhile goes nowhere any more.
    await closed.getByRole("button", { name: "Send" }).click();
    expect((await closed.goto("/enquiry?sent"))?.status()).toBe(404);
  } finally {
    await context.close();
    await server.stop();
  }
});

test("an estimate is recorded after Read, and the client reads it", async ({ as, database }) => {
  const lead = await as("lead");
  const { code } = await database.db
    .selectFrom("engagement")
    .innerJoin("person", "person.id", "engagement.lead_id")
    .innerJoin("phase", "phase.engagement_id", "engagement.id")
    .select("engagement.code")
    .where("person.email", "=", "lead@demo.phaseline.test")
    .where("engagement.stage", "=", "active")
    .where("phase.kind", "=", "read")
    .where("phase.status", "=", "done")
    .orderBy("engagement.number", "desc")
    .executeTakeFirstOrThrow();
  await visit(lead, `/engagements/${code}/ledger`);
  await foldOf(lead, /^Estimate/).click();
  await lead.getByLabel("Weeks, at least").fill("9");
  await lead.getByLabel("Weeks, at most").fill("10");
  const sentence = unique("The contractor answers within the week");
  await lead.getByLabel("What it rests on").fill(sentence);
  await lead.getByRole("button", { name: "Record the estimate" }).click();
  await expect(lead.getByRole("region", { name: "Estimates" })).toContainText(sentence);
  await visit(lead, `/portal/${code}/ledger`);
  await expect(lead.getByRole("region", { name: "How long we thought it would take" })).toContainText(
    sentence,
  );
});
