import { Form } from "@remix-run/react";
import type { DecisionPage } from "db/decisions-page.server";
import { isRevisitable } from "~/domain/decision";
import { Button, ButtonLink } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { DecisionLinkFields } from "~/ui/decision-fields";
import { Checkbox, DateInput, TextArea } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import type { RefusedForm } from "~/ui/refused.server";

type Props = {
  page: Pick<DecisionPage, "engagement" | "decision" | "version" | "isDue" | "targets">;
  today: string;
  refused: RefusedForm | undefined;
};

/** What became of a form: its errors where it is the one that was refused. */
function stateOf({ refused }: Props, intent: string) {
  const mine = refused?.values.intent === intent ? refused : undefined;
  return { errors: mine?.errors, values: mine?.values, idPrefix: intent };
}

/** Accepts or rejects what is proposed. */
export function SettleCard(props: Props) {
  const { decision, version } = props.page;
  const state = stateOf(props, "settle");
  if (decision.status !== "proposed") return null;
  return (
    <Card id="settle" title="Decide it">
      <Form method="post" className="grid gap-3">
        <input type="hidden" name="intent" value="settle" />
        <input type="hidden" name="version" value={version} />
        <FormErrors errors={state.errors} idPrefix="settle" />
        <DateInput {...state} name="decided_on" label="Decided on" defaultValue={props.today} />
        <p className="text-muted text-sm">From then on its text is fixed for good.</p>
        <div className="flex flex-wrap gap-2">
          <Button tone="primary" name="status" value="accepted">
            Accept
          </Button>
          <Button name="status" value="rejected">
            Reject
          </Button>
        </div>
      </Form>
    </Card>
  );
}

/** Looks at it again: it still holds, something takes its place, or it no longer applies. */
export function RevisitCard(props: Props) {
  const { decision, engagement, isDue, version } = props.page;
  const state = stateOf(props, "revisit");
  const why = stateOf(props, "deprecate");
  if (!isRevisitable(decision.status)) return null;
  return (
    <Card id="revisit" title="Look at it again" tone={isDue ? "waiting" : "plain"}>
      <p className="mb-3">
        {isDue && decision.revisitOn ? (
          <>
            It was to be looked at again on <DateText on={decision.revisitOn} />.
          </>
        ) : decision.revisitOn ? (
          <>
            It comes up on <DateText on={decision.revisitOn} />.
          </>
        ) : (
          "No day is set."
        )}
      </p>
      <Form key={version} method="post" className="grid gap-3">
        <input type="hidden" name="intent" value="revisit" />
        <input type="hidden" name="version" value={version} />
        <FormErrors errors={state.errors} idPrefix="revisit" />
        <TextArea
          {...state}
          name="sentence"
          label="Why it still holds"
          hint={decision.isVisible ? "A sentence; the client reads it." : "A sentence."}
          rows={2}
          required
          maxLength={1000}
        />
        <DateInput {...state} name="revisit_on" label="Look again on" optional />
        <Button className="justify-self-start">It still holds</Button>
      </Form>
      <div className="mt-4 grid gap-3 border-t pt-4">
        <ButtonLink
          to={`/engagements/${engagement.code}/decisions/new?replaces=${decision.id}`}
          className="justify-self-start"
        >
          Replace it by a new one
        </ButtonLink>
        {decision.status === "accepted" && (
          <details open={why.errors ? true : undefined}>
            <summary className="inline-flex min-h-6 items-center text-sm underline underline-offset-2">
              It no longer applies
            </summary>
            <Form method="post" className="mt-2 grid gap-3">
              <input type="hidden" name="intent" value="deprecate" />
              <input type="hidden" name="version" value={version} />
              <FormErrors errors={why.errors} idPrefix="deprecate" />
              <TextArea
                {...why}
                name="why"
                label="Why not"
                hint="It stands beside its status."
                rows={2}
                required
                maxLength={1000}
              />
              <Button className="justify-self-start">Mark it deprecated</Button>
            </Form>
          </details>
        )}
      </div>
    </Card>
  );
}

/** Whether the client reads it, and what it is about: these may change when the text may not. */
export function PlaceCard(props: Props) {
  const { decision, targets, version } = props.page;
  const state = stateOf(props, "place");
  return (
    <Card id="place" title="Client and links">
      <Form key={version} method="post" className="grid gap-3">
        <input type="hidden" name="intent" value="place" />
        <input type="hidden" name="version" value={version} />
        <FormErrors errors={state.errors} idPrefix="place" />
        <Checkbox
          {...state}
          name="is_visible"
          label="The client reads it"
          defaultChecked={decision.isVisible}
        />
        <DecisionLinkFields {...state} targets={targets} linked={decision.links} />
        <Button className="justify-self-start">Save</Button>
      </Form>
    </Card>
  );
}
