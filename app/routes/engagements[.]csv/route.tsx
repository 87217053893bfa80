import type { LoaderFunctionArgs } from "@remix-run/node";
import { csvOf, csvResponse } from "db/csv.server";
import { exportEngagements } from "db/engagement-list.server";
import { firmToday } from "db/firm.server";
import { requirePermission } from "~/auth/guards.server";
import { HEALTH_LABEL } from "~/domain/attention";
import { parseFilter } from "~/domain/engagement-filter";
import { parseListSort } from "~/domain/engagement-list";
import { decimalMoney } from "~/domain/money";
import { may } from "~/domain/permissions";
import { PHASE_LABEL, PHASE_STATUS_LABEL } from "~/domain/phase";
import { STAGE_LABEL } from "~/domain/stage";

const COLUMNS = [
  "Code",
  "Title",
  "Client",
  "Stage",
  "Phase",
  "Phase status",
  "Health",
  "Paused",
  "Progress in %",
  "Starts on",
  "Promised finish",
  "Lead",
];
const MONEY_COLUMNS = ["Value", "Currency", "Win probability in %"];

/** The engagements that the list shows under the same filter, as a file. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { context } = args;
  const { searchParams } = new URL(args.request.url);
  const today = await firmToday(context.db, context.now());
  const sort = parseListSort(searchParams.get("sort"));
  const rows = await exportEngagements(context.db, actor, parseFilter(searchParams), sort, today);
  const hasMoney = may(actor.role, "see_money");
  const csv = csvOf(
    hasMoney ? [...COLUMNS, ...MONEY_COLUMNS] : COLUMNS,
    rows.map((row) => [
      row.code,
      row.title,
      row.client,
      STAGE_LABEL[row.stage],
      row.phase ? PHASE_LABEL[row.phase] : null,
      row.phaseStatus ? PHASE_STATUS_LABEL[row.phaseStatus] : null,
      row.health ? HEALTH_LABEL[row.health] : null,
      row.isPaused ? "yes" : "no",
      row.progress,
      row.startsOn,
      row.promisedOn,
      row.lead,
      ...(hasMoney
        ? [
            row.money ? decimalMoney(row.money.valueMinor, row.money.currency) : null,
            row.money?.currency ?? null,
            row.money?.chance ?? null,
          ]
        : []),
    ]),
  );
  return csvResponse(`engagements-${today}`, csv);
}
