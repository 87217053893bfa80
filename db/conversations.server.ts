import type { Kysely } from "kysely";
import { type CommentAbout, mayRemove, type Nameable } from "~/domain/comment";
import type { Visibility } from "~/domain/event";
import { type Actor, may, type Role } from "~/domain/permissions";
import type { PhaseKind } from "~/domain/phase";
import { CLIENT_STAGES } from "~/domain/stage";
import {
  type CommentSubject,
  commentsWithSubjects,
  type FoundSubject,
  isForClient,
  requireSubject,
  subjectOf,
} from "./comment-subjects.server";
import { sayPermission } from "./comments.server";
import { listCircle } from "./mentionable.server";
import { requirePortal } from "./portal.server";
import type { DB } from "./schema";
import { type EngagementRow, requireEngagement } from "./scope.server";

/** Whose page it is read for: ours shows both kinds, the client's what they may see. */
export type Side = "ours" | "client";

export interface CommentShown {
  id: string;
  visibility: Visibility;
  author: string;
  /** Whether one of our people wrote it, and not a contact of the client. */
  isOurs: boolean;
  /** Epoch milliseconds. */
  at: number;
  /** Markdown; null once it was removed. */
  body: string | null;
  mentioned: Nameable[];
  mayRemove: boolean;
}

/** What has been said about one thing, the oldest first. */
export interface Conversation {
  about: CommentAbout;
  subjectId: string | null;
  /** Null for the engagement itself; empty when what it is about was removed. */
  title: string | null;
  phase: PhaseKind | null;
  /** Whether the client sees what it is about, so that they can be written to. */
  isShared: boolean;
  comments: CommentShown[];
}

/** Whose page it is, and what they may do with what they read. */
export interface Talk {
  code: string;
  company: string;
  firm: string;
  side: Side;
  canWrite: boolean;
  /** Names that may stand behind an `@`. */
  mentionable: { ours: string[]; contacts: string[] };
}

const MOST_OF_ONE = 300;
const MOST = 500;

/** What has been said about one part of an engagement. @throws Refusal `not_found` */
export async function readConversation(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  subject: CommentSubject,
  side: Side,
  at: number,
): Promise<Talk & { conversation: Conversation }> {
  const reached = await reachFor(db, actor, code, side);
  const found = await requireSubject(db, reached.engagement, subject, side === "client");
  const comments = await listComments(db, actor, reached, side, at, { about: found.about, ids: [found.id] });
  return {
    ...(await talkOf(db, actor, reached, side)),
    conversation: conversationOf(
      found,
      comments.map(({ shown }) => shown),
    ),
  };
}

/**
 * Every conversation of an engagement, the one in which something was said last first. The one about the engagement
 * itself is always among them, as is the one about `wanted` when it may be seen.
 * @throws Refusal `not_found`
 */
export async function listConversations(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  side: Side,
  at: number,
  wanted?: CommentSubject,
): Promise<Talk & { conversations: Conversation[]; isCut: boolean }> {
  const reached = await reachFor(db, actor, code, side);
  const { engagement } = reached;
  const entries = await listComments(db, actor, reached, side, at);
  const byKey = new Map<string, Conversation>();
  const keyOf = (subject: Pick<FoundSubject, "about" | "id">) => `${subject.about} ${subject.id ?? ""}`;
  const put = (subject: FoundSubject) => {
    const known = byKey.get(keyOf(subject));
    if (known) return known;
    const made = conversationOf(subject, []);
    byKey.set(keyOf(subject), made);
    return made;
  };
  for (const { subject, shown } of entries) put(subject).comments.push(shown);
  const isForClientOnly = side === "client";
  put(await requireSubject(db, engagement, { about: "engagement", id: null }, isForClientOnly));
  if (wanted) put(await requireSubject(db, engagement, wanted, isForClientOnly));
  const lastAt = (conversation: Conversation) => conversation.comments.at(-1)?.at ?? 0;
  return {
    ...(await talkOf(db, actor, reached, side)),
    conversations: [...byKey.values()].sort((a, b) => lastAt(b) - lastAt(a)),
    isCut: entries.length >= MOST,
  };
}

/**
 * What has been said about each of several things that a page shows, in their order. They are of a kind that the client
 * sees whenever they see the engagement.
 * @throws Refusal `not_found`
 */
export async function listConversationsOn(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  on: { about: CommentAbout; subjects: readonly { id: string; title: string }[] },
  side: Side,
  at: number,
): Promise<Talk & { conversations: Conversation[] }> {
  const reached = await reachFor(db, actor, code, side);
  const { about, subjects } = on;
  const isShared = CLIENT_STAGES.includes(reached.engagement.stage);
  const ids = subjects.map(({ id }) => id);
  const entries = ids.length === 0 ? [] : await listComments(db, actor, reached, side, at, { about, ids });
  return {
    ...(await talkOf(db, actor, reached, side)),
    conversations: subjects.map(({ id, title }) =>
      conversationOf(
        { about, id, title, isShared, phase: null },
        entries.filter(({ subject }) => subject.id === id).map(({ shown }) => shown),
      ),
    ),
  };
}

interface ReachedFor {
  engagement: EngagementRow;
  relation: Role;
}

async function reachFor(db: Kysely<DB>, actor: Actor, code: string, side: Side): Promise<ReachedFor> {
  if (side === "ours") return requireEngagement(db, actor, code, "see_pipeline");
  const { engagement } = await requirePortal(db, actor, code);
  return { engagement, relation: "client" };
}

async function talkOf(
  db: Kysely<DB>,
  actor: Actor,
  { engagement, relation }: ReachedFor,
  side: Side,
): Promise<Talk> {
  const canWrite = side === "ours" ? may(relation, sayPermission(actor)) : actor.role === "client";
  const circle = canWrite ? await listCircle(db, actor, engagement) : { ours: [], contacts: [] };
  const names = (people: readonly Nameable[]) =>
    people.filter((person) => person.id !== actor.id).map((person) => person.name);
  const company = await db
    .selectFrom("company")
    .select("name")
    .where("id", "=", engagement.company_id)
    .executeTakeFirst();
  const firm = await db.selectFrom("firm").select("name").executeTakeFirst();
  return {
    code: engagement.code,
    company: company?.name ?? "",
    firm: firm?.name ?? "",
    side,
    canWrite,
    mentionable: { ours: names(circle.ours), contacts: names(circle.contacts) },
  };
}

function conversationOf(subject: FoundSubject, comments: CommentShown[]): Conversation {
  const { about, id, title, phase, isShared } = subject;
  return { about, subjectId: id, title, phase, isShared, comments };
}

/** Comments, the oldest first, of everything or of one part; beyond the most that are shown, the newest. */
async function listComments(
  db: Kysely<DB>,
  actor: Actor,
  { engagement, relation }: ReachedFor,
  side: Side,
  at: number,
  only?: { about: CommentAbout; ids: readonly (string | null)[] },
): Promise<{ subject: FoundSubject; shown: CommentShown }[]> {
  let query = commentsWithSubjects(db, engagement.id)
    .leftJoin("person", "person.id", "comment.written_by")
    .selectAll("comment")
    .select("person.role as author_role")
    .orderBy("comment.written_at", "desc")
    .orderBy("comment.id", "desc")
    .limit(only?.ids.length === 1 ? MOST_OF_ONE : MOST);
  if (side === "client") query = query.where(isForClient);
  if (only) {
    query = query.where("comment.about", "=", only.about);
    const ids = only.ids.filter((id) => id !== null);
    query =
      ids.length > 0
        ? query.where("comment.subject_id", "in", ids)
        : query.where("comment.subject_id", "is", null);
  }
  const rows = await query.execute();
  const mentions = rows.map((row) => JSON.parse(row.mentions) as string[]);
  const names = await namesOf(db, [...new Set(mentions.flat())]);
  const canWrite = side === "ours" || actor.role === "client";
  const runs = side === "ours" && may(relation, "run_engagement");
  const entries = rows.map((row, index) => ({
    subject: subjectOf(engagement, row),
    shown: {
      id: row.id,
      visibility: row.visibility,
      author: row.written_by_name,
      isOurs: row.author_role !== "client",
      at: row.written_at,
      body: row.removed_at === null ? row.body : null,
      mentioned: (mentions[index] ?? []).flatMap((id) => names.get(id) ?? []),
      mayRemove:
        canWrite &&
        row.removed_at === null &&
        mayRemove({ isAuthor: row.written_by === actor.id, runs }, row.written_at, at),
    },
  }));
  return entries.reverse();
}

async function namesOf(db: Kysely<DB>, ids: readonly string[]): Promise<Map<string, Nameable>> {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom("person").select(["id", "name"]).where("id", "in", ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}
