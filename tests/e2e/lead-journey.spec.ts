import type { Page } from "@playwright/test";
import { PHASE_KINDS, PHASE_LABEL, type PhaseKind } from "~/domain/phase";
import { fillTheRegister, guardTheHotspot, measureAgain, meetTheStandard, readTheCode } from "./gate-work";
import { checklistOf, expect, rowOf, test, tickOf, visit, WAYS } from "./support";

/** Ticks what can be ticked and gives evidence where it is asked for, each from its row. */
async function work(page: Page, items: Awaited<ReturnType<typeof checklistOf>>): Promise<void> {
  for (const { title, requires_evidence } of items) {
    await tickOf(page, title).click();
    if (requires_evidence) {
      const row = rowOf(page, title);
      await row.getByLabel("A link or a note").fill("https://git.example.test/berth/pull/7");
      await row.getByRole("button", { name: "Mark done" }).click();
    }
    await expect(tickOf(page, title)).toHaveAttribute("aria-pressed", "true");
  }
}

/** What each gate asks for besides the checklist. */
const GATE_WORK: Record<PhaseKind, readonly ((lead: Page, code: string) => Promise<void>)[]> = {
  read: [readTheCode],
  stabilise: [guardTheHotspot],
  extend: [meetTheStandard],
  document: [measureAgain, fillTheRegister],
};

/** From the start of a phase to the signature under its gate, each by who does it. */
async function passPhase(
  kind: PhaseKind,
  code: string,
  lead: Page,
  client: Page,
  items: Parameters<typeof work>[1],
) {
  const name = PHASE_LABEL[kind];
  await visit(lead, `/engagements/${code}`);
  await lead
    .getByRole("region", { name: `Start ${name}` })
    .getByRole("button", { name: `Start ${name}` })
    .click();
  const gate = lead.getByRole("region", { name: `Gate: ${name}` });
  await expect(gate.getByRole("button", { name: "Request gate" })).toBeDisabled();
  await work(lead, items);
  await expect(lead.getByRole("region", { name, exact: true })).toContainText(
    `${items.length} of ${items.length}`,
  );
  for (const mend of GATE_WORK[kind]) await mend(lead, code);
  await visit(lead, `/engagements/${code}`);
  await gate.getByRole("button", { name: "Request gate" }).click();
  await expect(lead.getByRole("button", { name: "Take it back" })).toBeVisible();

  await visit(client, `/portal/${code}`);
  await client.getByRole("link", { name: "Read and sign", exact: true }).click();
  await client.getByLabel("Type your name to sign").fill("Noor Said");
  await client.getByRole("button", { name: `Sign the ${name} gate` }).click();
  await expect(client.getByRole("region", { name: "Signed" })).toContainText("Signed by Noor Said");
}

for (const { way, options } of WAYS) {
  test(`a lead runs an engagement from creation to hand-over, ${way}`, async ({ as, party, database }) => {
    const title = `Ticket resale for ${party.company}`;
    const manager = await as("manager", options);
    await visit(manager, "/pipeline");
    await manager.getByRole("link", { name: "New engagement" }).click();
    await manager.getByLabel("Title", { exact: true }).fill(title);
    await manager.getByLabel("Client", { exact: true }).selectOption({ label: party.company });
    await manager.getByLabel("Lead").selectOption({ label: party.lead.name });
    await manager.getByRole("button", { name: "Start the engagement" }).click();
    await expect(manager.getByRole("heading", { level: 1, name: title })).toBeVisible();
    const code = new URL(manager.url()).pathname.split("/").at(-1) ?? "";

    const lead = await as(party.lead, options);
    await visit(lead, "/today");
    await lead.getByRole("link", { name: title }).click();
    await expect(lead.getByRole("heading", { level: 1, name: title })).toBeVisible();

    const client = await as(party.client, options);
    for (const kind of PHASE_KINDS) {
      await passPhase(kind, code, lead, client, await checklistOf(database.db, code, kind));
    }

    await visit(client, `/portal/${code}`);
    await expect(client.getByRole("region", { name: "What is in your hands now" })).toContainText("6 of 6");
    await visit(lead, `/engagements/${code}`);
    await expect(lead.getByText("Handed over", { exact: true }).first()).toBeVisible();
    await visit(lead, `/engagements/${code}/activity`);
    await expect(lead.getByRole("main")).toContainText("signed the Document gate");
    await visit(manager, "/pipeline?stage=handed_over");
    await expect(manager.getByRole("link", { name: title })).toBeVisible();
  });
}
