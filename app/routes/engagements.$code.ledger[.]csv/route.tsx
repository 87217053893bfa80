import type { LoaderFunctionArgs } from "@remix-run/node";
import { csvOf, csvResponse } from "db/csv.server";
import { findFirm } from "db/firm.server";
import { readLedger } from "db/ledger.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { dateInZone } from "~/domain/calendar";
import { PHASE_LABEL } from "~/domain/phase";
import { CAUSE_LABEL } from "~/domain/promise";

const COLUMNS = [
  "Made on",
  "Made by",
  "Phase",
  "Edge",
  "From",
  "To",
  "Working days",
  "Direction",
  "Moved",
  "Cause",
  "Why",
  "Taken back",
];

/** The ledger as a file, one promised date a line, the newest act first. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { context, params } = args;
  const zone = (await findFirm(context.db))?.timeZone ?? "UTC";
  const ledger = await readOrRefuse(() => readLedger(context.db, actor, params.code ?? "", "see_pipeline"));
  const rows = ledger.moves.flatMap((move) =>
    move.rows.map((row, index) => [
      dateInZone(move.madeAt, zone),
      move.madeBy,
      PHASE_LABEL[row.phase],
      row.edge,
      row.fromOn,
      row.toOn,
      // A number below zero would begin like a formula: the direction has a column of its own.
      Math.abs(row.workingDays),
      row.workingDays === 0 ? "" : row.workingDays > 0 ? "later" : "earlier",
      move.cause === "first" ? "promised" : index === 0 ? "by hand" : "followed",
      CAUSE_LABEL[move.cause],
      move.sentence,
      move.isUndone ? "yes" : "no",
    ]),
  );
  return csvResponse(`${ledger.code}-ledger`, csvOf(COLUMNS, rows));
}
