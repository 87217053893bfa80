import { requestGate } from "db/gates.server";
import { actNow, askForGate, expect, foldOf, mailedLink, test, visit, WAYS } from "./support";

for (const { way, options } of WAYS) {
  test(`a client follows and signs, ${way}`, async ({ as, scene, database }) => {
    await askForGate(database.db, scene, "read");

    const client = await as(null, options);
    await visit(client, "/sign-in");
    await client.getByLabel("Mail address").fill(scene.client.email);
    await client.getByRole("button", { name: "Email me a link instead" }).click();
    await expect(client.getByRole("heading", { name: "Look at your mail" })).toBeVisible();

    const admin = await as("admin");
    const link = await mailedLink(admin, scene.client.email, /sign in/i);
    // A mail scanner opens what it finds, and must not use it up.
    for (let looks = 0; looks < 3; looks++) {
      const scanned = await client.request.get(link);
      expect(scanned.status()).toBe(200);
    }
    await visit(client, link);
    await expect(client.getByRole("heading", { level: 1 })).toHaveText(`Hello, ${scene.client.name}`);
    await client.getByRole("button", { name: "Sign in" }).click();

    // The ten-second answer: phase, date, who holds the ball, what they must do, what changed.
    await expect(client.getByRole("heading", { level: 1 })).toContainText("Read");
    await expect(client.getByRole("main")).toContainText("promised");
    const ball = client.getByRole("region", { name: "The ball is with you" });
    await expect(ball.getByRole("link", { name: "Read and sign" })).toBeVisible();
    await expect(
      client.getByRole("region", { name: "What has happened so far" }).getByRole("listitem"),
    ).not.toHaveCount(0);
    await expect(client.getByRole("main")).not.toContainText("Access to code, cloud and logs checked");

    await ball.getByRole("link", { name: "Read and sign" }).click();
    await expect(client.getByRole("heading", { level: 1 })).toHaveText("Sign the Read gate");
    await expect(client.getByRole("region", { name: "What was checked" })).toContainText(
      "All 7 deliverables are done",
    );
    await expect(client.getByRole("region", { name: "What Read brought you" })).toContainText(
      "Architecture call",
    );

    await foldOf(client, "Something is missing").click();
    await client.getByRole("button", { name: "Decline the Read gate" }).click();
    const reason = client.getByLabel("What is missing?");
    await expect(reason).toHaveAccessibleDescription(/Tell us what is missing/);
    await reason.fill("The findings on the payment queue are not in it.");
    await client.getByRole("button", { name: "Decline the Read gate" }).click();
    const declined = client.getByRole("region", { name: "Declined" });
    await expect(declined).toContainText(`Declined by ${scene.client.name}`);
    await expect(declined).toContainText("The findings on the payment queue are not in it.");

    const lead = await as(scene.lead, options);
    await visit(lead, `/engagements/${scene.code}`);
    await expect(lead.getByRole("region", { name: "Gate: Read" })).toContainText("payment queue");
    await requestGate(database.db, await actNow(database.db, scene.lead), scene.code, "read");

    await visit(client, "/portal");
    await client.getByRole("link", { name: "Read and sign", exact: true }).click();
    await client.getByLabel("Type your name to sign").fill(scene.client.name);
    await client.getByRole("button", { name: "Sign the Read gate" }).click();
    await expect(client.getByRole("region", { name: "Signed" })).toContainText(
      `Signed by ${scene.client.name}`,
    );
    await expect(client.getByRole("region", { name: "Before" })).toContainText("payment queue");
    await visit(client, `/portal/${scene.code}/ledger`);
    await expect(client.getByRole("table")).toContainText("The finish, promised for");

    const second = await as(null, options);
    await visit(second, link, 410);
    await expect(second.getByRole("main")).toContainText("It has been used already");
    await expect(second.getByRole("button", { name: "Sign in" })).toHaveCount(0);
  });
}

test("a sign-in link that is pressed twice at once signs in once", async ({
  as,
  scene,
  database,
  browser,
}) => {
  const stranger = await as(null);
  await visit(stranger, "/sign-in");
  await stranger.getByLabel("Mail address").fill(scene.client.email);
  await stranger.getByRole("button", { name: "Email me a link instead" }).click();
  await expect(stranger.getByRole("heading", { name: "Look at your mail" })).toBeVisible();
  const link = await mailedLink(await as("admin"), scene.client.email, /sign in/i);
  const presses = await Promise.all(
    [1, 2, 3].map(async () => {
      const context = await browser.newContext();
      const { origin } = new URL(link);
      const answer = await context.request.post(link, {
        form: { intent: "use" },
        headers: { origin },
        maxRedirects: 0,
      });
      await context.close();
      return answer.status();
    }),
  );
  expect(presses.filter((status) => status < 400)).toHaveLength(1);
  const sessions = await database.db
    .selectFrom("session")
    .select("id")
    .where("person_id", "=", scene.client.id)
    .execute();
  expect(sessions).toHaveLength(1);
});
