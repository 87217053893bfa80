import { PERSON_STATE_LABEL, type PersonState } from "~/domain/person";
import { Badge, type BadgeTone } from "./badge";

const TONES: Record<PersonState, BadgeTone> = { active: "good", invited: "waiting", disabled: "alert" };

export function PersonStateBadge({ state }: { state: PersonState }) {
  return <Badge tone={TONES[state]}>{PERSON_STATE_LABEL[state]}</Badge>;
}
