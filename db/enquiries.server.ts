import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Kysely } from "kysely";
import {
  ENQUIRY_RATE,
  ENQUIRY_REFUSAL,
  enquiryTitle,
  isSymptom,
  type Symptom,
  whyFormIsNotTaken,
} from "~/domain/enquiry";
import { foldText } from "~/domain/import/text";
import { invalid } from "~/domain/refusal";
import { BACKEND_TEMPLATE_NAME } from "~/domain/template";
import { type Act, newId, OPERATOR } from "./act";
import { countAttempt } from "./attempts.server";
import { insertEngagement } from "./engagements.server";
import { recordFirmEvent } from "./firm-events.server";
import { companyNamed } from "./imported-engagement.server";
import { once } from "./once.server";
import type { DB } from "./schema";
import { finishChange } from "./standing.server";

/** Who writes down what a stranger sent: nobody of ours, so nobody in `person`. */
const WEBSITE = { ...OPERATOR, name: "The website" };

/** Whether anybody may send an enquiry, and what signs the forms. */
export async function findEnquiryForm(
  db: Kysely<DB>,
): Promise<{ firm: string; isOpen: boolean; key: string } | undefined> {
  const row = await db
    .selectFrom("firm")
    .select(["name", "is_enquiry_open", "enquiry_key"])
    .executeTakeFirst();
  if (!row) return undefined;
  return { firm: row.name, isOpen: row.is_enquiry_open === 1, key: row.enquiry_key ?? "" };
}

/** Opens the form to everybody, or closes it. Forms handed out before it was opened are not taken any more. */
export async function switchEnquiry(db: Kysely<DB>, act: Act, isOpen: boolean): Promise<void> {
  await once(db, act, async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("firm")
      .set({
        is_enquiry_open: isOpen ? 1 : 0,
        enquiry_key: isOpen ? randomBytes(32).toString("base64url") : null,
      })
      .where("is_enquiry_open", "=", isOpen ? 0 : 1)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    await recordFirmEvent(trx, act, {
      kind: isOpen ? "settings.enquiry_opened" : "settings.enquiry_closed",
    });
  });
}

const sign = (key: string, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** A form to hand out: when it was, a number that no other has, and our signature over both. */
export function newFormToken(key: string, at: number): string {
  const head = `${at.toString(36)}.${randomBytes(12).toString("base64url")}`;
  return `${head}.${sign(key, head).toString("base64url")}`;
}

/** What a form is that comes back: how old in milliseconds, and its number; null when it is none of ours. */
export function readFormToken(
  key: string,
  token: string,
  at: number,
): { age: number; number: string } | null {
  const match = /^([a-z0-9]{1,12})\.([\w-]{16})\.([\w-]{43})$/.exec(token);
  if (!match || key === "") return null;
  const [, given = "", number = "", signature = ""] = match;
  const isOurs = timingSafeEqual(sign(key, `${given}.${number}`), Buffer.from(signature, "base64url"));
  return isOurs ? { age: at - Number.parseInt(given, 36), number } : null;
}

export interface EnquiryInput {
  company: string;
  person: string;
  email: string;
  symptoms: readonly Symptom[];
  message: string;
}

export interface Posted {
  /** What stands in the form's token field. */
  token: string;
  /** What stands in the field that people do not see. */
  trap: string;
  /** The network that it came from. */
  source: string;
  at: number;
  today: string;
}

/** Tells our managers, in the transaction of the enquiry. */
export type TellManagers = (trx: Kysely<DB>, received: { code: string; act: Act }) => Promise<void>;

/**
 * Takes an enquiry in: its company, a lead, and what was written; the same form sent twice is taken once. Answers
 * nothing that tells whether the company is known. The form has to be open: the caller answers otherwise.
 * @throws Refusal `invalid` on `form_token`, `website`, or the form as a whole when it is not taken now
 */
export async function receiveEnquiry(
  db: Kysely<DB>,
  key: string,
  input: EnquiryInput,
  posted: Posted,
  tell: TellManagers,
): Promise<void> {
  const { at, today } = posted;
  if (posted.trap !== "") throw invalid("website", ENQUIRY_REFUSAL.filled);
  const form = readFormToken(key, posted.token, at);
  const why = form ? whyFormIsNotTaken(form.age) : "too_old";
  if (!form || why) throw invalid("form_token", ENQUIRY_REFUSAL[why ?? "too_old"]);
  const act: Act = { actor: WEBSITE, at, today, idempotencyKey: `enquiry:${form.number}` };
  await once(db, act, async (trx) => {
    await requireWithinLimits(trx, posted);
    const companies = await companiesByName(trx);
    const companyId = await companyNamed(trx, act, input.company, companies);
    const firm = await trx.selectFrom("firm").select("currency").executeTakeFirstOrThrow();
    const engagement = await insertEngagement(trx, act, {
      title: enquiryTitle(input.company),
      companyId,
      leadId: null,
      managerId: null,
      startsOn: null,
      weeks: null,
      weeksReason: null,
      templateName: BACKEND_TEMPLATE_NAME,
      currency: firm.currency,
      stage: "lead",
    });
    const id = newId();
    await trx
      .insertInto("enquiry")
      .values({
        id,
        engagement_id: engagement.id,
        company_name: input.company,
        person_name: input.person,
        email: input.email,
        symptoms: JSON.stringify(input.symptoms),
        message: input.message,
        received_at: at,
      })
      .execute();
    await finishChange(trx, engagement, act, [
      {
        kind: "engagement.created",
        label: engagement.title,
        after: { stage: "lead" },
        visibility: "internal",
      },
      {
        kind: "enquiry.received",
        subjectId: id,
        label: `${input.person}, ${input.company}`,
        after: { symptoms: input.symptoms.join(", ") },
        visibility: "internal",
      },
    ]);
    await tell(trx, { code: engagement.code, act });
  });
}

async function requireWithinLimits(trx: Kysely<DB>, { source, at }: Posted): Promise<void> {
  const { perSource, sourceWindow, inAll, allWindow } = ENQUIRY_RATE;
  if (!(await countAttempt(trx, `enquiry:source:${source}`, at, perSource, sourceWindow))) {
    throw invalid("", ENQUIRY_REFUSAL.per_source);
  }
  if (!(await countAttempt(trx, "enquiry:all", at, inAll, allWindow))) {
    throw invalid("", ENQUIRY_REFUSAL.in_all);
  }
}

async function companiesByName(trx: Kysely<DB>): Promise<Map<string, string>> {
  const rows = await trx.selectFrom("company").select(["id", "name"]).execute();
  return new Map(rows.map(({ id, name }) => [foldText(name), id]));
}

export interface ReceivedEnquiry {
  id: string;
  company: string;
  person: string;
  email: string;
  symptoms: Symptom[];
  message: string;
  receivedAt: number;
}

/** What was sent about an engagement that was reached with the actor's scope. */
export async function listEnquiries(db: Kysely<DB>, engagementId: string): Promise<ReceivedEnquiry[]> {
  const rows = await db
    .selectFrom("enquiry")
    .selectAll()
    .where("engagement_id", "=", engagementId)
    .orderBy("received_at")
    .limit(20)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    company: row.company_name,
    person: row.person_name,
    email: row.email,
    symptoms: (JSON.parse(row.symptoms) as unknown[]).filter(isSymptom),
    message: row.message,
    receivedAt: row.received_at,
  }));
}

/** Who hears of an enquiry: our managers, or the administrators where there are none. */
export async function listManagers(db: Kysely<DB>): Promise<{ name: string; email: string }[]> {
  const people = await db
    .selectFrom("person")
    .select(["name", "email", "role"])
    .where("role", "in", ["manager", "admin"])
    .where("disabled_at", "is", null)
    .orderBy("email")
    .limit(200)
    .execute();
  const managers = people.filter((person) => person.role === "manager");
  return managers.length > 0 ? managers : people;
}
