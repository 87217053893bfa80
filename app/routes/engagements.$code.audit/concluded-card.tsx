import { Form } from "@remix-run/react";
import type { Audit } from "db/audits.server";
import { RECOMMENDATION_LABEL, stageAfterAudit } from "~/domain/audit";
import { may, type Role } from "~/domain/permissions";
import type { Stage } from "~/domain/stage";
import { Badge, type BadgeTone } from "~/ui/badge";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { Markdown } from "~/ui/markdown";
import type { RefusedForm } from "~/ui/refused.server";

const TONES: Record<keyof typeof RECOMMENDATION_LABEL, BadgeTone> = {
  go: "good",
  go_with_conditions: "waiting",
  no: "alert",
};

type Props = {
  audit: Audit;
  html: { summary: string; conditions: string };
  stage: Stage;
  relation: Role;
  refused: RefusedForm | undefined;
};

/** What the look came to, as it was concluded, and the one act that it leads to. */
export function ConcludedCard({ audit, html, stage, relation, refused }: Props) {
  const { recommendation, concludedOn, concludedBy } = audit;
  if (!recommendation || !concludedOn) return null;
  const next = may(relation, "move_stage") ? stageAfterAudit(recommendation, stage) : null;
  return (
    <Card
      id="conclusion"
      title="What it came to"
      actions={<Badge tone={TONES[recommendation]}>{RECOMMENDATION_LABEL[recommendation]}</Badge>}
    >
      <Markdown html={html.summary} />
      {html.conditions && (
        <>
          <h3 className="mt-4 mb-1 font-semibold">Before the work starts</h3>
          <Markdown html={html.conditions} />
        </>
      )}
      <p className="mt-4 text-muted text-sm">
        Concluded by {concludedBy} on <DateText on={concludedOn} />. It stays as it is.
      </p>
      {next && (
        <Form method="post" className="mt-3 flex flex-wrap items-center gap-3 border-t pt-3">
          <input type="hidden" name="intent" value="move" />
          <input type="hidden" name="from" value={stage} />
          <Button tone="primary">{next === "lost" ? "Decline the work" : "Go on to the proposal"}</Button>
          <span className="text-muted text-sm">
            {next === "lost"
              ? "It is kept as lost, not taken by us."
              : "It moves to the stage “Proposal”. The client sees nothing of it yet."}
          </span>
        </Form>
      )}
      {refused && (
        <p role="alert" className="mt-2 font-semibold text-alert-ink text-sm">
          {refused.message}
        </p>
      )}
    </Card>
  );
}
