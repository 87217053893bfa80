import type { Kysely } from "kysely";
import { may } from "~/domain/permissions";
import { forbidden, invalid } from "~/domain/refusal";
import { templateFrom } from "~/domain/template-from";
import { type Act, newId } from "./act";
import { workingCalendar } from "./firm.server";
import { recordFirmEvent } from "./firm-events.server";
import { once } from "./once.server";
import { listPhases } from "./phases.server";
import type { DB } from "./schema";
import { requireEngagement } from "./scope.server";

/**
 * Makes a template of a finished engagement; answers the template's id.
 * @throws Refusal `invalid` on `name` when it is taken, or when the engagement has no plan to learn from
 */
export async function makeTemplateFrom(
  db: Kysely<DB>,
  act: Act,
  code: string,
  name: string,
): Promise<string> {
  return once(db, act, async (trx) => {
    if (!may(act.actor.role, "administer")) throw forbidden("Only an administrator makes templates.");
    const { engagement } = await requireEngagement(trx, act.actor, code, "see_pipeline");
    if (engagement.stage !== "handed_over") {
      throw invalid("name", "A template is made of an engagement that was handed over.");
    }
    if (!name) throw invalid("name", "Name the template.");
    const taken = await trx.selectFrom("template").select("id").where("name", "=", name).executeTakeFirst();
    if (taken) throw invalid("name", "There is a template of that name already.");
    const phases = await listPhases(trx, engagement.id);
    if (phases.length === 0) throw invalid("name", "This engagement has no plan to make a template of.");
    const rows = await trx
      .selectFrom("deliverable")
      .select(["phase_id", "title", "due_on", "is_visible", "requires_evidence", "artefact"])
      .where("engagement_id", "=", engagement.id)
      .orderBy("position")
      .orderBy("id")
      .limit(5000)
      .execute();
    const body = templateFrom(
      phases.map((phase) => ({
        kind: phase.kind,
        plannedStartOn: phase.planned_start_on,
        workingDays: phase.working_days,
        deliverables: rows
          .filter((row) => row.phase_id === phase.id)
          .map((row) => ({
            title: row.title,
            dueOn: row.due_on,
            isVisible: row.is_visible === 1,
            requiresEvidence: row.requires_evidence === 1,
            artefact: row.artefact,
          })),
      })),
      engagement.weeks,
      await workingCalendar(trx),
    );
    const id = newId();
    await trx
      .insertInto("template")
      .values({
        id,
        name,
        body: JSON.stringify(body),
        is_builtin: 0,
        archived_at: null,
        created_at: act.at,
      })
      .execute();
    await recordFirmEvent(trx, act, { kind: "template.made", subjectId: id, label: name });
    return id;
  });
}
