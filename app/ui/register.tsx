import type { ArtefactState as State } from "~/domain/artefact";
import { Badge } from "./badge";

const STATES = {
  verified: { tone: "good", label: "Verified" },
  missing: { tone: "alert", label: "Missing" },
  open: { tone: "neutral", label: "Open" },
} as const;

/** How a row of the hand-over register stands. */
export function ArtefactState({ state }: { state: State }) {
  const { tone, label } = STATES[state];
  return <Badge tone={tone}>{label}</Badge>;
}

/** Where something lies: a link when it is a web address, else as it was written. */
export function PlaceText({ place }: { place: string }) {
  if (!place) return <>Not said yet</>;
  if (!/^https?:\/\/\S+$/i.test(place)) return <code className="font-mono text-sm">{place}</code>;
  return (
    <a
      href={place}
      rel="noopener noreferrer nofollow"
      target="_blank"
      className="break-all underline underline-offset-2"
    >
      {place}
    </a>
  );
}
