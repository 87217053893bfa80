import { startPhase } from "db/phases.server";
import { addWorkingDays, STANDARD_CALENDAR } from "~/domain/calendar";
import { actNow, expect, foldOf, mailedLink, test, unique, visit, WAYS } from "./support";

for (const { way, options } of WAYS) {
  test(`a manager reviews the pipeline and moves a date, ${way}`, async ({ as, scene, database }) => {
    const { code, title, lead } = scene;
    const act = await actNow(database.db, lead);
    await startPhase(database.db, act, code, { kind: "read", startOn: act.today });
    const manager = await as("manager", options);

    await visit(manager, "/pipeline");
    const table = manager.getByRole("table");
    await expect(table.getByRole("row").filter({ hasText: code })).toContainText(title);
    await manager.getByRole("searchbox").fill(title);
    await manager.getByRole("button", { name: "Show", exact: true }).click();
    await expect(manager).toHaveURL(/q=/);
    await expect(table.getByRole("row")).toHaveCount(2);
    await manager.getByRole("link", { name: "Board" }).click();
    await expect(
      manager.getByRole("region", { name: /^Read/ }).getByRole("link", { name: title, exact: true }),
    ).toBeVisible();
    await manager.getByRole("link", { name: title, exact: true }).click();
    await expect(manager.getByRole("heading", { level: 1, name: title })).toBeVisible();

    const toOn = addWorkingDays(act.today, 40, STANDARD_CALENDAR);
    async function moveStabilise(sentence: string) {
      await manager.getByRole("main").getByRole("link", { name: "Move a date" }).click();
      await manager.getByLabel("Which date").selectOption({ value: "stabilise.finish" });
      await manager.getByLabel("New date").fill(toOn);
      await manager.getByRole("button", { name: "Show what follows" }).click();
      const preview = manager.getByRole("region", { name: "Moving the Stabilise finish" });
      await expect(preview.getByRole("row")).not.toHaveCount(1);
      await expect(preview).toContainText("Document finish");
      await preview.getByLabel("What caused it").selectOption({ value: "scope" });
      await preview.getByLabel("Why, in a sentence").fill(sentence);
      await preview.getByRole("button", { name: /^Move these \d+ dates$/ }).click();
    }
    await moveStabilise("Moved by mistake.");
    await manager.getByRole("button", { name: "Undo" }).click();
    await expect(manager.getByRole("button", { name: "Undo" })).toHaveCount(0);
    await moveStabilise("You asked for a second payment provider.");
    await expect(manager.getByRole("button", { name: "Undo" })).toBeVisible();

    await visit(manager, `/engagements/${code}/ledger`);
    const moves = manager.getByRole("table").getByRole("row");
    const kept = moves.filter({ hasText: "You asked for a second payment provider." });
    await expect(kept).toContainText("Stabilise finish");
    await expect(kept).toContainText("Adaeze Kalu");
    await expect(moves.filter({ hasText: "Moved by mistake." })).toContainText("Taken back");

    await visit(manager, `/engagements/${code}`);
    const gate = manager.getByRole("region", { name: "Gate: Read" });
    await foldOf(gate, "Waive this gate").click();
    await gate
      .getByLabel("Why it passes without a signature")
      .fill("Agreed on the phone with the whole board.");
    await gate.getByRole("button", { name: "Waive" }).click();
    await expect(manager.getByRole("region", { name: "Start Stabilise" })).toBeVisible();

    const client = await as(scene.client, options);
    await visit(client, `/portal/${code}`);
    await expect(client.getByRole("region", { name: "Promised dates that moved" })).toContainText(
      "second payment provider",
    );
    await visit(client, `/portal/${code}/gates/read`);
    await expect(client.getByRole("region", { name: "Waived" })).toContainText("Agreed on the phone");
  });

  test(`an administrator invites a lead, who comes in, ${way}`, async ({ as }) => {
    const name = unique("Toni Berg");
    const email = `${name.toLowerCase().replaceAll(" ", ".")}@example.test`;
    const admin = await as("admin", options);
    await visit(admin, "/people");
    const form = admin.getByRole("region", { name: "Invite one of our own" });
    await form.getByLabel("Name").fill(name);
    await form.getByLabel("Mail address").fill(email);
    await form.getByLabel("Role").selectOption({ label: "Lead" });
    await form.getByRole("button", { name: "Send the invitation" }).click();
    await expect(admin.getByRole("status").filter({ hasText: email })).toBeVisible();

    const invited = await as(null, options);
    await visit(invited, await mailedLink(admin, email, /invit/i));
    await invited.getByLabel("Choose a password").fill("four words in a row");
    await invited.getByRole("button", { name: "Accept and start" }).click();
    await expect(invited).toHaveURL(/\/today$/);
    await expect(invited.getByText("You lead no live engagement yet")).toBeVisible();
  });
}
