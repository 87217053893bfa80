import { Form } from "@remix-run/react";
import type { ChainRow } from "db/chain.server";
import type { CalendarDate } from "~/domain/calendar";
import { hoursOf, hoursText } from "~/domain/hotspot";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { DateInput, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import type { RefusedForm } from "~/ui/refused.server";

type Props = {
  hotspot: ChainRow;
  today: CalendarDate;
  canRun: boolean;
  refused: RefusedForm | undefined;
};

/** The hours a week that it costs now. */
export function AfterCard({ hotspot, today, canRun, refused }: Props) {
  const { minutesAfter, measuredOn, minutesBefore, fixedOn, accepted } = hotspot;
  const shared = { errors: refused?.errors, values: refused?.values, idPrefix: "after" };
  return (
    <Card id="after" title="Hours a week now" tone={hotspot.gap === "unmeasured" ? "waiting" : "plain"}>
      {minutesAfter !== null ? (
        <p>
          <strong className="font-semibold">{hoursText(minutesAfter)} a week</strong>
          {measuredOn && (
            <>
              {" "}
              on <DateText on={measuredOn} />
            </>
          )}
          : {changeText(minutesBefore - minutesAfter)}.
        </p>
      ) : (
        <p className="text-muted">
          {fixedOn || accepted
            ? "Not measured again yet; until then nothing is claimed."
            : "Measured again once it is fixed."}
        </p>
      )}
      {canRun && (fixedOn || accepted) && (
        <Form
          key={JSON.stringify([minutesAfter, measuredOn])}
          method="post"
          preventScrollReset
          className="mt-3 grid gap-3"
        >
          <input type="hidden" name="intent" value="measure" />
          <input type="hidden" name="version" value={hotspot.version} />
          <FormErrors errors={refused?.errors} idPrefix="after" />
          <div className="flex flex-wrap gap-3">
            <TextInput
              {...shared}
              name="hours_after"
              label="Hours a week it costs now"
              hint="0 when it costs none."
              inputMode="decimal"
              autoComplete="off"
              required
              defaultValue={minutesAfter === null ? "" : hoursOf(minutesAfter)}
              className="max-w-60 content-end"
            />
            <DateInput
              {...shared}
              name="measured_on"
              label="Measured on"
              max={today}
              required
              defaultValue={measuredOn ?? today}
              className="content-end"
            />
          </div>
          <Button className="justify-self-start">Save the hours</Button>
        </Form>
      )}
    </Card>
  );
}

function changeText(minutes: number): string {
  if (minutes === 0) return "as many as before";
  return minutes > 0 ? `${hoursText(minutes)} bought back` : `${hoursText(-minutes)} more than before`;
}
