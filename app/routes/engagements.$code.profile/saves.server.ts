import { data } from "@remix-run/node";
import type { Act } from "db/act";
import { saveProfile } from "db/engagements.server";
import { readProfile } from "db/profile.server";
import type { DB } from "db/schema";
import { saveTeam } from "db/team.server";
import { saveTerms } from "db/terms.server";
import type { Kysely } from "kysely";
import { z } from "zod";
import { lineField } from "~/auth/fields";
import { isCalendarDate } from "~/domain/calendar";
import { DEFAULT_PROFILE, ORIGINS, type TechnicalProfile } from "~/domain/engagement";
import { parseMoney } from "~/domain/money";
import { invalid } from "~/domain/refusal";
import { parseForm } from "~/ui/form.server";

export const PROFILE_KEYS = Object.keys(DEFAULT_PROFILE) as (keyof TechnicalProfile)[];

const version = z.coerce.number().int();
const fact = z.string().trim().max(200, "Use at most 200 characters.").default("");

const profileForm = z.object({
  seq: version,
  origin: z.enum(ORIGINS),
  summary: z.string().trim().max(4000, "Use at most 4,000 characters.").default(""),
  ...(Object.fromEntries(PROFILE_KEYS.map((key) => [key, fact])) as Record<
    keyof TechnicalProfile,
    typeof fact
  >),
});

const termsForm = z.object({
  seq: version,
  title: lineField("Name the engagement."),
  value: z.string().trim().max(30).default(""),
  win_probability: z.coerce
    .number({ error: "A whole number from 0 to 100." })
    .int("A whole number from 0 to 100.")
    .min(0, "At least 0.")
    .max(100, "At most 100.")
    .optional(),
  starts_on: z.string().refine(isCalendarDate, "Enter a date that exists, such as 2026-03-02.").optional(),
  weeks: z.coerce
    .number()
    .int("Enter whole weeks.")
    .min(1, "At least one week.")
    .max(104, "At most 104 weeks.")
    .optional(),
  weeks_reason: z.string().trim().max(500, "Use at most 500 characters.").optional(),
});

const teamForm = z.object({
  seq: version,
  lead_id: z.string().max(100).default(""),
  manager_id: z.string().max(100).optional(),
  member_ids: z.array(z.string().max(100)).max(200).default([]),
});

const refuse = (form: { errors: Record<string, string[]>; values: Record<string, string> }) =>
  data({ errors: form.errors, values: form.values }, { status: 422 });

/** Saves the technical profile; answers what is wrong with the form, or nothing. */
export async function answerProfile(db: Kysely<DB>, act: Act, code: string, formData: FormData) {
  const form = parseForm(profileForm, formData);
  if (!form.ok) return refuse(form);
  const { seq, origin, summary, ...profile } = form.value;
  await saveProfile(db, act, code, { seq, origin, summary, profile });
  return null;
}

/** Saves what was agreed. Dates that are promised are left as they are: they move on the dates page alone. */
export async function answerTerms(db: Kysely<DB>, act: Act, code: string, formData: FormData) {
  const form = parseForm(termsForm, formData);
  if (!form.ok) return refuse(form);
  const { seq, title, value, win_probability, starts_on, weeks, weeks_reason } = form.value;
  const { areDatesOpen, terms } = await readProfile(db, act.actor, code);
  const currency = terms.money?.currency ?? "GBP";
  const valueMinor = value === "" ? null : parseMoney(value, currency);
  if (valueMinor === undefined)
    throw invalid("value", `Enter an amount in ${currency}, such as 48000 or 48,000.`);
  await saveTerms(db, act, code, {
    seq,
    title,
    valueMinor,
    winProbability: win_probability ?? null,
    startsOn: areDatesOpen ? (starts_on ?? null) : terms.startsOn,
    weeks: areDatesOpen ? (weeks ?? null) : terms.weeks,
    weeksReason: areDatesOpen ? weeks_reason || null : terms.weeksReason,
  });
  return null;
}

/** Saves who leads the engagement, who answers for it and who works on it. */
export async function answerTeam(db: Kysely<DB>, act: Act, code: string, formData: FormData) {
  const form = parseForm(teamForm, formData);
  if (!form.ok) return refuse(form);
  const { seq, lead_id, manager_id, member_ids } = form.value;
  await saveTeam(db, act, code, {
    seq,
    leadId: lead_id || null,
    memberIds: [...new Set(member_ids)],
    ...(manager_id !== undefined && { managerId: manager_id || null }),
  });
  return null;
}
