import type { EngagementProfile } from "db/profile.server";
import { ORIGIN_LABEL, PROFILE_LABEL, type TechnicalProfile } from "~/domain/engagement";
import { Card } from "~/ui/card";

/** The profile for who may read it only. */
export function ProfileFacts({ engagement }: { engagement: EngagementProfile }) {
  const { profile, team } = engagement;
  const keys = Object.keys(PROFILE_LABEL) as (keyof TechnicalProfile)[];
  const facts = [
    ["Origin", ORIGIN_LABEL[engagement.origin]],
    ...keys.map((key) => [PROFILE_LABEL[key], profile[key]]),
    ["Lead", team.leadName ?? ""],
    ["Manager", team.managerName ?? ""],
    ["Team", team.members.map((member) => member.name).join(", ")],
  ] as const;
  return (
    <Card id="profile" title="Technical profile">
      {engagement.summary && <p className="mb-4 max-w-prose whitespace-pre-line">{engagement.summary}</p>}
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr]">
        {facts.map(([label, text]) => (
          <div key={label} className="sm:contents">
            <dt className="text-muted text-sm">{label}</dt>
            <dd>{text || <span className="text-muted">Not known yet</span>}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
