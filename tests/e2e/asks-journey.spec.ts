import { startPhase } from "db/phases.server";
import { actNow, actorOf, expect, foldOf, test, visit, WAYS } from "./support";

for (const { way, options } of WAYS) {
  test(`an ask hands the ball over and its answer hands it back, ${way}`, async ({ as, scene, database }) => {
    const act = await actNow(database.db, scene.lead);
    await startPhase(database.db, act, scene.code, { kind: "read", startOn: act.today });

    const lead = await as(scene.lead, options);
    await visit(lead, `/engagements/${scene.code}/asks`);
    await lead.getByRole("button", { name: "Ask", exact: true }).click();
    await expect(lead.getByLabel("What we need")).toHaveAccessibleDescription(/Say in a few words/);
    await lead.getByLabel("What we need").fill("Staging access for two");
    const form = lead.getByRole("region", { name: `Ask ${scene.company} for something` });
    await form.getByLabel(/^By/).fill(act.today);
    await lead.getByLabel("We cannot go on without it").check();
    await lead.getByRole("button", { name: "Ask", exact: true }).click();
    const ball = lead.getByRole("region", { name: "Who holds the ball" });
    await expect(ball).toContainText(scene.company);
    await expect(ball).toContainText("Waiting for the answer to “Staging access for two”.");

    const client = await as(scene.client, options);
    await visit(client, `/portal/${scene.code}/asks`);
    const asked = client.getByRole("region", { name: "Staging access for two" });
    await expect(asked).toContainText("We cannot go on without it.");
    await asked.getByRole("button", { name: "Send the answer" }).click();
    await expect(asked.getByLabel("Your answer")).toHaveAccessibleDescription(/press “It is done”/);
    await asked.getByLabel("Your answer").fill("Both accounts are active.");
    await asked.getByRole("button", { name: "Send the answer" }).click();
    await expect(client.getByRole("region", { name: "Answered" })).toContainText("Both accounts are active.");
    await expect(client.getByText("Nothing at the moment.")).toBeVisible();

    await visit(lead, `/engagements/${scene.code}/asks`);
    await expect(ball).toContainText("“Staging access for two” is answered.");
    await expect(lead.getByRole("region", { name: "Answered" })).toContainText(scene.client.name);

    // One press hands it back, too.
    await foldOf(ball, "Hand it on").click();
    await ball.getByLabel("Why").fill("Your freeze of releases");
    await ball.getByRole("button", { name: `To ${scene.company}` }).click();
    await expect(ball).toContainText("Your freeze of releases");
    await ball.getByRole("button", { name: "Take it back" }).click();
    await expect(ball).toContainText("We go on with the work.");
  });

  test(`an update is written, published, read and acknowledged, ${way}`, async ({ as, scene, database }) => {
    const act = await actNow(database.db, scene.lead);
    await startPhase(database.db, act, scene.code, { kind: "read", startOn: act.today });

    const lead = await as(scene.lead, options);
    await visit(lead, `/engagements/${scene.code}/updates`);
    await lead.getByRole("button", { name: "Write one now" }).click();
    const draft = lead.getByRole("region", { name: /^Draft for/ });
    await expect(draft.getByLabel(/^Read: started on/)).toBeChecked();
    await draft.getByLabel(/^Finish promised for/).uncheck();
    await draft.getByLabel(`For ${scene.company} and us`).fill("Next week we **rank** the hotspots.");
    await draft.getByLabel("For us alone").fill("Their lead developer is on leave.");
    await draft.getByRole("button", { name: "Publish" }).click();
    await expect(draft.getByLabel("How it stands")).toHaveAccessibleDescription(/Say how it stands/);
    await expect(draft.getByLabel(/^Finish promised for/)).not.toBeChecked();
    await draft.getByLabel("How it stands").selectOption("On track");
    await draft.getByLabel("In a sentence").fill("Read has begun as planned.");
    await draft.getByRole("button", { name: "Save the draft" }).click();
    await expect(lead.getByRole("status").filter({ hasText: "The draft is saved." })).toBeVisible();
    await draft.getByRole("button", { name: "Publish" }).click();
    await expect(lead.getByRole("region", { name: /^Update of/ })).toContainText(
      "Read has begun as planned.",
    );

    const client = await as(scene.client, options);
    await visit(client, `/portal/${scene.code}/updates`);
    const main = client.getByRole("main");
    await expect(main).toContainText("Read has begun as planned.");
    await expect(main).toContainText("Next week we rank the hotspots.");
    await expect(main).not.toContainText("Finish promised for");
    await expect(main).not.toContainText("on leave");

    const manager = await as(await actorOf(database.db, "manager"), options);
    await visit(manager, "/updates");
    const row = manager
      .getByRole("region", { name: "Not acknowledged yet" })
      .getByRole("listitem")
      .filter({ hasText: scene.title });
    await row.getByRole("button", { name: "Acknowledge" }).click();
    await expect(row).toHaveCount(0);
  });
}
