import type { Kysely } from "kysely";
import { addWorkingDays, type CalendarDate } from "~/domain/calendar";
import { weeksOfWork } from "~/domain/estimate";
import type { Actor } from "~/domain/permissions";
import { isPhaseKind } from "~/domain/phase";
import { concludeAudit, planAudit, readAudit, saveAudit } from "../audits.server";
import { findEnquiryForm, newFormToken, receiveEnquiry, switchEnquiry } from "../enquiries.server";
import { recordEstimate } from "../estimates.server";
import { recordFinding } from "../findings.server";
import type { DB } from "../schema";
import { AUDIT_FINDINGS, AUDITS, DRAFTS, ENQUIRIES, LATER_SENTENCES } from "./audit-content";
import type { DayClock } from "./day-clock";
import { CLIENTS } from "./firm-content";
import type { Scene } from "./phase-plan.server";
import { seededRandom } from "./seeded-random";
import type { Prospect, Story } from "./story";
import type { Setting } from "./tell-engagement.server";

/** The day before, or the day itself where there is none between the two. */
function dayBefore(on: CalendarDate, notBefore: CalendarDate, { calendar }: Setting): CalendarDate {
  const before = addWorkingDays(on, -1, calendar);
  return before < notBefore ? addWorkingDays(notBefore, 0, calendar) : before;
}

async function noteFindings(db: Kysely<DB>, clock: DayClock, who: Actor, code: string, title: string) {
  for (const finding of AUDIT_FINDINGS[title] ?? []) {
    await recordFinding(db, clock.actAtOnce(who), code, { ...finding, place: "", isVisible: false });
  }
}

/** The two days are planned when the audit begins; `concludesOn` is the second of them, or null while it is open. */
export async function tellAuditPlan(
  setting: Setting,
  offer: Pick<Story | Prospect, "title" | "lead" | "manager">,
  code: string,
  clock: DayClock,
  concludesOn: CalendarDate | null,
): Promise<void> {
  const { calendar, cast, db, today } = setting;
  const draft = DRAFTS[offer.title];
  const who = cast.colleagues[offer.lead ?? offer.manager];
  const startsOn = concludesOn
    ? dayBefore(concludesOn, clock.today, setting)
    : addWorkingDays(today, draft?.startsIn ?? 1, calendar);
  const plan = { startsOn, auditorId: who.id, version: 0 };
  await planAudit(db, clock.actAtOnce(who), code, plan);
  if (!draft?.summary) return;
  clock.begin(addWorkingDays(startsOn, 1, calendar));
  await noteFindings(db, clock, who, code, offer.title);
  const text = { summary: draft.summary, conditions: "", recommendation: null, version: 1 };
  await saveAudit(db, clock.actAtOnce(who), code, text);
}

/** Concludes the audit on the clock's day, with the first estimate. */
export async function tellAuditConclusion(
  { cast, db }: Setting,
  offer: Pick<Story | Prospect, "title" | "lead" | "manager" | "weeks" | "origin">,
  code: string,
  clock: DayClock,
): Promise<void> {
  const told = AUDITS[offer.title];
  if (!told) throw new Error(`Nobody has told the audit of ${offer.title}`);
  const who = cast.colleagues[offer.lead ?? offer.manager];
  const { summary, sentence, conditions = "" } = told;
  await noteFindings(db, clock, who, code, offer.title);
  const { audit } = await readAudit(db, who, code);
  const recommendation = conditions ? ("go_with_conditions" as const) : ("go" as const);
  const draft = { summary, conditions, recommendation, version: audit?.version ?? 0 };
  // What exists already hides more than what is built new.
  const weeksHigh = offer.weeks + (offer.origin === "existing" ? 4 : 3);
  const estimate = { weeksLow: Math.max(4, offer.weeks - 2), weeksHigh, sentence };
  await concludeAudit(db, clock.actAtOnce(who), code, draft, estimate);
}

/** After the gates of Read and Stabilise the lead estimates again, each time narrower, round what is promised. */
export async function tellEstimate({ calendar, clock, code, db, engagementId, lead }: Scene, kind: string) {
  if (!isPhaseKind(kind) || (kind !== "read" && kind !== "stabilise")) return;
  const row = await db
    .selectFrom("engagement")
    .select(["title", "starts_on", "promised_finish_on"])
    .where("id", "=", engagementId)
    .executeTakeFirstOrThrow();
  if (!row.starts_on || !row.promised_finish_on) return;
  const promised = Math.round(weeksOfWork(row.starts_on, row.promised_finish_on, calendar));
  const random = seededRandom(`${row.title} ${kind}`);
  const sentences = LATER_SENTENCES[kind];
  const sentence = sentences[Math.floor(random() * sentences.length)] ?? "";
  const [below, above] = kind === "read" ? [1, random() < 0.5 ? 1 : 2] : [0, random() < 0.5 ? 0 : 1];
  const weeks = { weeksLow: Math.max(1, promised - below), weeksHigh: promised + above };
  await recordEstimate(db, clock.actAtOnce(lead), code, { ...weeks, sentence, madeAfter: kind });
}

/** Opens the form and takes what came by it, where that is how this one began. Answers the code of its lead. */
export async function tellEnquiry(
  { cast, db }: Setting,
  prospect: Pick<Prospect, "title" | "company">,
  clock: DayClock,
): Promise<string | null> {
  const written = ENQUIRIES[prospect.title];
  if (!written) return null;
  await switchEnquiry(db, clock.actAtOnce(cast.colleagues.ruth), true);
  const key = (await findEnquiryForm(db))?.key ?? "";
  const { at, today } = clock.actAtOnce(cast.colleagues.ruth);
  const posted = { token: newFormToken(key, at - 200_000), trap: "", source: "203.0.113.20", at, today };
  const company = CLIENTS[prospect.company].name;
  let received = "";
  await receiveEnquiry(db, key, { ...written, company }, posted, async (_trx, { code }) => {
    received = code;
  });
  return received;
}
