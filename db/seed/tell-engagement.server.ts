import type { Kysely } from "kysely";
import {
  addDays,
  addWorkingDays,
  type CalendarDate,
  daysBetween,
  type WorkingCalendar,
  workingDayOnOrBefore,
} from "~/domain/calendar";
import { DEFAULT_PROFILE } from "~/domain/engagement";
import type { Actor } from "~/domain/permissions";
import { PHASE_KINDS, type PhaseKind } from "~/domain/phase";
import { scaleLengths } from "~/domain/schedule";
import type { Stage } from "~/domain/stage";
import type { TemplateBody } from "~/domain/template";
import { createEngagement, moveStage, saveProfile } from "../engagements.server";
import type { DB } from "../schema";
import { saveTeam } from "../team.server";
import { saveTerms } from "../terms.server";
import type { Cast } from "./cast.server";
import { DayClock } from "./day-clock";
import { CLIENTS, type TemplateKey } from "./firm-content";
import type { Scene } from "./phase-plan.server";
import { seededRandom } from "./seeded-random";
import type { Prospect, Story } from "./story";
import { extendAllocations, tellAllocations } from "./tell-allocations.server";
import { tellAuditConclusion, tellAuditPlan, tellEnquiry } from "./tell-audit.server";
import { tellComments } from "./tell-comments.server";
import type { KeepFile } from "./tell-files.server";
import { tellAfterHandover } from "./tell-handover.server";
import { lengthTold, tellPhase } from "./tell-phase.server";

/** The stage on which the sample firm plays. */
export interface Setting {
  db: Kysely<DB>;
  cast: Cast;
  calendar: WorkingCalendar;
  templates: Readonly<Record<TemplateKey, { id: string; body: TemplateBody }>>;
  /** The day of the sample; everything told happened before it. */
  today: CalendarDate;
  keepFile?: KeepFile | undefined;
}

const slugOf = (title: string) => title.toLowerCase().replace(/[^a-z0-9]+/g, "-");

/** Opens an engagement as a lead with what is known of it, and answers where to go on. */
async function open(setting: Setting, offer: Story | Prospect, clock: DayClock, startsOn: CalendarDate) {
  const { cast, db } = setting;
  const manager = cast.colleagues[offer.manager];
  clock.begin(workingDayOnOrBefore(addDays(setting.today, -offer.opened), setting.calendar));
  const code =
    (await tellEnquiry(setting, offer, clock)) ??
    (await createEngagement(db, clock.act(manager), {
      title: offer.title,
      companyId: cast.companyIds[offer.company],
      leadId: offer.lead ? cast.colleagues[offer.lead].id : null,
      startsOn,
      weeks: offer.weeks,
      weeksReason: offer.weeksReason ?? null,
      templateId: setting.templates[offer.template].id,
      stage: "lead",
    }));
  await saveProfile(db, clock.act(manager), code, {
    profile: { ...DEFAULT_PROFILE, ...offer.profile },
    origin: offer.origin,
    summary: offer.summary,
    seq: await seqOf(db, code),
  });
  return { code, manager, openedOn: clock.today };
}

async function seqOf(db: Kysely<DB>, code: string): Promise<number> {
  const row = await db
    .selectFrom("engagement")
    .select("seq")
    .where("code", "=", code)
    .executeTakeFirstOrThrow();
  return row.seq;
}

async function price(
  { db }: Setting,
  code: string,
  manager: Actor,
  clock: DayClock,
  offer: Story | Prospect,
  startsOn: CalendarDate,
  winProbability: number,
): Promise<void> {
  await saveTerms(db, clock.act(manager), code, {
    title: offer.title,
    valueMinor: offer.pounds * 100,
    winProbability,
    startsOn,
    weeks: offer.weeks,
    weeksReason: offer.weeksReason ?? null,
    seq: await seqOf(db, code),
  });
}

/** The working days of each phase as the template plans them for so many weeks. */
function plannedDays(setting: Setting, story: Story): Record<PhaseKind, number> {
  const { body } = setting.templates[story.template];
  const lengths = scaleLengths(body.phases, story.weeks, setting.calendar);
  return Object.fromEntries(lengths.map(({ kind, workingDays }) => [kind, workingDays])) as Record<
    PhaseKind,
    number
  >;
}

/** The day on which Read began, so that the engagement stands today where its story says. */
function startOf(setting: Setting, story: Story): CalendarDate {
  const { calendar, today } = setting;
  if ("startedWeeksAgo" in story.when) {
    return addWorkingDays(addDays(today, -7 * story.when.startedWeeksAgo), 0, calendar);
  }
  const { phase, day } = story.when;
  const days = plannedDays(setting, story);
  let past = day - 1;
  for (const kind of PHASE_KINDS.slice(0, PHASE_KINDS.indexOf(phase))) {
    past += lengthTold(story.phases[kind] ?? {}, days[kind]);
  }
  const lastOn = workingDayOnOrBefore(addDays(today, -1), calendar);
  return addWorkingDays(lastOn, 1 - past, calendar);
}

/** Tells an engagement from the first call until it was handed over, or until today. Answers its code. */
export async function tellStory(setting: Setting, story: Story): Promise<string> {
  const { calendar, cast, db, today } = setting;
  const random = seededRandom(story.title);
  const clock = new DayClock(random);
  const startsOn = startOf(setting, story);
  const { code, manager, openedOn } = await open(setting, story, clock, startsOn);
  const agreedOn = workingDayOnOrBefore(addDays(startsOn, -8), calendar);
  const span = daysBetween(openedOn, agreedOn);
  if (span < 10) throw new Error(`${story.title} was opened only ${span} days before it was agreed`);
  const along = (share: number) =>
    workingDayOnOrBefore(addDays(openedOn, Math.round(span * share)), calendar);
  clock.begin(along(0.3));
  await price(setting, code, manager, clock, story, startsOn, 30);
  await moveStage(db, clock.act(manager), code, { from: "lead", to: "audit", reason: null });
  await tellAuditPlan(setting, story, code, clock, along(0.6));
  clock.begin(along(0.6));
  await tellAuditConclusion(setting, story, code, clock);
  await moveStage(db, clock.act(manager), code, { from: "audit", to: "proposal", reason: null });
  await price(setting, code, manager, clock, story, startsOn, 70);
  clock.begin(agreedOn);
  const lead = cast.colleagues[story.lead];
  const team = story.team.map((key) => cast.colleagues[key]);
  await saveTeam(db, clock.act(manager), code, { leadId: lead.id, memberIds: team.map((one) => one.id) });
  await tellAllocations(setting, clock.actAtOnce(manager), code, story);
  await moveStage(db, clock.act(manager), code, { from: "proposal", to: "active", reason: null });
  const [contact] = cast.contacts[story.company];
  if (!contact) throw new Error(`${story.company} has nobody to sign`);
  const { id } = await db
    .selectFrom("engagement")
    .select("id")
    .where("code", "=", code)
    .executeTakeFirstOrThrow();
  const place = { domain: CLIENTS[story.company].domain, slug: slugOf(story.title), random };
  const scene: Scene = {
    db,
    code,
    engagementId: id,
    calendar,
    clock,
    lead,
    manager,
    workers: [lead, ...team],
    contact,
    place,
    untilOn: today,
    keepFile: setting.keepFile,
  };
  await tellPhases(scene, story, startsOn, plannedDays(setting, story));
  await extendAllocations(setting, clock.actAtOnce(lead), code, story.title);
  return code;
}

async function tellPhases(
  scene: Scene,
  story: Story,
  startsOn: CalendarDate,
  days: Record<PhaseKind, number>,
): Promise<void> {
  let startOn = startsOn;
  for (const kind of PHASE_KINDS) {
    if (startOn >= scene.untilOn) return;
    const passedOn = await tellPhase(scene, kind, story.phases[kind] ?? {}, startOn, days[kind], story.added);
    if (!passedOn) {
      await tellComments(scene, kind);
      return;
    }
    startOn = addWorkingDays(passedOn, 1, scene.calendar);
  }
  await tellAfterHandover(scene, story.title);
}

/** Tells what has become of an engagement that was never agreed. Answers its code. */
export async function tellProspect(setting: Setting, prospect: Prospect): Promise<string> {
  const { calendar, db, today } = setting;
  const clock = new DayClock(seededRandom(prospect.title));
  const startsOn = addWorkingDays(addDays(today, prospect.startsIn), 0, calendar);
  const { code, manager } = await open(setting, prospect, clock, startsOn);
  await price(setting, code, manager, clock, prospect, startsOn, prospect.winProbability);
  let from: Stage = "lead";
  for (const [index, { daysAgo, to, reason }] of prospect.moves.entries()) {
    const movedOn = (days: number) => workingDayOnOrBefore(addDays(today, -days), calendar);
    clock.begin(movedOn(daysAgo));
    if (from === "audit") await tellAuditConclusion(setting, prospect, code, clock);
    await moveStage(db, clock.act(manager), code, { from, to, reason: reason ?? null });
    const next = prospect.moves[index + 1];
    if (to === "audit")
      await tellAuditPlan(setting, prospect, code, clock, next ? movedOn(next.daysAgo) : null);
    from = to;
  }
  await tellAllocations(setting, clock.actAtOnce(manager), code, { ...prospect, team: [] });
  return code;
}
