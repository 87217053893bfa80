import { devices, type Locator, type Page } from "@playwright/test";
import { awake, checklistOf, expect, expectNoAxeFindings, expectNoOverflow, test, visit } from "./support";

const PICTURE =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Lets files fall on the form, as from a folder of the desktop. */
async function drop(page: Page, files: readonly { name: string; base64: string }[]): Promise<void> {
  const transfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer();
    for (const { name, base64 } of given) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([bytes], name));
    }
    return data;
  }, files);
  const form = page.locator("#evidence-form");
  await form.dispatchEvent("dragover", { dataTransfer: transfer });
  await form.dispatchEvent("drop", { dataTransfer: transfer });
}

test("files fall on a deliverable, go up with their progress told, and are shown as what they are", async ({
  as,
  scene,
  database,
}) => {
  const { code, lead } = scene;
  const [item] = await checklistOf(database.db, code, "read");
  const page = await as(lead);
  await visit(page, `/engagements/${code}/deliverables/${item?.id}`);
  await awake(page);
  await drop(page, [
    { name: "latency.png", base64: PICTURE },
    { name: "runbook.md", base64: Buffer.from("# Slow bookings\n\n- Look at the pool").toString("base64") },
    { name: "empty.txt", base64: "" },
  ]);
  const evidence = page.getByRole("region", { name: "Evidence" });
  await expect(evidence.getByText("“empty.txt” is empty.").first()).toBeVisible();
  await evidence.getByRole("button", { name: "Take out empty.txt" }).click();
  await evidence.getByLabel("Note").fill("After the fix");

  // Held at the door until the progress was seen.
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route("**/deliverables/*", async (route) => {
    if (route.request().method() === "POST") await held;
    await route.continue();
  });
  await evidence.getByRole("button", { name: "Add evidence" }).click();
  await expect(evidence.getByRole("progressbar", { name: "Gone up" })).toBeVisible();
  letGo();
  await expect(evidence.getByRole("link", { name: "runbook.md", exact: true })).toBeVisible();
  await expect(evidence.getByRole("progressbar", { name: "Gone up" })).toBeHidden();
  await expect(evidence.getByLabel("Note")).toHaveValue("");
  const thumbnail = evidence.getByRole("img", { name: "After the fix" });
  await thumbnail.scrollIntoViewIfNeeded();
  await expect.poll(() => thumbnail.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);

  await evidence.getByRole("link", { name: "Read it (runbook.md)" }).click();
  await expect(page.getByRole("heading", { name: "Slow bookings" })).toBeVisible();
  await expectNoAxeFindings(page);
  await expectNoOverflow(page);
});

test("a file that is too large is refused beside its field before it goes up", async ({
  as,
  scene,
  database,
}) => {
  const [item] = await checklistOf(database.db, scene.code, "read");
  const page = await as(scene.lead);
  await visit(page, `/engagements/${scene.code}/deliverables/${item?.id}`);
  await awake(page);
  const evidence = page.getByRole("region", { name: "Evidence" });
  const large = {
    name: "dump.bin",
    mimeType: "application/octet-stream",
    buffer: Buffer.alloc(25 * 1024 * 1024 + 1),
  };
  await evidence.getByLabel("Files", { exact: true }).setInputFiles(large);
  await expect(evidence.locator("#evidence-file-error")).toContainText("“dump.bin” is larger than 25 MB");
});

test("evidence goes up without JavaScript", async ({ as, scene, database }) => {
  const [item] = await checklistOf(database.db, scene.code, "read");
  const page = await as(scene.lead, { javaScriptEnabled: false });
  await visit(page, `/engagements/${scene.code}/deliverables/${item?.id}`);
  const evidence = page.getByRole("region", { name: "Evidence" });
  const fileOf = (name: string, text: string) => ({
    name,
    mimeType: "text/plain",
    buffer: Buffer.from(text),
  });
  await evidence
    .getByLabel("Files", { exact: true })
    .setInputFiles([fileOf("a.csv", "a,b\n"), fileOf("b.txt", "b")]);
  await evidence.getByRole("button", { name: "Add evidence" }).click();
  await expect(evidence.getByRole("link", { name: "a.csv" })).toBeVisible();
  await expect(evidence.getByRole("link", { name: "b.txt" })).toBeVisible();
  await evidence.getByLabel("Files", { exact: true }).setInputFiles(fileOf("nothing.txt", ""));
  await evidence.getByLabel("Note").fill("Kept while the file is chosen again");
  await evidence.getByRole("button", { name: "Add evidence" }).click();
  await expect(evidence.getByText("“nothing.txt” is empty.")).toBeVisible();
  await expect(evidence.getByLabel("Note")).toHaveValue("Kept while the file is chosen again");
});

/** Pastes a picture, and text beside it where a spreadsheet gives both. */
async function paste(target: Locator, text?: string): Promise<boolean> {
  return target.evaluate(
    (element, given) => {
      const data = new DataTransfer();
      const bytes = Uint8Array.from(atob(given.base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([bytes], "image.png", { type: "image/png" }));
      if (given.text) data.items.add(given.text, "text/plain");
      const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
      return element.dispatchEvent(event);
    },
    { base64: PICTURE, text },
  );
}

test("a picture is pasted from the clipboard, on the page and in a field, and text stays text", async ({
  as,
  scene,
  database,
}) => {
  const [item] = await checklistOf(database.db, scene.code, "read");
  const page = await as(scene.lead);
  await visit(page, `/engagements/${scene.code}/deliverables/${item?.id}`);
  await awake(page);
  const evidence = page.getByRole("region", { name: "Evidence" });
  const chosen = evidence.getByRole("list", { name: "Chosen files" });
  const note = evidence.getByLabel("Note");
  // What comes with text is the field's own matter, and nothing was taken from it.
  expect(await paste(note, "12,4 s")).toBe(true);
  await expect(chosen).toBeHidden();
  expect(await paste(note)).toBe(false);
  await expect(chosen.getByRole("listitem")).toHaveCount(1);
  await evidence.getByRole("button", { name: "Take out image.png" }).click();
  await expect(chosen).toBeHidden();
  await paste(page.locator("body"));
  await expect(chosen.getByRole("listitem")).toContainText("image.png");
  await evidence.getByRole("button", { name: "Add evidence" }).click();
  await expect(evidence.getByRole("img", { name: "image.png" })).toBeVisible();
});

test("a phone offers its camera and its files, and takes a photo", async ({ as, scene, database }) => {
  const [item] = await checklistOf(database.db, scene.code, "read");
  const page = await as(scene.lead, { ...devices["Pixel 7"] });
  await visit(page, `/engagements/${scene.code}/deliverables/${item?.id}`);
  await awake(page);
  const evidence = page.getByRole("region", { name: "Evidence" });
  const photo = evidence.getByLabel("Or take a photo");
  await expect(photo).toBeVisible();
  await expect(photo).toHaveAttribute("accept", "image/*");
  await expect(photo).toHaveAttribute("capture", "environment");
  // Nothing keeps other files, or pictures that were taken before, from being chosen.
  const files = evidence.getByLabel("Files", { exact: true });
  await expect(files).not.toHaveAttribute("accept");
  await expect(files).not.toHaveAttribute("capture");
  const buffer = Buffer.from(PICTURE, "base64");
  await photo.setInputFiles({ name: "whiteboard.png", mimeType: "image/png", buffer });
  await expect(evidence.getByRole("list", { name: "Chosen files" })).toContainText("whiteboard.png");
  await evidence.getByRole("button", { name: "Add evidence" }).tap();
  await expect(evidence.getByRole("img", { name: "whiteboard.png" })).toBeVisible();
  await expectNoAxeFindings(page);
  await expectNoOverflow(page);
});
