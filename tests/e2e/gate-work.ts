import { expect, type Locator, type Page } from "@playwright/test";
import { ARTEFACT_LABEL, ARTEFACTS } from "~/domain/deliverable";
import { visit } from "./support";

/** The card of the gate on the plan page, from which what is missing is one click away. */
const gateOf = (lead: Page, name: string) => lead.getByRole("region", { name: `Gate: ${name}` });

async function backToTheGate(lead: Page, name: string): Promise<void> {
  await lead.getByRole("link", { name: `Back to the ${name} gate` }).click();
  await expect(lead.getByRole("heading", { level: 2, name: `Gate: ${name}` })).toBeVisible();
}

/** Writes down what was found, ranks it by cost, and measures a pain, each from where the gate says that it lacks. */
export async function readTheCode(lead: Page, code: string): Promise<void> {
  await visit(lead, `/engagements/${code}`);
  await gateOf(lead, "Read").getByRole("link", { name: "Write down what was found and share it" }).click();
  await lead.getByLabel("What was found", { exact: true }).fill("Quotes are retried for ever");
  await lead.getByLabel("Severity").last().selectOption("high");
  await lead.getByLabel("What there is to say").fill("Three clients retry without a pause, every afternoon.");
  await lead.getByLabel("The client sees it").check();
  await lead.getByRole("button", { name: "Write it down" }).click();
  await lead.getByRole("link", { name: "Quotes are retried for ever" }).first().click();
  await lead.getByLabel("Hours a week it cost when it was found").fill("4.5");
  await lead.getByRole("button", { name: "Mark as hotspot" }).click();
  await expect(lead.getByRole("heading", { level: 2, name: "Protecting tests" })).toBeVisible();
  await visit(lead, `/engagements/${code}`);
  await gateOf(lead, "Read").getByRole("link", { name: "Measure at least one pain" }).click();
  await lead.getByLabel("What is measured").fill("Days to add an endpoint");
  await lead.getByLabel("Unit").fill("days");
  await lead.getByRole("button", { name: "Add it" }).click();
  await takeMeasure(lead, "Days to add an endpoint", "before", "6");
}

/** Opens what is folded away; what is open already stays so. */
async function open(details: Locator): Promise<void> {
  await expect(details).toBeVisible();
  if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
}

async function takeMeasure(
  lead: Page,
  title: string,
  edge: "before" | "after",
  value: string,
): Promise<void> {
  const card = lead.getByRole("region", { name: title });
  const taking = card.locator("details", { has: lead.locator(`input[name="edge"][value="${edge}"]`) });
  await open(taking);
  await taking.getByLabel("Value in days").fill(value);
  await taking.getByLabel("How it was measured").fill("The last three endpoints, from ticket to release.");
  await taking.getByRole("button", { name: "Save the value" }).click();
  await expect(card).toContainText(`${value} days`);
}

/** Fixes the costliest hotspot, protects the fix by a test, and agrees a standard. */
export async function guardTheHotspot(lead: Page, code: string): Promise<void> {
  await visit(lead, `/engagements/${code}`);
  await gateOf(lead, "Stabilise")
    .getByRole("link", { name: "Quotes are retried for ever: not fixed" })
    .click();
  await lead.getByLabel("What the fix is").fill("Retries stop after three and wait in between.");
  await lead.getByLabel("It is in place").check();
  await lead.getByRole("button", { name: "Save the fix" }).click();
  await lead.getByLabel("Name of the test").fill("retries stop after three");
  await lead.getByRole("button", { name: "Add the test" }).click();
  await expect(lead.getByRole("region", { name: "Protecting tests" })).toContainText(
    "retries stop after three",
  );
  await visit(lead, `/engagements/${code}/standards`);
  await lead.getByLabel("Title", { exact: true }).fill("One error shape");
  await lead.getByLabel("About").selectOption({ index: 1 });
  await lead.getByLabel("The rule").fill("Every error is a problem document with a type that is documented.");
  await lead.getByLabel("Agreed by").fill("Priya and Noor");
  await lead.getByRole("button", { name: "Agree it" }).click();
  await expect(lead.getByRole("region", { name: "Standards" })).toContainText("One error shape");
}

/** Marks that every deliverable of Extend meets what was agreed. */
export async function meetTheStandard(lead: Page, code: string): Promise<void> {
  await visit(lead, `/engagements/${code}`);
  await gateOf(lead, "Extend")
    .getByRole("link", { name: /: One error shape$/ })
    .first()
    .click();
  const unmet = lead.getByRole("button", { name: /^Mark met/ });
  await expect(unmet.first()).toBeVisible();
  for (let left = await unmet.count(); left > 0; left -= 1) {
    await unmet.first().click();
    await expect(unmet).toHaveCount(left - 1);
  }
  await backToTheGate(lead, "Extend");
}

/** Takes the measure again. */
export async function measureAgain(lead: Page, code: string): Promise<void> {
  await visit(lead, `/engagements/${code}`);
  await gateOf(lead, "Document").getByRole("link", { name: "Days to add an endpoint" }).click();
  await takeMeasure(lead, "Days to add an endpoint", "after", "2");
}

/** Fills the register: where each artefact lies, who owns it, and how it was verified. */
export async function fillTheRegister(lead: Page, code: string): Promise<void> {
  await visit(lead, `/engagements/${code}`);
  await gateOf(lead, "Document").getByRole("link", { name: ARTEFACT_LABEL.deployed_backend }).last().click();
  for (const kind of ARTEFACTS) {
    const card = lead.getByRole("region", { name: ARTEFACT_LABEL[kind] });
    await open(card.locator("details", { has: lead.getByLabel("Place", { exact: true }) }));
    await card.getByLabel("Place").fill(`https://git.example.test/resale/${kind}`);
    await card.getByLabel("Owner after us").fill("Their platform team");
    await card.getByLabel("How verified").fill("Opened and gone through together.");
    await card.getByLabel("Last verified on").fill(new Date().toISOString().slice(0, 10));
    await card.getByRole("button", { name: "Save" }).click();
    await expect(card.getByText("Verified", { exact: true }).first()).toBeVisible();
  }
  await backToTheGate(lead, "Document");
}
