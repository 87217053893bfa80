import { openAsk } from "db/asks.server";
import { recordFinding } from "db/findings.server";
import { draftUpdate, publishUpdate } from "db/update-drafts.server";
import { actNow, expect, expectNoAxeFindings, expectNoOverflow, foldOf, test, visit, WAYS } from "./support";

const PHONE = { width: 360, height: 740 };

for (const { way, options } of WAYS) {
  const hasScript = !("javaScriptEnabled" in options);
  test(`an ask is talked about where it stands, each side seeing its own, ${way}`, async ({
    as,
    scene,
    database,
  }) => {
    const act = await actNow(database.db, scene.lead);
    const fields = { body: "", dueOn: null, isBlocking: false };
    await openAsk(database.db, act, scene.code, { ...fields, title: "Staging access for two" });
    const lead = await as(scene.lead, options);
    await visit(lead, `/engagements/${scene.code}/asks`);
    const ours = lead.getByRole("region", { name: "Asked of the client" });
    await foldOf(ours, "Comment on Staging access for two").click();
    await ours.getByRole("button", { name: "Comment for us only" }).click();
    await expect(ours.getByLabel("Your comment")).toHaveAccessibleDescription(/Write what you want to say/);
    await ours.getByLabel("Your comment").fill("They forgot it last time too.");
    await ours.getByRole("button", { name: "Comment for us only" }).click();
    await expect(ours.getByText("Only us")).toBeVisible();
    const fold = foldOf(ours, "Answer on Staging access for two");
    if (!(await ours.getByLabel("Your comment").isVisible())) await fold.click();
    await ours.getByLabel("Your comment").fill("By when can we have it?");
    await ours.getByRole("button", { name: "Comment, client sees it" }).click();
    await expect(ours.getByText("Client sees this")).toBeVisible();

    const client = await as(scene.client, options);
    await visit(client, `/portal/${scene.code}/asks`);
    const asked = client.getByRole("region", { name: "Staging access for two", exact: true });
    await expect(asked.getByText("By when can we have it?")).toBeVisible();
    await expect(client.getByRole("main")).not.toContainText("They forgot");
    await foldOf(asked, "Answer on Staging access for two").click();
    await asked.getByLabel("Your comment").fill("On Monday.");
    await asked.getByRole("button", { name: "Send the comment" }).click();
    await expect(asked.getByText("On Monday.")).toBeVisible();
    await client.setViewportSize(PHONE);
    if (hasScript) await expectNoAxeFindings(client);
    await expectNoOverflow(client);

    await visit(lead, `/engagements/${scene.code}/asks`);
    await expect(ours.getByText("On Monday.")).toBeVisible();
    await lead.setViewportSize(PHONE);
    if (hasScript) await expectNoAxeFindings(lead);
    await expectNoOverflow(lead);
  });

  test(`an update is talked about where it stands, ${way}`, async ({ as, scene, database }) => {
    const { db } = database;
    const act = await actNow(db, scene.lead);
    const id = (await draftUpdate(db, act, scene.code, { isAsked: true })) ?? "";
    const { version } = await db
      .selectFrom("update")
      .select("version")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    const told = {
      health: "on_track" as const,
      sentence: "A calm week.",
      body: "",
      internalBody: "",
      kept: [],
    };
    await publishUpdate(db, act, scene.code, id, { ...told, version });
    const client = await as(scene.client, options);
    await visit(client, `/portal/${scene.code}/updates`);
    const main = client.getByRole("main");
    await foldOf(main, /^Comment on the update of/).click();
    await main.getByLabel("Your comment").fill("What comes next?");
    await main.getByRole("button", { name: "Send the comment" }).click();
    await expect(main.getByText("What comes next?")).toBeVisible();

    const lead = await as(scene.lead, options);
    await visit(lead, `/engagements/${scene.code}/updates/${id}`);
    const comments = lead.getByRole("region", { name: "Comments", exact: true });
    await expect(comments.getByText("What comes next?")).toBeVisible();
    await comments.getByLabel("Your comment").fill("Say nothing of the freeze yet.");
    await comments.getByRole("button", { name: "Comment for us only" }).click();
    await expect(comments.getByText("Say nothing of the freeze yet.")).toBeVisible();
    if (hasScript) await expectNoAxeFindings(lead);
    await visit(client, `/portal/${scene.code}/updates`);
    await expect(main).not.toContainText("freeze");
    if (hasScript) await expectNoAxeFindings(client);
  });

  test(`a finding that was a mistake goes, and the client reads that it did, ${way}`, async ({
    as,
    scene,
    database,
  }) => {
    const act = await actNow(database.db, scene.lead);
    const fields = { severity: "low" as const, area: "API", body: "", place: "", isVisible: true };
    const title = "Retries never stop";
    const id = await recordFinding(database.db, act, scene.code, { ...fields, title });
    const lead = await as(scene.lead, options);
    await visit(lead, `/engagements/${scene.code}/findings/${id}`);
    await lead.locator("summary", { hasText: "Remove this finding" }).click();
    await expect(lead.getByText("reads among the changes that it was removed")).toBeVisible();
    if (hasScript) await expectNoAxeFindings(lead);
    await lead.getByLabel("It was written by mistake").check();
    await lead.getByRole("button", { name: "Remove it" }).click();
    await expect(lead).toHaveURL(new RegExp(`/engagements/${scene.code}/findings$`));
    await expect(lead.getByRole("main")).not.toContainText(title);
    const client = await as(scene.client, options);
    await visit(client, `/portal/${scene.code}/activity`);
    await expect(client.getByRole("main")).toContainText(`removed the finding “${title}”`);
  });
}
