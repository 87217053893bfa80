import { Link } from "@remix-run/react";
import { shortDate } from "~/domain/calendar";
import type { EngagementHead } from "~/domain/engagement-head";
import { spanText } from "~/domain/expected-words";
import { CLIENT_STAGES } from "~/domain/stage";

/** When it is expected to finish beside what is promised, with the way to how that is known. */
export function ExpectedLine({ head }: { head: EngagementHead }) {
  if (!CLIENT_STAGES.includes(head.stage)) return null;
  const { expected, promisedFinishOn, todayOn } = head.rail;
  const promised = promisedFinishOn && `promised ${shortDate(promisedFinishOn, todayOn)}`;
  const link =
    "inline-flex min-h-6 items-center font-semibold underline underline-offset-2 pointer-coarse:min-h-11";
  const to = `/engagements/${head.code}/forecast`;
  if (!expected) {
    return (
      <p className="mb-1.5 px-1.5 text-sm">
        <Link to={to} className={link}>
          {head.stage === "active" ? "Forecast" : "What was expected when"}
        </Link>
        {head.pause && <span className="text-muted">: none in a pause{promised && `, ${promised}`}</span>}
      </p>
    );
  }
  return (
    <p className="mb-1.5 px-1.5 text-sm">
      <Link to={to} className={link}>
        Expected {spanText(expected.p50On, expected.p80On, todayOn)}
      </Link>
      {promised && <span className="text-muted">, {promised}</span>}
    </p>
  );
}
