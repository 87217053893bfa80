import type { Kysely } from "kysely";
import { type CalendarDate, workingDayOnOrBefore } from "~/domain/calendar";
import type { Role } from "~/domain/permissions";
import { conflict } from "~/domain/refusal";
import { type Act, OPERATOR } from "../act";
import type { Database } from "../connect.server";
import { addHolidays, findFirm, foundFirm, workingCalendar } from "../firm.server";
import { forecastingLater } from "../forecasts.server";
import type { DB } from "../schema";
import { refreshStandings } from "../standing-refresh.server";
import { copyTemplate, listTemplates, saveTemplate } from "../templates.server";
import { bankHolidays } from "./bank-holidays";
import { type Cast, insertCast } from "./cast.server";
import { CLIENTS, COLLEAGUES, DEMO_PASSWORD, FIRM, OWN_TEMPLATES } from "./firm-content";
import { HANDED_OVER } from "./handed-over-stories";
import { LIVE } from "./live-stories";
import { withinOne } from "./one-transaction.server";
import { PROSPECTS } from "./prospect-stories";
import { tellAbsences } from "./tell-allocations.server";
import { type Setting, tellProspect, tellStory } from "./tell-engagement.server";
import type { KeepFile } from "./tell-files.server";
import { lookBack } from "./visits.server";

export interface DemoLogin {
  email: string;
  name: string;
  role: Role;
  password: string;
}

const YEARS_TOLD = 3;

/** Who can sign in to the sample firm. */
const LOGINS: readonly DemoLogin[] = [
  ...Object.values(COLLEAGUES),
  ...Object.values(CLIENTS).flatMap((client) =>
    client.contacts.map((contact) => ({ ...contact, role: "client" as const })),
  ),
]
  .filter((person) => person.email.endsWith("@demo.phaseline.test"))
  .map(({ email, name, role }) => ({ email, name, role, password: DEMO_PASSWORD }));

/**
 * Founds the sample firm: 40 engagements over three years, told through the same verbs as real ones, so that events,
 * ledger and counters are true. The same day tells the same story. All of it is kept, or nothing. With `keepFile` some
 * evidence is files.
 * @throws Refusal `conflict` when a firm exists already
 */
export async function seedDemo(
  database: Database,
  act: { at: number; today: CalendarDate },
  hashPassword: (password: string) => Promise<string>,
  keepFile?: KeepFile,
): Promise<DemoLogin[]> {
  if (await findFirm(database.db))
    throw conflict("The firm is set up already; the sample needs an empty one.");
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  await database.db.transaction().execute(async (trx) => {
    const db = withinOne(trx);
    const cast = await found(db, act.today, passwordHash);
    const setting: Setting = {
      db,
      cast,
      calendar: await workingCalendar(db),
      templates: await templatesByKey(db),
      today: act.today,
      keepFile,
    };
    const offers = [
      ...HANDED_OVER.map((story) => ({ opened: story.opened, tell: () => tellStory(setting, story) })),
      ...LIVE.map((story) => ({ opened: story.opened, tell: () => tellStory(setting, story) })),
      ...PROSPECTS.map((prospect) => ({
        opened: prospect.opened,
        tell: () => tellProspect(setting, prospect),
      })),
    ].sort((a, b) => b.opened - a.opened);
    await forecastingLater(db, async () => {
      for (const offer of offers) await offer.tell();
    });
    await tellAbsences(setting);
    await lookBack(db, act.today);
    await refreshStandings(db, act.today);
  });
  return [...LOGINS];
}

/** The firm a little before its first engagement: its people, calendar and templates. */
async function found(db: Kysely<DB>, today: CalendarDate, passwordHash: string): Promise<Cast> {
  const year = Number(today.slice(0, 4));
  const foundedOn = workingDayOnOrBefore(`${year - YEARS_TOLD - 1}-09-12`, {
    weekend: [0, 6],
    holidays: new Set(),
  });
  const at = Date.parse(`${foundedOn}T09:00:00Z`);
  const founding: Act = { actor: OPERATOR, at, today: foundedOn };
  await foundFirm(db, founding, FIRM);
  // The engagements before these were numbered in a spreadsheet.
  await db.updateTable("counter").set({ value: 20 }).where("name", "=", "engagement").execute();
  const cast = await insertCast(db, at, passwordHash);
  const byRuth = (minutes: number): Act => ({
    actor: cast.colleagues.ruth,
    at: at + minutes * 60_000,
    today: foundedOn,
  });
  const years = Array.from({ length: YEARS_TOLD + 3 }, (_, index) => year - YEARS_TOLD - 1 + index);
  for (const [index, one] of years.entries()) await addHolidays(db, byRuth(index + 5), bankHolidays(one));
  const [builtin] = await listTemplates(db);
  if (!builtin) throw new Error("The firm was founded without its template");
  for (const [index, { name, body }] of Object.values(OWN_TEMPLATES).entries()) {
    const id = await copyTemplate(db, byRuth(30 + 5 * index), builtin.id);
    await saveTemplate(db, byRuth(32 + 5 * index), id, { name, body, version: 1 });
  }
  return cast;
}

async function templatesByKey(db: Kysely<DB>): Promise<Setting["templates"]> {
  const templates = await listTemplates(db);
  const require = (matches: (template: (typeof templates)[number]) => boolean) => {
    const template = templates.find(matches);
    if (!template) throw new Error("A template of the sample firm is missing");
    return template;
  };
  const named = (name: string) => require((template) => template.name === name);
  return {
    backend: require((template) => template.isBuiltin),
    rescue: named(OWN_TEMPLATES.rescue.name),
    fresh: named(OWN_TEMPLATES.fresh.name),
    short: named(OWN_TEMPLATES.short.name),
  };
}
