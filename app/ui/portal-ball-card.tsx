import type { PortalAnswer } from "~/domain/portal";
import { Badge } from "./badge";
import { ButtonLink } from "./button";
import { Card } from "./card";
import { WordsText } from "./words";

type Props = {
  /** Null for a guest, who may read this page and no other. */
  code: string | null;
  ball: PortalAnswer["ball"];
  act: PortalAnswer["act"];
  next: PortalAnswer["next"];
};

/** Who holds the ball, since when and why, and what the client must do; framed when it is with them. */
export function BallCard({ code, ball, act, next }: Props) {
  if (!ball && !act) return null;
  const isWithYou = ball?.who === "you" || act !== null;
  return (
    <Card
      id="ball"
      tone={isWithYou ? "waiting" : "plain"}
      title={
        <Badge tone={ball?.who === "you" ? "waiting" : "neutral"} className="text-sm">
          {ball?.title ?? "There is something for you to do"}
        </Badge>
      }
      aside={ball && <WordsText words={ball.since} />}
    >
      {act ? (
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <div className="min-w-0 flex-1 basis-60">
            <p className="font-semibold text-lg">{act.title}</p>
            <p className="text-muted">{act.detail}</p>
          </div>
          {code && (
            <ButtonLink
              to={`/portal/${code}/gates/${act.phase}`}
              tone="primary"
              size="large"
              className="max-sm:w-full"
            >
              Read and sign
            </ButtonLink>
          )}
        </div>
      ) : (
        <p className={isWithYou ? "font-semibold text-lg" : undefined}>{ball?.why}</p>
      )}
      {next && <p className="mt-1 text-muted">{next}</p>}
    </Card>
  );
}
