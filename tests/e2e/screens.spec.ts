import { ROUTES } from "~/domain/permissions";
import { addressOf, SCREENS, type Screen } from "./screens";
import { darken, expect, expectNoAxeFindings, expectNoOverflow, test, visit } from "./support";

/** What a GET answers without a page: health, files, answers for a script, and ways on to elsewhere. */
const NO_SCREEN = [
  "/",
  "/healthz",
  "/readyz",
  "/find",
  "/engagements.csv",
  "/engagements/:code/decisions.zip",
  "/engagements/:code/evidence/:id",
  "/engagements/:code/ledger.csv",
  "/engagements/:code/pack.zip",
  "/portal/:code/evidence/:id",
  "/portal/:code/gates/:phase/document.json",
  "/portal/:code/pack.zip",
  "/import/:id/notes.csv",
  "/reports/promises.csv",
  "/reports/forecasts.csv",
  "/reports/phases.csv",
  "/reports/hours.csv",
  "/reports/audits.csv",
];
/** Looked at on a server of its own, which has no firm yet. */
const ELSEWHERE = ["/setup"];

test("every page that can be read is among the screens", () => {
  const seen = new Set([...NO_SCREEN, ...ELSEWHERE, ...SCREENS.map(({ route }) => route)]);
  const pages = Object.entries(ROUTES).flatMap(([route, rule]) => (rule.read ? [route] : []));
  expect(pages.filter((route) => !seen.has(route))).toEqual([]);
});

const titleOf = ({ name, who }: Screen) => `${name}, for ${who ?? "a stranger"}`;

for (const screen of SCREENS) {
  test(`${titleOf(screen)}: reads well in light and dark, wide and narrow`, async ({ as, database }) => {
    const { part } = screen;
    const made = await screen.make?.(database.db);
    const page = await as(made?.who ?? screen.who);
    await visit(page, addressOf(screen, { ...screen.params, ...made?.params }), screen.status);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await screen.open?.(page);
    await expectNoOverflow(page);
    await expectNoAxeFindings(page, { part });
    await darken(page);
    await expectNoAxeFindings(page, { rule: "color-contrast", part });
    await page.setViewportSize({ width: 360, height: 740 });
    await expectNoOverflow(page);
    await expectNoAxeFindings(page, { part });
  });
}
