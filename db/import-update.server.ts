import type { Kysely, Updateable } from "kysely";
import type { Facts } from "~/domain/event";
import type { ImportedEngagement } from "~/domain/import/engagement-row";
import type { Note } from "~/domain/import/outcome";
import { foldText } from "~/domain/import/text";
import { nextStages, STAGE_LABEL } from "~/domain/stage";
import type { Act } from "./act";
import type { NewEvent } from "./events.server";
import {
  type ImportTools,
  inPhase,
  insertMilestones,
  isUndecided,
  type KnownEngagement,
  milestoneEvents,
  planImported,
  stageFor,
  weeksReason,
} from "./imported-engagement.server";
import { removePlan } from "./plan.server";
import type { DB, EngagementTable } from "./schema";
import { type EngagementRow, lockEngagement, requireEngagement } from "./scope.server";
import { enterStage } from "./stages.server";
import { finishChange } from "./standing.server";

interface Update {
  known: KnownEngagement;
  row: ImportedEngagement;
  /** What the source says now, and which of it differs from what it said at the last import. */
  facts: Facts;
  changed: readonly string[];
  hash: string;
  tools: ImportTools;
}

/** What an update comes to before it is written. */
interface Pending {
  patch: Updateable<EngagementTable>;
  before: Record<string, string | number | null>;
  after: Record<string, string | number | null>;
  events: NewEvent[];
  notes: Note[];
  plan: "keep" | "lay" | "lay_anew";
  /** The phase that the source names holds while there is no plan. */
  takesPhase: boolean;
}

/** How far work on the plan has gone; an untouched plan may be laid out anew while nothing is promised. */
type PlanState = "none" | "untouched" | "touched" | "promised";

/**
 * Brings an imported engagement up to what its source says now: the fields that the source changed, unless somebody
 * changed them here too. Promised dates are never touched; the note says where a person moves them.
 */
export async function updateImported(trx: Kysely<DB>, act: Act, update: Update): Promise<Note[]> {
  const { isDryRun } = update.tools;
  const { engagement } = await (isDryRun ? requireEngagement : lockEngagement)(
    trx,
    act.actor,
    update.known.code,
    "move_stage",
  );
  const pending: Pending = {
    patch: {},
    before: {},
    after: {},
    events: [],
    notes: [],
    plan: "keep",
    takesPhase: false,
  };
  const state = await planState(trx, engagement.id);
  takeFields(engagement, update, pending);
  takeClient(update, pending);
  takeLead(engagement, update, pending);
  takeStage(engagement, update, state, act.today, pending);
  takeDates(engagement, update, state, pending);
  if (!isDryRun) await write(trx, act, engagement, update, pending);
  return pending.notes;
}

async function planState(trx: Kysely<DB>, engagementId: string): Promise<PlanState> {
  const phases = await trx
    .selectFrom("phase")
    .select(["status", "first_finish_on"])
    .where("engagement_id", "=", engagementId)
    .execute();
  if (phases.length === 0) return "none";
  if (phases.some((phase) => phase.first_finish_on !== null)) return "promised";
  const touched = await trx
    .selectFrom("deliverable")
    .select("id")
    .where("engagement_id", "=", engagementId)
    .where((eb) => eb.or([eb("version", ">", 1), eb("evidence_count", ">", 0), eb("status", "<>", "todo")]))
    .limit(1)
    .executeTakeFirst();
  return touched || phases.some((phase) => phase.status !== "upcoming") ? "touched" : "untouched";
}

const COLUMN_OF = {
  title: "title",
  summary: "summary",
  value: "value_minor",
  currency: "currency",
  win_probability: "win_probability",
} as const;

/** Fields that nothing else hangs on. Where somebody changed one here since the last import, theirs stays. */
function takeFields(engagement: EngagementRow, update: Update, pending: Pending): void {
  for (const [fact, column] of Object.entries(COLUMN_OF)) {
    if (!update.changed.includes(fact)) continue;
    const [last, now] = [update.known.facts[fact] ?? null, update.facts[fact] ?? null];
    const current = engagement[column];
    if (current === now) continue;
    if (last !== null && current !== last) {
      leave(pending, fact, "was changed here since the last import; left as it is");
      continue;
    }
    Object.assign(pending.patch, { [column]: column === "summary" ? (now ?? "") : now });
    pending.before[fact] = current;
    pending.after[fact] = now;
  }
}

function takeClient(update: Update, pending: Pending): void {
  if (!update.changed.includes("client")) return;
  leave(
    pending,
    "client",
    `the source names “${update.row.client}” now; left as it is, because another client's contacts would see it`,
  );
}

function takeLead(engagement: EngagementRow, update: Update, pending: Pending): void {
  if (!update.changed.includes("lead") || !update.row.lead) return;
  const leadId = update.tools.leads.get(foldText(update.row.lead));
  if (leadId === engagement.lead_id) return;
  if (!leadId || engagement.lead_id !== null) {
    const why = leadId ? "another lead was chosen here" : `“${update.row.lead}” is nobody here who may lead`;
    leave(pending, "lead", `${why}; left as it is`);
    return;
  }
  pending.patch.lead_id = leadId;
  pending.before.lead = null;
  pending.after.lead = update.row.lead;
}

function takeStage(
  engagement: EngagementRow,
  update: Update,
  state: PlanState,
  today: string,
  pending: Pending,
): void {
  if (!update.changed.includes("standing") && !update.changed.includes("phase")) return;
  if (update.row.standing === undefined) return;
  const stage = stageFor(update.row, update.tools, today);
  pending.takesPhase = stage === "active" || stage === engagement.stage;
  if (stage === engagement.stage) {
    pending.patch.is_undecided = isUndecided(update.row, stage) ? 1 : 0;
    if (stage === "lost" && update.row.lostAs) pending.patch.lost_as = update.row.lostAs;
    return;
  }
  if (!nextStages(engagement.stage).includes(stage)) {
    leave(
      pending,
      "stage",
      `the source says ${STAGE_LABEL[stage]} now, and ${STAGE_LABEL[engagement.stage]} cannot become that; left as it is`,
    );
    return;
  }
  if (state !== "none" && (stage === "active" || engagement.stage === "active")) {
    leave(
      pending,
      "stage",
      `the source says ${STAGE_LABEL[stage]} now; move it on its page, where its dates are promised or closed`,
    );
    return;
  }
  pending.patch.stage = stage;
  pending.patch.lost_reason =
    stage === "lost" ? (update.row.lostReason ?? "Said to be lost in its source.") : null;
  pending.patch.lost_as = stage === "lost" ? (update.row.lostAs ?? "lost") : null;
  pending.patch.is_undecided = isUndecided(update.row, stage) ? 1 : 0;
  pending.events.push({
    kind: "engagement.stage_moved",
    before: { stage: engagement.stage },
    after: { stage, reason: "its source says so" },
    visibility: "internal",
  });
}

function takeDates(engagement: EngagementRow, update: Update, state: PlanState, pending: Pending): void {
  const { row, changed } = update;
  if (!changed.includes("starts_on") && !changed.includes("weeks")) return;
  const startsOn = row.startsOn ?? engagement.starts_on;
  const weeks = row.weeks ?? engagement.weeks;
  if (startsOn === engagement.starts_on && weeks === engagement.weeks) return;
  if (state === "promised") {
    leave(pending, "starts_on", "its dates are promised; move them on its dates page, with a reason");
    return;
  }
  if (state === "touched" || (state !== "none" && engagement.stage === "active")) {
    leave(pending, "starts_on", "work on its plan has begun; change its dates on its page");
    return;
  }
  Object.assign(pending.patch, { starts_on: startsOn, weeks, weeks_reason: weeksReason({ ...row, weeks }) });
  pending.before.starts_on = engagement.starts_on;
  pending.after.starts_on = startsOn;
  pending.before.weeks = engagement.weeks;
  pending.after.weeks = weeks;
  pending.plan = state === "none" ? "lay" : "lay_anew";
}

function leave(pending: Pending, column: string, text: string): void {
  pending.notes.push({ column, text });
}

async function write(
  trx: Kysely<DB>,
  act: Act,
  engagement: EngagementRow,
  update: Update,
  pending: Pending,
): Promise<void> {
  const { row, tools, known, facts } = update;
  if (pending.plan === "lay_anew") await removePlan(trx, engagement.id);
  if (pending.plan !== "keep") {
    const whole = { ...row, startsOn: pending.patch.starts_on ?? null, weeks: pending.patch.weeks ?? null };
    await planImported(trx, act, engagement.id, whole, pending.patch.stage ?? engagement.stage, tools);
  }
  if (pending.patch.stage) await enterStage(trx, act, engagement.id, pending.patch.stage);
  if (update.changed.includes("milestones")) {
    await trx.deleteFrom("milestone").where("engagement_id", "=", engagement.id).execute();
    await insertMilestones(trx, engagement.id, row);
    const old = new Set(JSON.parse(String(known.facts.milestones ?? "[]")).map(String));
    pending.events.push(
      ...milestoneEvents(row).filter(
        (event) => !old.has(String([event.after?.on ?? null, event.label ?? ""])),
      ),
    );
  }
  const isEdited = Object.keys(pending.after).length > 0;
  await finishChange(
    trx,
    pending.takesPhase ? inPhase(engagement, row) : engagement,
    act,
    [
      {
        kind: "engagement.imported",
        label: row.title,
        after: { ...known.facts, ...facts, source: tools.source, row: row.row },
        visibility: "internal",
      },
      ...(isEdited
        ? [
            {
              kind: "engagement.edited" as const,
              before: pending.before,
              after: pending.after,
              visibility: "internal" as const,
            },
          ]
        : []),
      ...pending.events,
    ],
    { ...pending.patch, source_hash: update.hash },
  );
}
