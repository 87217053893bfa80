import { Form, useNavigation } from "@remix-run/react";
import type { GateAttempt } from "db/portal-gate.server";
import type { GateOutcome } from "~/domain/gate";
import { Badge, type BadgeTone } from "~/ui/badge";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { Instant } from "~/ui/date";
import { Fingerprint } from "~/ui/fingerprint";

export const OUTCOMES: Record<GateOutcome, { label: string; by: string; tone: BadgeTone }> = {
  signed: { label: "Signed", by: "Signed by", tone: "good" },
  declined: { label: "Declined", by: "Declined by", tone: "alert" },
  waived: { label: "Waived", by: "Waived by", tone: "neutral" },
  withdrawn: { label: "Taken back", by: "Taken back by", tone: "neutral" },
};

type Props = {
  attempt: GateAttempt;
  /** SHA-256 of what was shown; null where nothing is kept. */
  fingerprint: string | null;
  /** The address of this gate's page. */
  page: string;
  /** Whether the reader may have it mailed to them. */
  canMail: boolean;
};

/** What became of the gate: by whom, when, with which words, and the fingerprint of the page that they read. */
export function Receipt({ attempt, fingerprint, page, canMail }: Props) {
  const isSending = useNavigation().state === "submitting";
  if (!attempt.outcome) return null;
  const { label, by, tone } = OUTCOMES[attempt.outcome];
  return (
    <Card id="receipt" title={<Badge tone={tone}>{label}</Badge>}>
      <p className="font-semibold text-lg">
        {by} {attempt.decidedBy}
      </p>
      {attempt.decidedAt !== null && (
        <p className="text-muted">
          <Instant at={attempt.decidedAt} />
        </p>
      )}
      {attempt.reason && <p className="mt-2 whitespace-pre-line">“{attempt.reason}”</p>}
      {fingerprint && (
        <>
          <Fingerprint value={fingerprint} href={`${page}/document.json?request=${attempt.id}`} />
          {canMail && attempt.outcome === "signed" && (
            <Form method="post" className="mt-3 print:hidden">
              <input type="hidden" name="intent" value="mail_receipt" />
              <Button aria-disabled={isSending || undefined}>Mail this receipt to me</Button>
            </Form>
          )}
        </>
      )}
    </Card>
  );
}
