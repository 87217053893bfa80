import { createHash, randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import { addDays } from "~/domain/calendar";
import type { Actor } from "~/domain/permissions";
import { conflict, invalid, notFound } from "~/domain/refusal";
import { SHARE_DAYS, type ShareDays, type ShareState, shareState } from "~/domain/share-link";
import { CLIENT_STAGES } from "~/domain/stage";
import { type Act, personIdOf } from "./act";
import { once } from "./once.server";
import type { DB } from "./schema";
import { lockEngagement, requireEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;
const LONGEST_LABEL = 100;
/** More addresses at once than these, and nobody knows any more who has which. */
const MOST_OPEN = 20;
const MOST_SHOWN = 200;

const storedToken = (token: string): string => createHash("sha256").update(token).digest("hex");

/**
 * Makes an address by which anyone who has it reads the portal. Answers its secret, which is stored nowhere; null when
 * the same post came twice, as the first answer showed it.
 * @throws Refusal `invalid` on `label` or `days`
 */
export async function createShareLink(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: { label: string; days: number },
): Promise<{ token: string | null }> {
  const token = randomBytes(32).toString("base64url");
  const id = storedToken(token);
  const made = await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const label = input.label.trim();
    if (label === "")
      throw invalid("label", "Say who it is for, so that you know later which one to take back.");
    if (label.length > LONGEST_LABEL) throw invalid("label", `At most ${LONGEST_LABEL} characters.`);
    if (!isShareDays(input.days)) throw invalid("days", "Choose how long it works.");
    if (!CLIENT_STAGES.includes(engagement.stage)) {
      throw invalid("label", "Only a portal that the client sees can be shared.");
    }
    const { open } = await trx
      .selectFrom("share_link")
      .select((eb) => eb.fn.countAll<number>().as("open"))
      .where("engagement_id", "=", engagement.id)
      .where("revoked_at", "is", null)
      .where("expires_at", ">", act.at)
      .executeTakeFirstOrThrow();
    if (open >= MOST_OPEN) {
      throw invalid("label", `${MOST_OPEN} links are open already. Take one back first.`);
    }
    await trx
      .insertInto("share_link")
      .values({
        id,
        engagement_id: engagement.id,
        label,
        created_by: personIdOf(act.actor),
        created_by_name: act.actor.name,
        created_at: act.at,
        expires_at: act.at + input.days * DAY_MS,
        revoked_at: null,
        last_used_at: null,
      })
      .execute();
    await finishChange(trx, engagement, act, [
      {
        kind: "share.created",
        subjectId: id,
        label,
        after: { expires_on: addDays(act.today, input.days) },
        visibility: "internal",
      },
    ]);
    return id;
  });
  return { token: made === id ? token : null };
}

const isShareDays = (days: number): days is ShareDays => (SHARE_DAYS as readonly number[]).includes(days);

/** Takes an address back: from this moment on it opens nothing. @throws Refusal `conflict` when it was already */
export async function revokeShareLink(db: Kysely<DB>, act: Act, code: string, id: string): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const row = await trx
      .selectFrom("share_link")
      .select(["id", "label", "revoked_at"])
      .where("engagement_id", "=", engagement.id)
      .where("id", "=", id)
      .executeTakeFirst();
    if (!row) throw notFound("link");
    if (row.revoked_at !== null) throw conflict("This link was taken back meanwhile.");
    await trx
      .updateTable("share_link")
      .set({ revoked_at: act.at })
      .where("engagement_id", "=", engagement.id)
      .where("id", "=", row.id)
      .execute();
    await finishChange(trx, engagement, act, [
      { kind: "share.revoked", subjectId: row.id, label: row.label, visibility: "internal" },
    ]);
  });
}

export interface ShareLinkShown {
  id: string;
  label: string;
  state: ShareState;
  createdBy: string;
  createdAt: number;
  expiresAt: number;
  revokedAt: number | null;
  lastUsedAt: number | null;
}

/** The addresses by which an engagement is shared, those that work first, then the newest. */
export async function listShareLinks(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  at: number,
): Promise<{ canShare: boolean; links: ShareLinkShown[] }> {
  const { engagement } = await requireEngagement(db, actor, code, "run_engagement");
  const rows = await db
    .selectFrom("share_link")
    .selectAll()
    .where("engagement_id", "=", engagement.id)
    .orderBy("created_at", "desc")
    .orderBy("id")
    .limit(MOST_SHOWN)
    .execute();
  const links = rows.map((row) => ({
    id: row.id,
    label: row.label,
    state: shareState({ expiresAt: row.expires_at, revokedAt: row.revoked_at }, at),
    createdBy: row.created_by_name,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  }));
  const [open, over] = [
    links.filter((link) => link.state === "open"),
    links.filter((link) => link.state !== "open"),
  ];
  return { canShare: CLIENT_STAGES.includes(engagement.stage), links: [...open, ...over] };
}

/** Whoever came by an address that works: what they may read, and until when. */
export interface Guest {
  actor: Actor;
  code: string;
  /** Epoch milliseconds. */
  expiresAt: number;
}

/**
 * Who comes by the secret of an address; undefined when it is unknown, has run out or was taken back, all alike.
 * Notes at most once an hour that it was used.
 */
export async function findGuest(db: Kysely<DB>, token: string, at: number): Promise<Guest | undefined> {
  const id = storedToken(token);
  const row = await db
    .selectFrom("share_link")
    .innerJoin("engagement", "engagement.id", "share_link.engagement_id")
    .select(["engagement.code", "share_link.expires_at", "share_link.last_used_at"])
    .where("share_link.id", "=", id)
    .where("share_link.revoked_at", "is", null)
    .where("share_link.expires_at", ">", at)
    .where("engagement.stage", "in", CLIENT_STAGES)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.last_used_at === null || at - row.last_used_at >= HOUR_MS) {
    await db.updateTable("share_link").set({ last_used_at: at }).where("id", "=", id).execute();
  }
  const actor: Actor = { id: "", name: "A guest", email: "", role: "client", companyIds: [], shareId: id };
  return { actor, code: row.code, expiresAt: row.expires_at };
}
