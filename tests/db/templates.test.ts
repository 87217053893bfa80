import type { Database } from "db/connect.server";
import { createEngagement } from "db/engagements.server";
import {
  archiveTemplate,
  copyTemplate,
  findTemplate,
  listTemplateOptions,
  listTemplates,
  saveTemplate,
  type Template,
  TemplateRefusal,
} from "db/templates.server";
import { beforeAll, expect, it } from "vitest";
import { BACKEND_TEMPLATE } from "~/domain/template";
import { describeEachDatabase } from "../support/databases";
import { aCompany, actBy, builtinTemplateId, founded, TODAY } from "../support/factories";

describeEachDatabase("templates", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });

  async function aCopy(): Promise<Template> {
    const id = await copyTemplate(database.db, actBy(), await builtinTemplateId(database.db));
    const copy = await findTemplate(database.db, id);
    if (!copy) throw new Error("The copy is not there");
    return copy;
  }

  it("begins with the built-in one, which carries all six artefacts", async () => {
    const [builtin] = await listTemplates(database.db);
    expect(builtin?.isBuiltin).toBe(true);
    const artefacts = builtin?.body.phases.flatMap((phase) => phase.deliverables.map((one) => one.artefact));
    expect(new Set(artefacts?.filter(Boolean)).size).toBe(6);
  });

  it("names each copy so that it can be told apart", async () => {
    const [first, second] = [await aCopy(), await aCopy()];
    expect(first.name).not.toBe(second.name);
    expect(second.body).toEqual(BACKEND_TEMPLATE);
  });

  it("copies once for the same post sent twice", async () => {
    const before = (await listTemplates(database.db)).length;
    const act = { ...actBy(), idempotencyKey: "the same" };
    const id = await builtinTemplateId(database.db);
    expect(await copyTemplate(database.db, act, id)).toBe(await copyTemplate(database.db, act, id));
    expect(await listTemplates(database.db)).toHaveLength(before + 1);
  });

  it("leaves an engagement as it began when its template is edited", async () => {
    const template = await aCopy();
    const code = await createEngagement(database.db, actBy(), {
      title: "Booking API",
      companyId: await aCompany(database.db),
      leadId: null,
      startsOn: TODAY,
      weeks: 9,
      weeksReason: null,
      templateId: template.id,
      stage: "lead",
    });
    const plan = () =>
      database.db
        .selectFrom("deliverable")
        .innerJoin("phase", "phase.id", "deliverable.phase_id")
        .innerJoin("engagement", "engagement.id", "phase.engagement_id")
        .where("engagement.code", "=", code)
        .select(["deliverable.title", "deliverable.due_on", "phase.working_days"])
        .orderBy("phase.position")
        .orderBy("deliverable.position")
        .execute();
    const before = await plan();
    const phases = template.body.phases.map((phase) => ({
      ...phase,
      workingDays: phase.workingDays + 2,
      deliverables: phase.deliverables.slice(1),
    }));
    const body = { weeks: 10, phases };
    await saveTemplate(database.db, actBy(), template.id, { name: "Shorter lists", body, version: 1 });
    expect(await plan()).toEqual(before);
    expect((await findTemplate(database.db, template.id))?.body.weeks).toBe(10);
  });

  it("refuses what does not fit, each error by its place, and keeps the template", async () => {
    const template = await aCopy();
    const [read, ...rest] = template.body.phases;
    if (!read) throw new Error("The template has no Read");
    const [first, ...others] = read.deliverables;
    if (!first) throw new Error("Read asks for nothing");
    const wrong = { ...read, workingDays: 0, deliverables: [{ ...first, title: " ", dueDay: 9 }, ...others] };
    const input = { name: "", body: { weeks: 0, phases: [wrong, ...rest] }, version: 1 };
    const refusal = await saveTemplate(database.db, actBy(), template.id, input).catch((error) => error);
    expect(refusal).toBeInstanceOf(TemplateRefusal);
    expect(Object.keys((refusal as TemplateRefusal).errors)).toEqual(
      expect.arrayContaining([
        "name",
        "weeks",
        "phases.0.workingDays",
        "phases.0.deliverables.0.title",
        "phases.0.deliverables.0.dueDay",
      ]),
    );
    expect(await findTemplate(database.db, template.id)).toEqual(template);
  });

  it("refuses the second of two who saved from the same version", async () => {
    const template = await aCopy();
    const save = (name: string) =>
      saveTemplate(database.db, actBy(), template.id, { name, body: template.body, version: 1 });
    await save("The first");
    await expect(save("The second")).rejects.toMatchObject({ kind: "conflict" });
    expect((await findTemplate(database.db, template.id))?.name).toBe("The first");
  });

  it("no longer offers an archived template, and offers it again once restored", async () => {
    const { id } = await aCopy();
    const isOffered = async () => (await listTemplateOptions(database.db)).some((option) => option.id === id);
    await archiveTemplate(database.db, actBy(), id, true);
    expect(await isOffered()).toBe(false);
    await archiveTemplate(database.db, actBy(), id, false);
    expect(await isOffered()).toBe(true);
  });

  it("lets the built-in template be edited and not archived", async () => {
    const id = await builtinTemplateId(database.db);
    const input = { name: "Backend Development", body: { ...BACKEND_TEMPLATE, weeks: 8 }, version: 1 };
    await saveTemplate(database.db, actBy(), id, input);
    await expect(archiveTemplate(database.db, actBy(), id, true)).rejects.toMatchObject({ kind: "invalid" });
  });

  it("writes every change down with who made it", async () => {
    const { id } = await aCopy();
    await archiveTemplate(database.db, actBy(), id, true);
    const rows = await database.db
      .selectFrom("firm_event")
      .select(["kind", "actor_name"])
      .where("subject_id", "=", id)
      .orderBy("id")
      .execute();
    expect(rows.map((row) => row.kind)).toEqual(["template.copied", "template.archived"]);
    expect(rows.every((row) => row.actor_name === "Operator")).toBe(true);
  });
});
