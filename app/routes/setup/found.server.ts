import { type AppLoadContext, data, redirect } from "@remix-run/node";
import type { Database } from "db/connect.server";
import { setUpFirm, takeOverSample } from "db/setup.server";
import { z } from "zod";
import { emailField, lineField, newPasswordField } from "~/auth/fields";
import { hashPassword } from "~/auth/password.server";
import { openSession } from "~/auth/session.server";
import { dateInZone } from "~/domain/calendar";
import { homeOf } from "~/domain/permissions";
import { Refusal } from "~/domain/refusal";
import { isCurrency, isTimeZone } from "~/ui/firm-options.server";
import { parseForm } from "~/ui/form.server";

const SAMPLE_DOMAIN = "@demo.phaseline.test";

const fields = z.object({
  firm: lineField("Name the firm."),
  timeZone: z.string({ error: "Choose a time zone." }).refine(isTimeZone, "Choose a time zone of the list."),
  currency: z.string({ error: "Choose a currency." }).refine(isCurrency, "Choose a currency of the list."),
  name: lineField("Enter your name."),
  email: emailField,
  password: newPasswordField,
  start: z.enum(["empty", "sample"], { error: "Choose what to begin with." }),
});

const schema = fields.refine(({ start, email }) => start === "empty" || !email.endsWith(SAMPLE_DOMAIN), {
  path: ["email"],
  message: "This is an address of the sample firm. Enter one of your own.",
});

/** The sample is much text that nobody needs afterwards, so it is loaded only here. */
async function tellSample(database: Database, moment: { at: number; today: string }): Promise<void> {
  const { seedDemo } = await import("db/seed/demo.server");
  await seedDemo(database, moment, hashPassword);
}

/** Founds the firm, fills it if asked to, and signs its administrator in. Whoever comes second signs in instead. */
export async function found(context: AppLoadContext, request: Request, formData: FormData) {
  const form = parseForm(schema, formData);
  if (!form.ok) return data({ errors: form.errors, values: form.values }, { status: 422 });
  const { firm, timeZone, currency, name, email, password, start } = form.value;
  const at = context.now();
  const moment = { at, today: dateInZone(at, timeZone) };
  const administrator = { name, email, passwordHash: await hashPassword(password) };
  const founding = { name: firm, timeZone, currency };
  let personId: string;
  try {
    if (start === "sample") await tellSample(context.database, moment);
    const set = start === "sample" ? takeOverSample : setUpFirm;
    personId = (await set(context.db, moment, founding, administrator)).id;
  } catch (error) {
    if (error instanceof Refusal && error.kind === "conflict") throw redirect("/");
    throw error;
  }
  const headers = await openSession(context, request, personId, "setup");
  throw redirect(start === "sample" ? "/people?welcome=sample" : homeOf("admin"), { headers });
}
