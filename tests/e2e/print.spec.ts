import { expect, test, visit } from "./support";

const PRINTED = [
  { name: "the portal", address: "/portal/ENG-0042" },
  { name: "a gate's receipt", address: "/portal/ENG-0042/gates/read" },
  { name: "the hand-over", address: "/portal/ENG-0021/handover" },
] as const;

for (const { name, address } of PRINTED) {
  test(`${name} prints what can be read and nothing that is pressed`, async ({ as }) => {
    const page = await as("client");
    await visit(page, address);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    for (const control of await page.locator("button, .button, textarea, nav").all()) {
      await expect(control).toBeHidden();
    }
    // Black ink, whatever colours the screen prefers.
    await expect(page.getByRole("heading", { level: 1 })).toHaveCSS("color", "rgb(0, 0, 0)");
  });
}

test("a receipt prints all that has changed since, folded away on the screen or not", async ({ as }) => {
  const page = await as("client");
  await visit(page, "/portal/ENG-0042/gates/read");
  const folded = page.locator("#changes details li").first();
  await expect(folded).toBeHidden();
  await page.emulateMedia({ media: "print" });
  await expect(folded).toBeVisible();
});
