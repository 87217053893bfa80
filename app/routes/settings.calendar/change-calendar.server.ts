import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";
import { addHolidays, removeHoliday, saveWeekend } from "db/firm.server";
import { z } from "zod";
import { lineField } from "~/auth/fields";
import { actOf, answerRefusals, requireIntent } from "~/auth/guards.server";
import { isCalendarDate } from "~/domain/calendar";
import type { Actor } from "~/domain/permissions";
import { invalid } from "~/domain/refusal";
import { parseForm } from "~/ui/form.server";
import { importHolidays } from "./import-holidays.server";

const dateField = z.string({ error: "Choose a date." }).refine(isCalendarDate, "Choose a date.");
const addSchema = z.object({ on_date: dateField, name: lineField("Name the holiday.") });

/** Everything that the forms of the calendar page do. */
export async function changeCalendar(args: ActionFunctionArgs, actor: Actor) {
  const { db } = args.context;
  const formData = await args.request.formData();
  const intent = requireIntent(formData, ["weekend", "add", "remove", "import"]);
  return answerRefusals(formData, async () => {
    const act = await actOf(args, actor, formData);
    switch (intent) {
      case "weekend": {
        const days = z.array(z.coerce.number().int().min(0).max(6)).safeParse(formData.getAll("weekend"));
        if (!days.success) throw invalid("weekend", "Choose days of the week.");
        await saveWeekend(db, act, days.data);
        throw redirect("/settings/calendar?done=weekend");
      }
      case "add": {
        const form = parseForm(addSchema, formData);
        if (!form.ok) return data({ errors: form.errors, values: form.values }, { status: 422 });
        const { on_date: onDate, name } = form.value;
        if ((await addHolidays(db, act, [{ onDate, name }])) === 0) {
          throw invalid("on_date", "That day is on the list already.");
        }
        throw redirect(`/settings/calendar?done=add&year=${onDate.slice(0, 4)}`);
      }
      case "remove": {
        const onDate = z.string().refine(isCalendarDate).safeParse(formData.get("on_date"));
        if (!onDate.success) throw invalid("", "We do not know which day to remove.");
        await removeHoliday(db, act, onDate.data);
        throw redirect(`/settings/calendar?done=remove&year=${onDate.data.slice(0, 4)}`);
      }
      case "import":
        return importHolidays(db, act, formData);
    }
  });
}
