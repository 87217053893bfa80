import { expect, test, unique, visit, WAYS } from "./support";

for (const { way, options } of WAYS) {
  test(`a list is imported with every row accounted for, and once only, ${way}`, async ({ as }) => {
    const title = unique("Pilot rota");
    const text = [
      "Title,Client,Status,Start date,Weeks",
      `${title},${unique("Tidewater")},Proposal,2026-02-02,8`,
      ",,Lost,,",
    ].join("\r\n");
    const manager = await as("manager", options);

    async function upload() {
      await visit(manager, "/import");
      await manager.getByLabel("CSV or JSON").setInputFiles({
        name: "harbour-work.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(`\ufeff${text}`),
      });
      await manager.getByRole("button", { name: "Read the file" }).click();
      await expect(manager.getByRole("heading", { level: 1 })).toHaveText("Check the import");
    }

    await upload();
    await expect(manager.getByRole("region", { name: "What would become of it" })).toContainText("refused 1");
    await manager.getByRole("button", { name: /^Import/ }).click();
    await expect(manager.getByRole("heading", { level: 1 })).toHaveText("Imported");
    await expect(manager.getByText(/^taken \d, corrected \d, refused 1, unchanged 0$/)).toBeVisible();

    await upload();
    await expect(manager.getByText("taken 0, corrected 0, refused 1, unchanged 1")).toBeVisible();
    await visit(manager, `/engagements?q=${encodeURIComponent(title)}`);
    await expect(manager.getByRole("rowheader", { name: title })).toHaveCount(1);
  });
}
