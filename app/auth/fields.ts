import { z } from "zod";
import { normaliseEmail, PASSWORD_LENGTH } from "~/domain/person";

/** One line of text that people wrote: trimmed, without control characters, at most `max` characters. */
export function lineField(missing: string, max = 120) {
  return z
    .string({ error: missing })
    .trim()
    .min(1, missing)
    .max(max, `Use at most ${max} characters.`)
    .regex(/^\P{Cc}*$/u, "Leave out line breaks and control characters.");
}

/** One mail address, in the form in which it is stored. */
export const emailField = z
  .string({ error: "Enter a mail address." })
  .transform(normaliseEmail)
  .pipe(z.email("Enter a mail address such as name@example.com.").max(254, "Use at most 254 characters."));

export const newPasswordField = z
  .string({ error: "Choose a password." })
  .min(PASSWORD_LENGTH.min, `Use at least ${PASSWORD_LENGTH.min} characters.`)
  .max(PASSWORD_LENGTH.max, `Use at most ${PASSWORD_LENGTH.max} characters.`);

/** A password that is tried; what is longer than any that we take is not hashed at all. */
export const triedPasswordField = z
  .string({ error: "Enter your password." })
  .max(PASSWORD_LENGTH.max, "Use at most 200 characters.");
