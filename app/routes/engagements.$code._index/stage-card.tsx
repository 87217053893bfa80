import { Form } from "@remix-run/react";
import type { EngagementHead } from "~/domain/engagement-head";
import { STAGE_LABEL, type Stage } from "~/domain/stage";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { Select, TextInput } from "~/ui/field";
import { LostAsField } from "~/ui/lost-as-field";
import { formState, type Problem } from "./problem";

type Props = { head: EngagementHead; stages: readonly Stage[]; problem: Problem | null };

/** Where it stands in the pipeline, and the stages that it may move to. */
export function StageCard({ head, stages, problem }: Props) {
  const state = formState(problem, "move_stage");
  const form = (
    <Form method="post" action={`/engagements/${head.code}`} className="mt-3 grid gap-3" preventScrollReset>
      <input type="hidden" name="intent" value="move_stage" />
      <input type="hidden" name="from" value={head.stage} />
      <Select
        {...state}
        idPrefix="stage"
        name="to"
        label="Move it to"
        emptyLabel="Choose a stage"
        required
        options={stages.map((stage) => ({ value: stage, label: STAGE_LABEL[stage] }))}
      />
      <LostAsField {...state} idPrefix="stage" />
      <TextInput {...state} idPrefix="stage" name="reason" label="Why" optional maxLength={1000} />
      {Object.entries(state.errors ?? {})
        .filter(([field]) => !["to", "reason", "lost_as"].includes(field))
        .map(([field, messages]) => (
          <p key={field} role="alert" className="font-semibold text-alert-ink text-sm">
            {messages.join(" ")}
          </p>
        ))}
      <Button className="justify-self-start">Move</Button>
    </Form>
  );
  const isWon = head.stage === "active" || head.stage === "handed_over";
  return (
    <Card id={isWon ? "stage" : "next"} title="Stage" aside={STAGE_LABEL[head.stage]}>
      {isWon ? (
        <details open={state.errors ? true : undefined}>
          <summary className="text-sm underline underline-offset-2">Move to another stage</summary>
          {form}
        </details>
      ) : (
        form
      )}
    </Card>
  );
}
