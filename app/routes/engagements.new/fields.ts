import { z } from "zod";
import { lineField } from "~/auth/fields";
import { isCalendarDate } from "~/domain/calendar";

const choice = (missing: string) => z.string({ error: missing }).trim().min(1, missing).max(100);

export const newEngagementForm = z
  .object({
    title: lineField("Name the engagement."),
    company_id: z.string().trim().max(100).optional(),
    company_name: lineField("Enter the client’s name.").optional(),
    lead_id: z.string().trim().max(100).optional(),
    starts_on: z
      .string({ error: "Choose a start date." })
      .refine(isCalendarDate, "Enter a date that exists, such as 2026-03-02."),
    weeks: z.coerce
      .number({ error: "Enter how many weeks it lasts." })
      .int("Enter whole weeks.")
      .min(1, "At least one week.")
      .max(104, "At most 104 weeks."),
    weeks_reason: z.string().trim().max(500, "Use at most 500 characters.").optional(),
    template_id: choice("Choose a template."),
    stage: z.enum(["active", "lead"], { error: "Start it, or keep it as a lead." }),
  })
  .refine((form) => form.company_id || form.company_name, {
    path: ["company_id"],
    message: "Choose a client, or name a new one.",
  });
