import { Form } from "@remix-run/react";
import type { ChainRow } from "db/chain.server";
import type { CalendarDate } from "~/domain/calendar";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { Checkbox, DateInput, TextArea } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import { Markdown } from "~/ui/markdown";
import type { RefusedForm } from "~/ui/refused.server";

type Props = {
  hotspot: ChainRow;
  html: string;
  today: CalendarDate;
  canRun: boolean;
  refused: RefusedForm | undefined;
};

/** What the fix is and since when it is in place. */
export function FixCard({ hotspot, html, today, canRun, refused }: Props) {
  const { fix, fixedOn, gap } = hotspot;
  const shared = { errors: refused?.errors, values: refused?.values, idPrefix: "fix" };
  return (
    <Card
      id="fix"
      title="Fix"
      tone={gap === "unfixed" ? "waiting" : "plain"}
      actions={
        fixedOn ? (
          <Badge tone="good">
            Fixed <DateText on={fixedOn} short />
          </Badge>
        ) : (
          <Badge>Not fixed yet</Badge>
        )
      }
    >
      {html && <Markdown html={html} />}
      {!html && !canRun && <p className="text-muted">Nothing is written about it yet.</p>}
      {canRun && (
        <Form
          key={JSON.stringify([fix, fixedOn])}
          method="post"
          preventScrollReset
          className={html ? "mt-3 grid gap-3 border-t pt-3" : "grid gap-3"}
        >
          <input type="hidden" name="intent" value="fix" />
          <input type="hidden" name="version" value={hotspot.version} />
          <FormErrors errors={refused?.errors} idPrefix="fix" />
          <TextArea
            {...shared}
            name="fix"
            label="What the fix is"
            hint="Markdown; the client reads it where they see the finding."
            defaultValue={fix}
            rows={3}
          />
          <Checkbox
            {...shared}
            name="is_fixed"
            label="It is in place"
            defaultChecked={fixedOn !== null || gap === "unfixed"}
          />
          <DateInput {...shared} name="fixed_on" label="Since" defaultValue={fixedOn ?? today} max={today} />
          <Button className="justify-self-start">Save the fix</Button>
        </Form>
      )}
    </Card>
  );
}
