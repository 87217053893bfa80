import type { Kysely } from "kysely";
import { PHASE_KINDS } from "~/domain/phase";
import { conflict, invalid, notFound, Refusal } from "~/domain/refusal";
import { type TemplateBody, templateErrors } from "~/domain/template";
import { type Act, newId } from "./act";
import { recordFirmEvent } from "./firm-events.server";
import { once } from "./once.server";
import type { DB } from "./schema";

export interface Template {
  id: string;
  name: string;
  body: TemplateBody;
  isBuiltin: boolean;
  isArchived: boolean;
  version: number;
}

/** All templates, those in use first, by name. */
export async function listTemplates(db: Kysely<DB>): Promise<Template[]> {
  const rows = await db.selectFrom("template").selectAll().orderBy("name").limit(500).execute();
  return rows
    .map((row) => ({
      id: row.id,
      name: row.name,
      body: JSON.parse(row.body) as TemplateBody,
      isBuiltin: row.is_builtin === 1,
      isArchived: row.archived_at !== null,
      version: row.version,
    }))
    .sort((a, b) => Number(a.isArchived) - Number(b.isArchived));
}

/** Names to choose from when an engagement is opened; the built-in one first. */
export async function listTemplateOptions(
  db: Kysely<DB>,
): Promise<{ id: string; name: string; weeks: number }[]> {
  const templates = await listTemplates(db);
  return templates
    .filter((template) => !template.isArchived)
    .sort((a, b) => Number(b.isBuiltin) - Number(a.isBuiltin))
    .map(({ id, name, body }) => ({ id, name, weeks: body.weeks }));
}

export async function findTemplate(db: Kysely<DB>, id: string): Promise<Template | undefined> {
  return (await listTemplates(db)).find((template) => template.id === id);
}

/**
 * The template to plan from: by id, else by name, else the built-in one.
 * @throws Refusal `invalid` on `template_id` when there is none
 */
export async function requireTemplateBody(
  trx: Kysely<DB>,
  id: string | null,
  name?: string,
): Promise<{ name: string; body: TemplateBody }> {
  const rows = await trx
    .selectFrom("template")
    .select(["id", "name", "body", "is_builtin"])
    .where("archived_at", "is", null)
    .orderBy("created_at")
    .execute();
  const found = id
    ? rows.find((row) => row.id === id)
    : (rows.find((row) => row.name === name) ?? rows.find((row) => row.is_builtin === 1) ?? rows[0]);
  if (!found) throw invalid("template_id", "Choose a template from the list.");
  return { name: found.name, body: JSON.parse(found.body) as TemplateBody };
}

/** Copies a template under a new name and answers the copy's id. */
export async function copyTemplate(db: Kysely<DB>, act: Act, id: string): Promise<string> {
  return once(db, act, async (trx) => {
    const source = await findTemplate(trx, id);
    if (!source) throw notFound("template");
    const names = new Set((await listTemplates(trx)).map((template) => template.name));
    let name = `${source.name} (copy)`;
    for (let number = 2; names.has(name); number += 1) name = `${source.name} (copy ${number})`;
    const copy = newId();
    await trx
      .insertInto("template")
      .values({
        id: copy,
        name,
        body: JSON.stringify(source.body),
        is_builtin: 0,
        archived_at: null,
        created_at: act.at,
      })
      .execute();
    await recordFirmEvent(trx, act, { kind: "template.copied", subjectId: copy, label: name });
    return copy;
  });
}

/** A template that does not fit, with what is wrong by path. */
export class TemplateRefusal extends Refusal {
  constructor(readonly errors: Record<string, string>) {
    super("invalid", "Some of the template does not fit yet.", Object.keys(errors)[0]);
  }
}

/**
 * Saves a template; engagements that were opened from it keep what they started with.
 * @throws TemplateRefusal with every error; Refusal `conflict` when somebody else saved meanwhile
 */
export async function saveTemplate(
  db: Kysely<DB>,
  act: Act,
  id: string,
  input: { name: string; body: TemplateBody; version: number },
): Promise<void> {
  const errors = templateErrors(input.body, PHASE_KINDS);
  if (input.name.trim() === "") errors.name = "Name the template.";
  if (Object.keys(errors).length > 0) throw new TemplateRefusal(errors);
  await once(db, act, async (trx) => {
    const before = await findTemplate(trx, id);
    if (!before) throw notFound("template");
    const { numUpdatedRows } = await trx
      .updateTable("template")
      .set((eb) => ({
        name: input.name.trim(),
        body: JSON.stringify(input.body),
        version: eb("version", "+", 1),
      }))
      .where("id", "=", id)
      .where("version", "=", input.version)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) {
      throw conflict("Somebody else saved this template meanwhile. Look at theirs, then save again.");
    }
    await recordFirmEvent(trx, act, {
      kind: "template.saved",
      subjectId: id,
      label: input.name.trim(),
      before: { name: before.name, body: JSON.stringify(before.body) },
      after: { name: input.name.trim(), body: JSON.stringify(input.body) },
    });
  });
}

/** Takes a template out of the choices, or puts it back; the built-in one stays. */
export async function archiveTemplate(db: Kysely<DB>, act: Act, id: string, archive: boolean): Promise<void> {
  await once(db, act, async (trx) => {
    const template = await findTemplate(trx, id);
    if (!template) throw notFound("template");
    if (template.isBuiltin)
      throw invalid("template", "The built-in template stays; copy it to make another.");
    await trx
      .updateTable("template")
      .set({ archived_at: archive ? act.at : null })
      .where("id", "=", id)
      .execute();
    await recordFirmEvent(trx, act, {
      kind: archive ? "template.archived" : "template.restored",
      subjectId: id,
      label: template.name,
    });
  });
}
