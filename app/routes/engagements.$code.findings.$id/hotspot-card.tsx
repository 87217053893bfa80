import { Form } from "@remix-run/react";
import type { ChainRow } from "db/chain.server";
import { hoursOf, hoursText, TOP_RANKS } from "~/domain/hotspot";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import type { RefusedForm } from "~/ui/refused.server";

type Props = {
  hotspot: ChainRow | null;
  /** How many hotspots there are. */
  of: number;
  canRun: boolean;
  refused: RefusedForm | undefined;
};

/** Whether it costs the client's team hours every week, and how many it cost when it was found. */
export function HotspotCard({ hotspot, of, canRun, refused }: Props) {
  if (!hotspot && !canRun) {
    return (
      <Card id="hotspot" title="Hotspot">
        <p className="text-muted">It is not marked as a hotspot.</p>
      </Card>
    );
  }
  const intent = refused?.values.intent;
  const isUnmarkRefused = intent === "unmark";
  const shared = isUnmarkRefused ? {} : { errors: refused?.errors, values: refused?.values };
  return (
    <Card
      id="hotspot"
      title="Hotspot"
      aside={hotspot ? `rank ${hotspot.rank} of ${of} by cost` : undefined}
      actions={
        hotspot?.isTop && <Badge tone="stabilise">Among the {Math.min(of, TOP_RANKS)} costliest</Badge>
      }
    >
      {hotspot ? (
        <p>
          It cost the client’s team{" "}
          <strong className="font-semibold">{hoursText(hotspot.minutesBefore)} a week</strong> when it was
          found.
        </p>
      ) : (
        <p className="mb-3 text-muted">
          Mark it when it costs the client’s team time every week. It is ranked with the others, and the
          costliest have to be fixed and protected by a test before Stabilise is done.
        </p>
      )}
      {canRun && (
        <Form
          key={hotspot?.minutesBefore}
          method="post"
          preventScrollReset
          className={hotspot ? "mt-3 grid gap-3" : "grid gap-3"}
        >
          <input type="hidden" name="intent" value={hotspot ? "cost" : "mark"} />
          {hotspot && <input type="hidden" name="version" value={hotspot.version} />}
          {!isUnmarkRefused && <FormErrors errors={refused?.errors} idPrefix="hotspot" />}
          <TextInput
            {...shared}
            idPrefix="hotspot"
            name="hours_before"
            label="Hours a week it cost when it was found"
            hint="All people together, such as 4.5."
            inputMode="decimal"
            autoComplete="off"
            required
            defaultValue={hotspot ? hoursOf(hotspot.minutesBefore) : ""}
            className="max-w-60"
          />
          <Button className="justify-self-start">{hotspot ? "Correct the hours" : "Mark as hotspot"}</Button>
        </Form>
      )}
      {canRun && hotspot && (
        <details open={isUnmarkRefused ? true : undefined} className="mt-3 text-sm">
          <summary className="inline-flex min-h-6 items-center text-muted underline underline-offset-2">
            Take the mark back
          </summary>
          <Form method="post" preventScrollReset className="mt-2 grid gap-2">
            <input type="hidden" name="intent" value="unmark" />
            <p className="text-muted">For one that was marked by mistake. The finding itself stays.</p>
            {isUnmarkRefused && (
              <p role="alert" className="font-semibold text-alert-ink">
                {refused?.message}
              </p>
            )}
            <Button tone="danger" className="justify-self-start">
              It is no hotspot
            </Button>
          </Form>
        </details>
      )}
    </Card>
  );
}
