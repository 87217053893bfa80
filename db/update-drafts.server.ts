import type { Kysely, Selectable } from "kysely";
import type { Health } from "~/domain/attention";
import type { Facts } from "~/domain/event";
import { conflict, invalid, notFound } from "~/domain/refusal";
import { keepDropped, keepOnly, type UpdateFacts } from "~/domain/update";
import { dueOnOrBefore, dueUpdate } from "~/domain/update-standing";
import { type Act, newId } from "./act";
import { workingCalendar } from "./firm.server";
import { once } from "./once.server";
import type { DB, UpdateTable } from "./schema";
import { type EngagementRow, lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";
import { factsSince, firstSeq } from "./update-facts.server";
import { findRhythm } from "./update-rhythm.server";

export interface DraftFields {
  health: Health | null;
  sentence: string;
  /** What the client reads; Markdown. */
  body: string;
  /** What only we read besides; Markdown. */
  internalBody: string;
  /** Keys of the lines that stand. */
  kept: readonly string[];
  version: number;
}

const LONGEST = { sentence: 300, body: 20_000 } as const;

type UpdateRow = Selectable<UpdateTable>;

/**
 * Makes the draft of the update that is due, and answers the draft that there is now; null when none is due. Called as
 * often as one likes: one draft at a time, none in a pause. `isAsked`: now, whether one is due or not.
 */
export async function draftUpdate(
  db: Kysely<DB>,
  act: Act,
  code: string,
  { isAsked }: { isAsked: boolean },
): Promise<string | null> {
  return once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const draft = await findDraft(trx, engagement.id);
    if (draft) return draft.id;
    const isUnderWay = engagement.stage === "active" && engagement.is_paused === 0;
    if (isAsked && engagement.stage !== "active") {
      throw invalid("update", "Only a live engagement has weekly updates.");
    }
    if (isAsked && !isUnderWay) throw invalid("update", "The engagement is paused. Resume it first.");
    if (!isUnderWay) return null;
    const rhythm = await findRhythm(trx, engagement);
    const due = dueUpdate(rhythm, act.today, await workingCalendar(trx));
    if (!due && !isAsked) return null;
    const id = newId();
    const from = await firstSeq(trx, engagement.id);
    await trx
      .insertInto("update")
      .values({
        id,
        engagement_id: engagement.id,
        on_date: due?.dueOn ?? act.today,
        health: null,
        sentence: "",
        body: "",
        internal_body: "",
        facts: JSON.stringify(await factsSince(trx, engagement, from, act.today, rhythm.startedOn)),
        from_seq: from,
        to_seq: engagement.seq,
        author_name: "",
        published_at: null,
        is_visible: 1,
        source_ref: null,
        note: null,
      })
      .execute();
    return id;
  });
}

/** Keeps what was typed into a draft. @throws Refusal `conflict` when it was saved or published since `version` */
export async function saveDraft(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  fields: DraftFields,
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const row = await requireDraft(trx, engagement, id, fields);
    await write(trx, row, fields, keepOnly(factsOf(row), fields.kept));
  });
}

/** Keeps what was typed and takes in what has happened since the lines were written; what was dropped stays dropped. */
export async function refreshDraft(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  fields: DraftFields,
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const row = await requireDraft(trx, engagement, id, fields);
    const { startedOn } = await findRhythm(trx, engagement);
    const fresh = await factsSince(trx, engagement, row.from_seq ?? 1, act.today, startedOn);
    await write(trx, row, fields, keepDropped(fresh, keepOnly(factsOf(row), fields.kept)), {
      to_seq: engagement.seq,
    });
  });
}

/**
 * Publishes a draft: from now on it stays as it is, and the client reads their version of it. `tell` queues the
 * letters in the same transaction.
 * @throws Refusal `invalid` without a claimed health and its sentence
 */
export async function publishUpdate(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  fields: DraftFields,
  tell: (trx: Kysely<DB>) => Promise<void> = async () => {},
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const row = await requireDraft(trx, engagement, id, fields);
    if (!fields.health) throw invalid("health", "Say how it stands.");
    if (!fields.sentence.trim()) throw invalid("sentence", "Say in a sentence why it stands so.");
    const calendar = await workingCalendar(trx);
    const dueOn = dueOnOrBefore(engagement.update_weekday, act.today, calendar);
    const onDate = [row.on_date, dueOn].sort().at(-1) ?? dueOn;
    await write(trx, row, fields, keepOnly(factsOf(row), fields.kept), {
      on_date: onDate,
      author_name: act.actor.name,
      published_at: act.at,
    });
    await finishChange(
      trx,
      engagement,
      act,
      [
        {
          kind: "update.published",
          subjectId: row.id,
          label: fields.sentence.trim(),
          after: { on: onDate, health: fields.health },
          visibility: "client",
        },
      ],
      { last_update_on: act.today },
    );
    await tell(trx);
  });
}

/** A manager has read a published update. Once is enough. */
export async function acknowledgeUpdate(db: Kysely<DB>, act: Act, code: string, id: string): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "acknowledge_update");
    const row = await findUpdateRow(trx, engagement, id);
    if (row?.published_at == null || row.facts === null) throw notFound("update");
    if (row.acknowledged_at !== null) return;
    await trx
      .updateTable("update")
      .set({ acknowledged_by_name: act.actor.name, acknowledged_at: act.at })
      .where("id", "=", row.id)
      .execute();
    await finishChange(trx, engagement, act, [
      {
        kind: "update.acknowledged",
        subjectId: row.id,
        label: row.sentence,
        after: { on: row.on_date },
        visibility: "internal",
      },
    ]);
  });
}

/** Chooses the weekday on which the update is due, 0 = Sunday. */
export async function setUpdateWeekday(db: Kysely<DB>, act: Act, code: string, day: number): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const { weekend } = await workingCalendar(trx);
    if (!Number.isInteger(day) || day < 0 || day > 6 || weekend.includes(day)) {
      throw invalid("weekday", "Choose a working day.");
    }
    if (engagement.update_weekday === day) return;
    const facts = (update_weekday: number): Facts => ({ update_weekday });
    await finishChange(
      trx,
      engagement,
      act,
      [
        {
          kind: "engagement.edited",
          before: facts(engagement.update_weekday),
          after: facts(day),
          visibility: "internal",
        },
      ],
      { update_weekday: day },
    );
  });
}

async function findDraft(trx: Kysely<DB>, engagementId: string): Promise<{ id: string } | undefined> {
  return trx
    .selectFrom("update")
    .select("id")
    .where("engagement_id", "=", engagementId)
    .where("published_at", "is", null)
    .executeTakeFirst();
}

async function findUpdateRow(
  trx: Kysely<DB>,
  engagement: EngagementRow,
  id: string,
): Promise<UpdateRow | undefined> {
  return trx
    .selectFrom("update")
    .selectAll()
    .where("engagement_id", "=", engagement.id)
    .where("id", "=", id)
    .executeTakeFirst();
}

async function requireDraft(
  trx: Kysely<DB>,
  engagement: EngagementRow,
  id: string,
  fields: DraftFields,
): Promise<UpdateRow> {
  const row = await findUpdateRow(trx, engagement, id);
  if (!row) throw notFound("update");
  if (row.published_at !== null) {
    throw conflict("This update is published, and what is published stays as it is.");
  }
  for (const [field, text] of [
    ["sentence", fields.sentence],
    ["body", fields.body],
    ["internal_body", fields.internalBody],
  ] as const) {
    const longest = field === "sentence" ? LONGEST.sentence : LONGEST.body;
    if (text.length > longest) throw invalid(field, `At most ${longest.toLocaleString("en-GB")} characters.`);
  }
  if (row.version !== fields.version) {
    throw conflict("Somebody else saved this draft meanwhile. Compare with theirs, then save again.", {
      health: row.health ?? "",
      sentence: row.sentence,
      body: row.body,
      internal_body: row.internal_body ?? "",
      version: String(row.version),
    });
  }
  return row;
}

const factsOf = (row: UpdateRow): UpdateFacts => JSON.parse(row.facts ?? "") as UpdateFacts;

async function write(
  trx: Kysely<DB>,
  row: UpdateRow,
  fields: DraftFields,
  facts: UpdateFacts,
  more: Partial<Pick<UpdateRow, "on_date" | "author_name" | "published_at" | "to_seq">> = {},
): Promise<void> {
  await trx
    .updateTable("update")
    .set({
      health: fields.health,
      sentence: fields.sentence.trim(),
      body: fields.body.trim(),
      internal_body: fields.internalBody.trim(),
      facts: JSON.stringify(facts),
      version: row.version + 1,
      ...more,
    })
    .where("id", "=", row.id)
    .execute();
}
