import { aScene, expect, test, visit, WAYS } from "./support";

for (const { way, options } of WAYS) {
  test(`a finding goes from written down to hours bought back, ${way}`, async ({ as, database }) => {
    const scene = await aScene(database.db);
    const lead = await as(scene.lead, options);
    await visit(lead, `/engagements/${scene.code}/findings`);
    await lead.getByLabel("What was found").fill("Prices are rounded twice");
    await lead.getByLabel("The client sees it").check();
    await lead.getByRole("button", { name: "Write it down" }).click();
    await lead.getByRole("link", { name: "Open it" }).click();
    await expect(lead.getByText("Nothing touched yet when it was written")).toBeVisible();

    await lead.getByLabel("Hours a week it cost when it was found").fill("lots");
    await lead.getByRole("button", { name: "Mark as hotspot" }).click();
    await expect(lead.getByRole("alert")).toContainText("such as 4.5");
    await lead.getByLabel("Hours a week it cost when it was found").fill("4.5");
    await lead.getByRole("button", { name: "Mark as hotspot" }).click();
    await expect(lead.getByRole("region", { name: "Fix", exact: true })).toBeVisible();

    await visit(lead, `/engagements/${scene.code}/findings`);
    const board = lead.getByRole("region", { name: "From finding to protecting test" });
    await expect(board).toContainText("No fix yet");
    await board.getByRole("link", { name: "Write the fix" }).click();
    await lead.getByLabel("What the fix is").fill("Rounded **once**, at the end.");
    await lead.getByRole("button", { name: "Save the fix" }).click();
    await expect(lead.getByRole("region", { name: "Fix", exact: true })).toContainText("Rounded once");
    await lead.getByLabel("Name of the test").fill("a price is rounded once");
    await lead.getByRole("button", { name: "Add the test" }).click();
    await expect(lead.getByRole("region", { name: "Protecting tests" })).toContainText("rounded once");
    await lead.getByLabel("Hours a week it costs now").fill("0,5");
    await lead.getByRole("button", { name: "Save the hours" }).click();
    await expect(lead.getByRole("region", { name: "Hours a week now" })).toContainText("4 hours bought back");

    const client = await as(scene.client, options);
    await visit(client, `/portal/${scene.code}/findings`);
    await expect(client.getByRole("main")).toContainText(/Hours a week bought back:\s*4\D/);
    await expect(client.getByRole("main")).toContainText("Prices are rounded twice");
  });

  test(`a measure is taken before the work and again after it, ${way}`, async ({ as, database }) => {
    const scene = await aScene(database.db);
    const lead = await as(scene.lead, options);
    await visit(lead, `/engagements/${scene.code}/measures`);
    await lead.getByLabel("What is measured").fill("Days to add an endpoint");
    await lead.getByLabel("Unit").fill("days");
    await lead.getByRole("button", { name: "Add it" }).click();
    await lead.getByLabel("Value in days").fill("5");
    await lead.getByLabel("How it was measured").fill("The middle one of the last five.");
    await lead.getByRole("button", { name: "Save the value" }).click();
    await lead.locator("summary", { hasText: "Measure it again after the work" }).click();
    await lead.getByLabel("Value in days").first().fill("1");
    await lead.getByRole("button", { name: "Save the value" }).first().click();
    const picture = {
      name: "Days to add an endpoint: 5 days before the work, 1 day after it. Better.",
    };
    await expect(lead.getByRole("img", picture)).toBeVisible();

    const client = await as(scene.client, options);
    await visit(client, `/portal/${scene.code}/measures`);
    await expect(client.getByRole("img", picture)).toBeVisible();
  });
}
