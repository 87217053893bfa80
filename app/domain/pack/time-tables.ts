import type { PackContents } from "./contents";
import { type PackTable, tableOf, yesNo } from "./table";

/** Promises, updates, asks, and whose the days were. */
export function timeTables({ ledger, updates, asks, clock }: PackContents): PackTable[] {
  return [
    tableOf(
      "ledger",
      [
        "made_on",
        "made_by",
        "phase",
        "edge",
        "from_on",
        "to_on",
        "working_days",
        "direction",
        "cause",
        "why",
        "taken_back",
      ],
      ledger.moves.flatMap((move) =>
        move.rows.map((row) => ({
          made_on: move.madeOn,
          made_by: move.madeBy,
          phase: row.phase,
          edge: row.edge,
          from_on: row.fromOn,
          to_on: row.toOn,
          // A number below zero would begin like a formula: the direction has a column of its own.
          working_days: Math.abs(row.workingDays),
          direction: row.workingDays === 0 ? "" : row.workingDays > 0 ? "later" : "earlier",
          cause: move.cause,
          why: move.sentence,
          taken_back: yesNo(move.isUndone),
        })),
      ),
    ),
    tableOf(
      "updates",
      ["on", "health", "sentence", "author", "from_on", "to_on", "body"],
      updates.map((one) => ({
        on: one.onDate,
        health: one.health,
        sentence: one.sentence,
        author: one.author,
        from_on: one.reported?.fromOn ?? null,
        to_on: one.reported?.toOn ?? null,
        body: one.body,
      })),
    ),
    tableOf(
      "asks",
      [
        "number",
        "title",
        "status",
        "blocking",
        "asked_by",
        "asked_on",
        "due_on",
        "answered_by",
        "answered_on",
        "answer",
        "withdrawn_reason",
        "body",
      ],
      asks.map((one) => ({
        number: one.number,
        title: one.title,
        status: one.status,
        blocking: yesNo(one.isBlocking),
        asked_by: one.askedBy,
        asked_on: one.askedOn,
        due_on: one.dueOn,
        answered_by: one.answeredBy,
        answered_on: one.answeredOn,
        answer: one.answer,
        withdrawn_reason: one.withdrawnReason,
        body: one.body,
      })),
    ),
    tableOf(
      "clock",
      ["phase", "working_days", "us", "client", "third_party", "paused"],
      clock.account.map(({ phase, total, days }) => ({
        phase: phase ?? "all",
        working_days: total,
        us: days.us,
        client: days.client,
        third_party: days.third_party,
        paused: days.paused,
      })),
    ),
    tableOf(
      "clock-stretches",
      ["since_on", "until_on", "holder", "why"],
      clock.stretches.map((one) => ({
        since_on: one.sinceOn,
        until_on: one.untilOn,
        holder: one.holder,
        why: one.why,
      })),
    ),
  ];
}
