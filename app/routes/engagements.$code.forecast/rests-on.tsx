import type { ForecastPage } from "db/forecast-page.server";
import { workingDaysText } from "~/domain/calendar";
import { PHASE_LABEL } from "~/domain/phase";
import { Card } from "~/ui/card";

type Props = Pick<ForecastPage, "basis" | "spent" | "waiting"> & { client: string };

/** What the range rests on, and in plain words how it is reckoned. */
export function RestsOn({ basis, spent, waiting, client }: Props) {
  return (
    <Card id="basis" title="What it rests on">
      <div className="grid gap-2">
        {basis && <p className={basis.isLittle ? "font-semibold" : undefined}>{basis.sentence}</p>}
        {spent && (
          <p>
            {PHASE_LABEL[spent.kind]} was to take {workingDaysText(spent.planned)}; we have worked on it for{" "}
            {spent.worked}
            {spent.waited > 0 && `, and it has waited on ${client} for ${spent.waited} more`}.
          </p>
        )}
        {waiting && <p>{waitingText(waiting, client)}</p>}
        <details>
          <summary className="inline-flex min-h-9 items-center underline underline-offset-2 pointer-coarse:min-h-11">
            How it is reckoned
          </summary>
          <ul className="mt-1 grid max-w-prose list-disc gap-2 pl-5 text-muted">
            <li>
              We look at how long phases of ours took against what they were to take, in working days: those
              of the same kind and of like size count most. Phases that still run count up to today.
            </li>
            <li>
              Days on which the ball was with the client, and days of a pause, are taken out. Waiting is
              reckoned apart, from how long finished phases waited.
            </li>
            <li>
              The days already spent are held against it: a phase that has outlasted most others is expected
              to take longer still, and no date lies before today.
            </li>
            <li>
              The phases are put together by playing them through 2,000 times. With 50 % means as likely as
              not; with 80 %, in 8 of 10 cases like this one.
            </li>
            <li>
              The share of ticked deliverables plays no part: dates drawn from it rarely hold. And nothing
              here moves a promise.
            </li>
          </ul>
        </details>
      </div>
    </Card>
  );
}

function waitingText({ days, learntFrom }: NonNullable<Props["waiting"]>, client: string): string {
  if (learntFrom === 0) {
    return `No finished phase tells yet how long we wait on a client, so no further waiting on ${client} is reckoned with.`;
  }
  const phases = `${learntFrom} finished ${learntFrom === 1 ? "phase" : "phases"}`;
  if (days === 0) return `Hardly any waiting on ${client} is still to come, as ${phases} tell.`;
  return `About ${days} of the working days to come ${days === 1 ? "goes" : "go"} into waiting on ${client}, as ${phases} tell.`;
}
