import type { Kysely } from "kysely";
import { isCalendarDate } from "~/domain/calendar";
import type { Facts } from "~/domain/event";
import { minutesFromHours } from "~/domain/hotspot";
import { conflict, invalid } from "~/domain/refusal";
import { type Act, newId } from "./act";
import { requireSameVersion } from "./findings.server";
import { changeOfFinding, requireHotspot, requireText, setHotspot, type Told } from "./hotspot-change.server";
import type { DB } from "./schema";

/** Minutes of hours as they were typed. @throws Refusal `invalid` on the field */
function minutesOf(hours: string, field: string, isZeroAllowed: boolean): number {
  const read = minutesFromHours(hours);
  if ("fault" in read) throw invalid(field, read.fault);
  if (read.minutes === 0 && !isZeroAllowed) {
    throw invalid(field, "A hotspot costs some time every week; give more than 0 hours.");
  }
  return read.minutes;
}

function requireDate(on: string, field: string, today: string): string {
  if (!isCalendarDate(on)) throw invalid(field, "That is not a date.");
  if (on > today) throw invalid(field, "That day has not come yet.");
  return on;
}

/** Keeps that a finding costs so many hours a week, and answers the event's part of it. @throws Refusal on `field` */
export async function insertHotspot(
  trx: Kysely<DB>,
  act: Act,
  finding: { id: string; engagementId: string },
  hours: { text: string; field: string },
): Promise<Told> {
  const minutes = minutesOf(hours.text, hours.field, false);
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("hotspot")
    .values({
      id: newId(),
      engagement_id: finding.engagementId,
      finding_id: finding.id,
      minutes_before: minutes,
      minutes_after: null,
      measured_on: null,
      fix: "",
      fixed_on: null,
      accepted_reason: null,
      accepted_by_name: null,
      accepted_on: null,
      created_at: act.at,
    })
    .onConflict((conflicting) => conflicting.column("finding_id").doNothing())
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows) throw conflict("Somebody else marked it a hotspot meanwhile.");
  return { kind: "hotspot.marked", after: { minutes_before: minutes } };
}

/** Marks a finding a hotspot that costs the client's team so many hours a week. */
export async function markHotspot(
  db: Kysely<DB>,
  act: Act,
  code: string,
  findingId: string,
  hours: string,
): Promise<void> {
  await changeOfFinding(db, act, code, findingId, async ({ trx, engagement, finding }) => {
    const of = { id: finding.id, engagementId: engagement.id };
    return [await insertHotspot(trx, act, of, { text: hours, field: "hours_before" })];
  });
}

/** Corrects the hours a week that a hotspot cost when it was found. */
export async function editCost(
  db: Kysely<DB>,
  act: Act,
  code: string,
  findingId: string,
  input: { hours: string; version: number },
): Promise<void> {
  await changeOfFinding(db, act, code, findingId, async (held) => {
    const minutes = minutesOf(input.hours, "hours_before", false);
    const row = await requireHotspot(held);
    if (row.minutes_before === minutes) return [];
    requireSameVersion(row, input.version, { minutes_before: row.minutes_before });
    await setHotspot(held.trx, row.id, { minutes_before: minutes });
    return [
      {
        kind: "hotspot.edited",
        before: { minutes_before: row.minutes_before },
        after: { minutes_before: minutes },
      },
    ];
  });
}

/** Takes back that a finding is a hotspot; not while tests or evidence are kept with it. */
export async function unmarkHotspot(
  db: Kysely<DB>,
  act: Act,
  code: string,
  findingId: string,
): Promise<void> {
  await changeOfFinding(db, act, code, findingId, async (held) => {
    const row = await requireHotspot(held);
    for (const table of ["protecting_test", "evidence"] as const) {
      const kept = await held.trx
        .selectFrom(table)
        .select("id")
        .where("hotspot_id", "=", row.id)
        .limit(1)
        .executeTakeFirst();
      if (!kept) continue;
      const what = table === "evidence" ? "evidence" : "protecting tests";
      throw invalid("unmark", `It has ${what}. Take them away first, so that nothing is lost unseen.`);
    }
    await held.trx.deleteFrom("hotspot").where("id", "=", row.id).execute();
    return [{ kind: "hotspot.unmarked", before: { minutes_before: row.minutes_before } }];
  });
}

/** Writes what the fix is, and since when it is in place; `fixedOn` null while it is not. */
export async function writeFix(
  db: Kysely<DB>,
  act: Act,
  code: string,
  findingId: string,
  input: { fix: string; fixedOn: string | null; version: number },
): Promise<void> {
  await changeOfFinding(db, act, code, findingId, async (held) => {
    const row = await requireHotspot(held);
    const fixedOn = input.fixedOn === null ? null : requireDate(input.fixedOn, "fixed_on", act.today);
    const fix = input.fix.trim();
    if (fixedOn !== null) requireText(fix, "fix", "Say in a sentence what the fix is.", 20_000);
    else if (fix.length > 20_000) throw invalid("fix", "Use at most 20,000 characters.");
    const before: Facts = { fix: row.fix, fixed_on: row.fixed_on };
    const after: Facts = { fix, fixed_on: fixedOn };
    if (before.fix === after.fix && before.fixed_on === after.fixed_on) return [];
    requireSameVersion(row, input.version, before);
    await setHotspot(held.trx, row.id, { fix, fixed_on: fixedOn });
    const isFixedNow = row.fixed_on === null && fixedOn !== null;
    return [{ kind: isFixedNow ? "hotspot.fixed" : "hotspot.edited", before, after }];
  });
}

/** Writes the hours a week that a hotspot costs since its fix, measured on a day. */
export async function measureHotspot(
  db: Kysely<DB>,
  act: Act,
  code: string,
  findingId: string,
  input: { hours: string; measuredOn: string; version: number },
): Promise<void> {
  await changeOfFinding(db, act, code, findingId, async (held) => {
    const minutes = minutesOf(input.hours, "hours_after", true);
    const row = await requireHotspot(held);
    const measuredOn = requireDate(input.measuredOn, "measured_on", act.today);
    if (row.fixed_on === null && row.accepted_reason === null) {
      throw invalid("hours_after", "It is not fixed yet: write the fix first.");
    }
    if (row.fixed_on !== null && measuredOn < row.fixed_on) {
      throw invalid("measured_on", "That is before it was fixed.");
    }
    if (row.minutes_after === minutes && row.measured_on === measuredOn) return [];
    requireSameVersion(row, input.version, {
      minutes_after: row.minutes_after,
      measured_on: row.measured_on,
    });
    await setHotspot(held.trx, row.id, { minutes_after: minutes, measured_on: measuredOn });
    return [
      {
        kind: "hotspot.measured",
        before: { minutes_before: row.minutes_before, minutes_after: row.minutes_after },
        after: { minutes_after: minutes, measured_on: measuredOn },
      },
    ];
  });
}

/** Records the client's written word that a hotspot stays as it is: why, by whom, and on which day. */
export async function acceptHotspot(
  db: Kysely<DB>,
  act: Act,
  code: string,
  findingId: string,
  input: { reason: string; byName: string; on: string; version: number },
): Promise<void> {
  await changeOfFinding(db, act, code, findingId, async (held) => {
    const row = await requireHotspot(held);
    const reason = requireText(input.reason, "accepted_reason", "Say why it stays as it is.", 2000);
    const byName = requireText(input.byName, "accepted_by", "Name who accepted it.", 120);
    const on = requireDate(input.on, "accepted_on", act.today);
    const before: Facts = { reason: row.accepted_reason, by: row.accepted_by_name, on: row.accepted_on };
    if (before.reason === reason && before.by === byName && before.on === on) return [];
    requireSameVersion(row, input.version, before);
    await setHotspot(held.trx, row.id, {
      accepted_reason: reason,
      accepted_by_name: byName,
      accepted_on: on,
    });
    return [{ kind: "hotspot.accepted", before, after: { reason, by: byName, on } }];
  });
}

/** Takes back that a hotspot was accepted as it is. */
export async function withdrawAcceptance(
  db: Kysely<DB>,
  act: Act,
  code: string,
  findingId: string,
): Promise<void> {
  await changeOfFinding(db, act, code, findingId, async (held) => {
    const row = await requireHotspot(held);
    if (row.accepted_reason === null) return [];
    await setHotspot(held.trx, row.id, { accepted_reason: null, accepted_by_name: null, accepted_on: null });
    return [
      {
        kind: "hotspot.edited",
        before: { acceptance: row.accepted_reason },
        after: { acceptance: null },
      },
    ];
  });
}
