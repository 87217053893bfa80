import type { Kysely } from "kysely";
import type { Facts } from "~/domain/event";
import { invalid } from "~/domain/refusal";
import { lengthWarning } from "~/domain/schedule";
import { isBeforeAgreement } from "~/domain/stage";
import type { Act } from "./act";
import { requireUnchanged } from "./change.server";
import { workingCalendar } from "./firm.server";
import { once } from "./once.server";
import { listPhases } from "./phases.server";
import { insertPlan, layOutAgain, makeFirstPromises } from "./plan.server";
import type { DB } from "./schema";
import { type EngagementRow, lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";
import { requireTemplateBody } from "./templates.server";

export interface Terms {
  title: string;
  valueMinor: number | null;
  /** Whole percent. */
  winProbability: number | null;
  startsOn: string | null;
  weeks: number | null;
  weeksReason: string | null;
  seq: number;
}

/**
 * Changes what was agreed: title, value, chance; and while nothing is promised yet, start and length, which lays the
 * plan out anew. Promised dates move by `movePromisedDate` alone.
 */
export async function saveTerms(db: Kysely<DB>, act: Act, code: string, input: Terms): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "move_stage");
    const before: Facts = {
      title: engagement.title,
      value: engagement.value_minor,
      win_probability: engagement.win_probability,
      starts_on: engagement.starts_on,
      weeks: engagement.weeks,
    };
    const after: Facts = {
      title: input.title,
      value: input.valueMinor,
      win_probability: input.winProbability,
      starts_on: input.startsOn,
      weeks: input.weeks,
    };
    const changed = Object.keys(after).filter((key) => before[key] !== after[key]);
    if (changed.length === 0) return;
    await requireUnchanged(
      trx,
      engagement,
      input.seq,
      "engagement.edited",
      Object.fromEntries(Object.entries(before).map(([key, value]) => [key, String(value ?? "")])),
    );
    const replans = changed.includes("starts_on") || changed.includes("weeks");
    const finishOn = replans ? await layOutAnew(trx, act, engagement, input) : null;
    await trx
      .updateTable("engagement")
      .set({
        title: input.title,
        value_minor: input.valueMinor,
        win_probability: input.winProbability,
        starts_on: input.startsOn,
        weeks: input.weeks,
        weeks_reason: input.weeksReason,
      })
      .where("id", "=", engagement.id)
      .execute();
    const pick = (facts: Facts): Facts => Object.fromEntries(changed.map((key) => [key, facts[key] ?? null]));
    await finishChange(trx, engagement, act, [
      { kind: "engagement.edited", before: pick(before), after: pick(after), visibility: "internal" },
      ...(finishOn
        ? [{ kind: "promise.made" as const, after: { finish_on: finishOn }, visibility: "client" as const }]
        : []),
    ]);
  });
}

/**
 * Lays the plan out for another start or length. What is live without a promise, as after an import, promises it then:
 * answers the promised finish.
 */
async function layOutAnew(
  trx: Kysely<DB>,
  act: Act,
  engagement: EngagementRow,
  input: Terms,
): Promise<string | null> {
  const phases = await listPhases(trx, engagement.id);
  const isLive = engagement.stage === "active";
  const isOpen = isBeforeAgreement(engagement.stage);
  const isUntouched = phases.every(
    (phase) => phase.first_finish_on === null && phase.actual_start_on === null,
  );
  if (!isOpen && !(isLive && isUntouched)) {
    throw invalid("starts_on", "These dates are promised. Move them on the dates page, with a reason.");
  }
  if (!input.startsOn || !input.weeks)
    throw invalid("weeks", "Give both a start date and a length in weeks.");
  const warning = lengthWarning(input.weeks);
  if (warning && !input.weeksReason) throw invalid("weeks_reason", warning);
  const template = await requireTemplateBody(trx, null, engagement.template_name);
  const plan = { startsOn: input.startsOn, weeks: input.weeks, body: template.body };
  const calendar = await workingCalendar(trx);
  if (phases.length > 0) await layOutAgain(trx, phases, plan, calendar);
  else await insertPlan(trx, act, engagement.id, plan, calendar);
  return isLive ? makeFirstPromises(trx, act, engagement.id, "Promised when the dates were set.") : null;
}
