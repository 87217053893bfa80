import type { MailState } from "~/domain/mail";
import { Badge, type BadgeTone } from "./badge";

const LOOKS: Record<MailState, { label: string; tone: BadgeTone }> = {
  kept: { label: "Kept here", tone: "waiting" },
  waiting: { label: "Waiting", tone: "neutral" },
  retrying: { label: "Trying again", tone: "waiting" },
  sent: { label: "Sent", tone: "good" },
  given_up: { label: "Not delivered", tone: "alert" },
};

export function MailStateBadge({ state }: { state: MailState }) {
  const { label, tone } = LOOKS[state];
  return <Badge tone={tone}>{label}</Badge>;
}
