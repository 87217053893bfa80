import { Form } from "@remix-run/react";
import type { MeasureShown } from "db/measures.server";
import type { CalendarDate } from "~/domain/calendar";
import { BETTER_LABEL, type Better, type MeasureEdge } from "~/domain/measure";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { FormErrors } from "~/ui/form-errors";
import { MeasurePicture } from "~/ui/measure-picture";
import type { RefusedForm } from "~/ui/refused.server";
import { Takings } from "~/ui/takings";
import { Theirs } from "~/ui/theirs";
import { MeasureFields } from "./measure-fields";
import { TakeForm } from "./take-form";

type Props = {
  measure: MeasureShown;
  today: CalendarDate;
  canRun: boolean;
  refused: RefusedForm | undefined;
};

/** One measure: its picture, how it was taken, and the forms that take and edit it. */
export function MeasureCard({ measure, today, canRun, refused }: Props) {
  const { before, after } = measure;
  const intent = refused?.values.intent;
  const takeRefused = (edge: MeasureEdge) =>
    intent === "take" && refused?.values.edge === edge ? refused : undefined;
  const edges: MeasureEdge[] = before ? ["after", "before"] : ["before"];
  return (
    <Card
      id={`m-${measure.id}`}
      level={3}
      title={measure.title}
      aside={BETTER_LABEL[measure.better].toLowerCase()}
      actions={!measure.isVisible && <Badge>Ours alone</Badge>}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <MeasurePicture measure={measure} />
        <Takings before={before} after={after} />
      </div>
      {canRun && (
        <div className="mt-3 flex flex-wrap gap-x-6 gap-y-1 border-t pt-3">
          {edges.map((edge) => (
            <TakeForm
              key={`${edge} ${JSON.stringify(measure[edge])}`}
              measure={measure}
              edge={edge}
              today={today}
              refused={takeRefused(edge)}
            />
          ))}
          <details
            className="open:basis-full"
            open={intent === "edit" || intent === "remove" ? true : undefined}
          >
            <summary className="inline-flex min-h-8 items-center text-sm underline underline-offset-2">
              Edit what is measured<span className="sr-only">: {measure.title}</span>
            </summary>
            <EditForm measure={measure} refused={intent === "edit" ? refused : undefined} />
            {!before && !after && (
              <Form method="post" className="mt-3">
                <input type="hidden" name="intent" value="remove" />
                <input type="hidden" name="id" value={measure.id} />
                <Button tone="quiet" size="small">
                  Remove it<span className="sr-only">: {measure.title}</span>
                </Button>
              </Form>
            )}
            {intent === "remove" && (
              <p role="alert" className="mt-2 font-semibold text-alert-ink text-sm">
                {refused?.message}
              </p>
            )}
          </details>
        </div>
      )}
    </Card>
  );
}

function EditForm({ measure, refused }: Pick<Props, "measure" | "refused">) {
  const { title, unit, better, isVisible } = measure;
  const prefix = `edit-${measure.id}`;
  const mine = refused?.values ?? {};
  const seen = (is: boolean) => (is ? "Yes" : "No");
  return (
    <Form key={JSON.stringify([title, unit, better, isVisible])} method="post" className="mt-2 grid gap-3">
      <input type="hidden" name="intent" value="edit" />
      <input type="hidden" name="id" value={measure.id} />
      <input type="hidden" name="version" value={measure.version} />
      {refused?.current ? (
        <Theirs
          keepHref="?"
          rows={[
            { label: "Title", theirs: title, mine: mine.title ?? "" },
            { label: "Unit", theirs: unit, mine: mine.unit ?? "" },
            {
              label: "Better",
              theirs: BETTER_LABEL[better],
              mine: BETTER_LABEL[mine.better as Better] ?? "",
            },
            { label: "Client", theirs: seen(isVisible), mine: seen(mine.is_visible !== undefined) },
          ]}
        />
      ) : (
        <FormErrors errors={refused?.errors} idPrefix={prefix} />
      )}
      <MeasureFields fields={measure} errors={refused?.errors} values={refused?.values} idPrefix={prefix} />
      <Button className="justify-self-start">{refused?.current ? "Save mine over theirs" : "Save"}</Button>
    </Form>
  );
}
