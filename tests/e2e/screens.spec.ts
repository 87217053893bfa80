import type { Page } from "@playwright/test";
import { ROUTES } from "~/domain/permissions";
import { addressOf, SCREENS, type Screen } from "./screens";
import {
  test as base,
  darken,
  expect,
  expectNoAxeFindings,
  expectNoFaults,
  expectNoOverflow,
  type Login,
  openFor,
  visit,
  watch,
} from "./support";

interface Kept {
  page: Page;
  faults: string[];
}

/** `keptFor` is a login's page, the same for all screens: a browser for each would take longer to start than to look. */
const test = base.extend<{ keptFor: (who: Login) => Promise<Page> }, { kept: Map<Login, Kept> }>({
  kept: [
    async ({ browser: _ }, use) => {
      const kept = new Map<Login, Kept>();
      await use(kept);
      for (const { page } of kept.values()) await page.context().close();
    },
    { scope: "worker" },
  ],
  keptFor: async ({ browser, database, baseURL, viewport, kept }, use) => {
    let faults: string[] = [];
    await use(async (who) => {
      let own = kept.get(who);
      if (!own) {
        own = { page: await openFor(await browser.newContext(), database, baseURL, who), faults: [] };
        watch(own.page, baseURL ?? "", own.faults);
        kept.set(who, own);
      }
      // From nowhere, so that nothing is laid out and painted anew that nobody looks at.
      await own.page.goto("about:blank");
      await own.page.emulateMedia({ colorScheme: "light" });
      if (viewport) await own.page.setViewportSize(viewport);
      faults = own.faults;
      return own.page;
    });
    expectNoFaults(faults.splice(0));
  },
});

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
  test(`${titleOf(screen)}: reads well, wide in light and narrow in dark`, async ({
    as,
    keptFor,
    database,
  }) => {
    const { part } = screen;
    const made = await screen.make?.(database.db);
    const page = made?.who || !screen.who ? await as(made?.who ?? null) : await keptFor(screen.who);
    await visit(page, addressOf(screen, { ...screen.params, ...made?.params }), screen.status);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await screen.open?.(page);
    await expectNoOverflow(page);
    await expectNoAxeFindings(page, { part });
    // Wide in light, narrow in dark: every pair of colours is reckoned by itself in both, without a browser.
    await page.setViewportSize({ width: 360, height: 740 });
    await darken(page);
    await expectNoOverflow(page);
    await expectNoAxeFindings(page, { part });
  });
}
