import type { ExpressionBuilder, Kysely } from "kysely";
import { shortDate } from "~/domain/calendar";
import type { CommentAbout } from "~/domain/comment";
import { PHASE_LABEL, type PhaseKind } from "~/domain/phase";
import { notFound } from "~/domain/refusal";
import { CLIENT_STAGES } from "~/domain/stage";
import type { DB } from "./schema";
import type { EngagementRow } from "./scope.server";

/** What a conversation is about: `id` is null for the engagement itself, and may be a phase's name for its gate. */
export interface CommentSubject {
  about: CommentAbout;
  id: string | null;
}

/** A subject as it was found in its engagement. */
export interface FoundSubject {
  about: CommentAbout;
  id: string | null;
  /** Null for the engagement itself. */
  title: string | null;
  /** Whether the client sees the subject, and so may see what is said about it. */
  isShared: boolean;
  /** The phase of a gate, which its address names. */
  phase: PhaseKind | null;
}

type Engagement = Pick<EngagementRow, "id" | "stage">;

/** What a comment's row tells of its subject, as `commentsWithSubjects` joins it. */
export interface SubjectColumns {
  about: CommentAbout;
  subject_id: string | null;
  deliverable_title: string | null;
  deliverable_shown: 0 | 1 | null;
  finding_title: string | null;
  finding_shown: 0 | 1 | null;
  decision_title: string | null;
  decision_shown: 0 | 1 | null;
  update_on: string | null;
  update_at: number | null;
  update_shown: 0 | 1 | null;
  ask_title: string | null;
  phase_kind: PhaseKind | null;
}

/** The subject of a comment as its row tells; its title is empty once the subject was removed. */
export function subjectOf(engagement: Engagement, row: SubjectColumns): FoundSubject {
  const isLive = CLIENT_STAGES.includes(engagement.stage);
  const told = TELL[row.about](row);
  return { about: row.about, id: row.subject_id, ...told, isShared: isLive && told.isShared };
}

type Told = Pick<FoundSubject, "title" | "isShared" | "phase">;

const titled = (title: string | null, shown: 0 | 1 | null): Told => ({
  title: title ?? "",
  isShared: shown === 1,
  phase: null,
});

const TELL: Record<CommentAbout, (row: SubjectColumns) => Told> = {
  engagement: () => ({ title: null, isShared: true, phase: null }),
  deliverable: (row) => titled(row.deliverable_title, row.deliverable_shown),
  finding: (row) => titled(row.finding_title, row.finding_shown),
  decision: (row) => titled(row.decision_title, row.decision_shown),
  update: (row) =>
    titled(
      row.update_on && `The update of ${shortDate(row.update_on)}`,
      row.update_at === null ? 0 : row.update_shown,
    ),
  ask: (row) => titled(row.ask_title, row.ask_title === null ? 0 : 1),
  gate: (row) => ({
    title: row.phase_kind ? `The ${PHASE_LABEL[row.phase_kind]} gate` : "",
    isShared: row.phase_kind !== null,
    phase: row.phase_kind,
  }),
};

/** The comments of an engagement, each with what it is about; ids are tied to the engagement in every join. */
export function commentsWithSubjects(db: Kysely<DB>, engagementId: string) {
  return db
    .selectFrom("comment")
    .leftJoin("deliverable", (join) =>
      join
        .onRef("deliverable.id", "=", "comment.subject_id")
        .on("comment.about", "=", "deliverable")
        .on("deliverable.engagement_id", "=", engagementId),
    )
    .leftJoin("finding", (join) =>
      join
        .onRef("finding.id", "=", "comment.subject_id")
        .on("comment.about", "=", "finding")
        .on("finding.engagement_id", "=", engagementId),
    )
    .leftJoin("decision", (join) =>
      join
        .onRef("decision.id", "=", "comment.subject_id")
        .on("comment.about", "=", "decision")
        .on("decision.engagement_id", "=", engagementId),
    )
    .leftJoin("update", (join) =>
      join
        .onRef("update.id", "=", "comment.subject_id")
        .on("comment.about", "=", "update")
        .on("update.engagement_id", "=", engagementId),
    )
    .leftJoin("ask", (join) =>
      join
        .onRef("ask.id", "=", "comment.subject_id")
        .on("comment.about", "=", "ask")
        .on("ask.engagement_id", "=", engagementId),
    )
    .leftJoin("phase", (join) =>
      join
        .onRef("phase.id", "=", "comment.subject_id")
        .on("comment.about", "=", "gate")
        .on("phase.engagement_id", "=", engagementId),
    )
    .select([
      "deliverable.title as deliverable_title",
      "deliverable.is_visible as deliverable_shown",
      "finding.title as finding_title",
      "finding.is_visible as finding_shown",
      "decision.title as decision_title",
      "decision.is_visible as decision_shown",
      "update.on_date as update_on",
      "update.published_at as update_at",
      "update.is_visible as update_shown",
      "ask.title as ask_title",
      "phase.kind as phase_kind",
    ])
    .where("comment.engagement_id", "=", engagementId);
}

/** What of them a client may read: said to them, about something that they see now. */
export function isForClient(eb: ExpressionBuilder<DB, keyof DB>) {
  return eb.and([
    eb("comment.visibility", "=", "client"),
    eb.or([
      eb("comment.about", "=", "engagement"),
      eb("deliverable.is_visible", "=", 1),
      eb("finding.is_visible", "=", 1),
      eb("decision.is_visible", "=", 1),
      eb.and([eb("update.published_at", "is not", null), eb("update.is_visible", "=", 1)]),
      eb("ask.id", "is not", null),
      eb("phase.id", "is not", null),
    ]),
  ]);
}

/**
 * What somebody wants to say something about, within an engagement that they reach.
 * @throws Refusal `not_found` when the engagement has no such part, or it is hidden from a client who asks
 */
export async function requireSubject(
  db: Kysely<DB>,
  engagement: Engagement,
  subject: CommentSubject,
  isForClientOnly: boolean,
): Promise<FoundSubject> {
  const found = await findSubject(db, engagement, subject);
  if (!found || (isForClientOnly && !found.isShared)) throw notFound(subject.about);
  return found;
}

async function findSubject(
  db: Kysely<DB>,
  engagement: Engagement,
  { about, id }: CommentSubject,
): Promise<FoundSubject | undefined> {
  const isLive = CLIENT_STAGES.includes(engagement.stage);
  if (about === "engagement") return { about, id: null, title: null, isShared: isLive, phase: null };
  const found = await FIND[about](db, engagement.id, id ?? "");
  return found && subjectOf(engagement, { ...NOTHING, ...found, about, subject_id: found.id });
}

const NOTHING: Omit<SubjectColumns, "about" | "subject_id"> = {
  deliverable_title: null,
  deliverable_shown: null,
  finding_title: null,
  finding_shown: null,
  decision_title: null,
  decision_shown: null,
  update_on: null,
  update_at: null,
  update_shown: null,
  ask_title: null,
  phase_kind: null,
};

type Find = (
  db: Kysely<DB>,
  engagementId: string,
  id: string,
) => Promise<(Partial<SubjectColumns> & { id: string }) | undefined>;

const FIND: Record<Exclude<CommentAbout, "engagement">, Find> = {
  deliverable: (db, engagementId, id) =>
    db
      .selectFrom("deliverable")
      .select(["id", "title as deliverable_title", "is_visible as deliverable_shown"])
      .where("engagement_id", "=", engagementId)
      .where("id", "=", id)
      .executeTakeFirst(),
  finding: (db, engagementId, id) =>
    db
      .selectFrom("finding")
      .select(["id", "title as finding_title", "is_visible as finding_shown"])
      .where("engagement_id", "=", engagementId)
      .where("id", "=", id)
      .executeTakeFirst(),
  decision: (db, engagementId, id) =>
    db
      .selectFrom("decision")
      .select(["id", "title as decision_title", "is_visible as decision_shown"])
      .where("engagement_id", "=", engagementId)
      .where("id", "=", id)
      .executeTakeFirst(),
  update: (db, engagementId, id) =>
    db
      .selectFrom("update")
      .select(["id", "on_date as update_on", "published_at as update_at", "is_visible as update_shown"])
      .where("engagement_id", "=", engagementId)
      .where("id", "=", id)
      .executeTakeFirst(),
  ask: (db, engagementId, id) =>
    db
      .selectFrom("ask")
      .select(["id", "title as ask_title"])
      .where("engagement_id", "=", engagementId)
      .where("id", "=", id)
      .executeTakeFirst(),
  gate: (db, engagementId, id) =>
    db
      .selectFrom("phase")
      .select(["id", "kind as phase_kind"])
      .where("engagement_id", "=", engagementId)
      .where((eb) => eb.or([eb("id", "=", id), eb("kind", "=", id as PhaseKind)]))
      .executeTakeFirst(),
};
