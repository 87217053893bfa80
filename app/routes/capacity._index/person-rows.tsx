import { Form, Link } from "@remix-run/react";
import type { PersonCapacity, Work } from "db/capacity.server";
import { workingDaysText } from "~/domain/calendar";
import { ROLE_LABEL } from "~/domain/permissions";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { DateText } from "~/ui/date";
import { LoadCell } from "~/ui/load-weeks";

type Props = { person: PersonCapacity; mondays: readonly string[] };

/** One person: the name above the weeks on a narrow screen and beside them on a wide one, and what is behind them. */
export function PersonRows({ person, mondays }: Props) {
  const { id, weeks } = person;
  return (
    <tbody id={`p-${id}`}>
      <tr className="lg:hidden">
        <th scope="rowgroup" colSpan={weeks.length} className="pt-3 text-left font-normal">
          <Name person={person} />
        </th>
      </tr>
      <tr>
        <th
          scope="rowgroup"
          rowSpan={2}
          className="hidden pr-3 text-left align-top font-normal lg:table-cell"
        >
          <Name person={person} />
        </th>
        {weeks.map((load, week) => (
          <LoadCell key={mondays[week]} load={load} />
        ))}
      </tr>
      <tr>
        <td colSpan={weeks.length} className="pb-2">
          <Behind person={person} />
        </td>
      </tr>
    </tbody>
  );
}

function Name({ person: { name, role, freeFromOn } }: { person: PersonCapacity }) {
  return (
    <span className="flex flex-wrap items-baseline gap-x-2 lg:block">
      <span className="font-semibold">{name}</span>{" "}
      <span className="text-muted text-xs lg:block">
        {ROLE_LABEL[role]},{" "}
        {freeFromOn ? (
          <>
            half free from <DateText on={freeFromOn} short />
          </>
        ) : (
          "not half free in these weeks"
        )}
      </span>
    </span>
  );
}

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** Folded: how many shares, and what is odd about them. Unfolded: each of them. */
function Behind({ person }: { person: PersonCapacity }) {
  const { works, absences, unplanned, name } = person;
  const over = works.filter(({ runsOver }) => runsOver).length;
  const prospects = works.filter(({ isAgreed }) => !isAgreed).length;
  const parts = [
    works.length > 0 ? counted(works.length - prospects, "share", "shares") : "Nothing planned",
    prospects > 0 && `${prospects} not agreed yet`,
    absences.length > 0 && counted(absences.length, "absence", "absences"),
  ].filter(Boolean);
  return (
    <details>
      <summary className="flex min-h-7 flex-wrap items-center gap-x-2 gap-y-0.5 text-muted text-sm pointer-coarse:min-h-9">
        <span className="underline underline-offset-2">
          {parts.join(", ")}
          <span className="sr-only">: what {name} is on</span>
        </span>
        {over > 0 && <Badge tone="waiting">◷ {over} expected to run over</Badge>}
        {unplanned.total > 0 && (
          <Badge>{counted(unplanned.total, "engagement", "engagements")} without a share</Badge>
        )}
      </summary>
      <ul className="mt-1 mb-2 grid gap-2 border-l-2 pl-3 text-sm">
        {works.map((work) => (
          <li key={`${work.engagement?.code} ${work.fromOn} ${work.untilOn} ${work.sharePercent}`}>
            <WorkLine work={work} />
          </li>
        ))}
        {absences.map((absence) => (
          <li key={absence.id} className="flex flex-wrap items-center gap-x-2">
            <span>
              Away from <DateText on={absence.fromOn} short /> to <DateText on={absence.untilOn} short />
              {absence.note && `: ${absence.note}`}
            </span>
            {absence.mayRemove && (
              <Form method="post" preventScrollReset>
                <input type="hidden" name="intent" value="remove_absence" />
                <input type="hidden" name="id" value={absence.id} />
                <Button tone="quiet" size="small">
                  Take it back
                  <span className="sr-only">: {name} away</span>
                </Button>
              </Form>
            )}
          </li>
        ))}
        {unplanned.total > 0 && (
          <li>
            Works without a planned share on{" "}
            {unplanned.some.map(({ code, title }, at) => (
              <span key={code}>
                {at > 0 && ", "}
                <Link to={`/engagements/${code}/team`}>{title}</Link>
              </span>
            ))}
            {unplanned.total > unplanned.some.length &&
              ` and ${unplanned.total - unplanned.some.length} more`}
          </li>
        )}
        {works.length + absences.length + unplanned.total === 0 && (
          <li className="text-muted">
            Nothing in these weeks. Shares are planned on the team page of an engagement.
          </li>
        )}
      </ul>
    </details>
  );
}

function WorkLine({ work }: { work: Work }) {
  const { engagement, sharePercent, fromOn, untilOn, isAgreed, runsOver } = work;
  return (
    <>
      <span className="font-semibold">{sharePercent} %</span>{" "}
      {engagement ? (
        <>
          <Link to={`/engagements/${engagement.code}/team`}>{engagement.title}</Link>
          <span className="text-muted"> for {engagement.company}</span>
        </>
      ) : (
        "Other work"
      )}
      , <DateText on={fromOn} short /> to <DateText on={untilOn} short />
      {!isAgreed && <Badge className="ml-2">Not agreed yet</Badge>}
      {engagement?.isPaused && <Badge className="ml-2">Paused</Badge>}
      {runsOver && (
        <span className="block text-waiting-ink">
          ◷ The 80 % date is <DateText on={runsOver.p80On} short />: {workingDaysText(runsOver.workingDays)}{" "}
          longer than planned here.
        </span>
      )}
    </>
  );
}
