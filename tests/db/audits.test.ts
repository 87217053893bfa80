import { type AuditDraft, concludeAudit, planAudit, readAudit, saveAudit } from "db/audits.server";
import type { Database } from "db/connect.server";
import { moveStage } from "db/engagements.server";
import { recordFinding } from "db/findings.server";
import { addHolidays } from "db/firm.server";
import { saveTeam } from "db/team.server";
import { expectIntactChain, findEngagement, refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { actBy, anEngagement, aPerson, founded, type Scene, TODAY } from "tests/support/factories";
import { beforeAll, expect, it } from "vitest";

const DRAFT: AuditDraft = {
  summary: "It **holds** together; the jobs do not.",
  conditions: "",
  recommendation: "go",
  version: 1,
};
const WEEKS = { weeksLow: 8, weeksHigh: 11, sentence: "Three services, one of them untested." };
const NO_WEEKS = { weeksLow: null, weeksHigh: null, sentence: "" };

describeEachDatabase("audits", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });
  const db = () => database.db;
  const aLead = () => anEngagement(db(), { stage: "lead" });
  const plan = ({ code, lead }: Scene, changes: { startsOn?: string; version?: number } = {}) =>
    planAudit(db(), actBy(lead), code, { startsOn: TODAY, auditorId: lead.id, version: 0, ...changes });
  const conclude = ({ code, lead }: Scene, changes: Partial<AuditDraft> = {}, estimate = WEEKS) =>
    concludeAudit(db(), actBy(lead), code, { ...DRAFT, ...changes }, estimate);
  const eventsOf = async (code: string) => {
    const { id } = await findEngagement(db(), code);
    const rows = await db()
      .selectFrom("event")
      .select(["kind", "visibility"])
      .where("engagement_id", "=", id)
      .orderBy("seq")
      .execute();
    return rows.filter(({ kind }) => kind.startsWith("audit.") || kind === "estimate.recorded");
  };

  it("are planned, written, concluded, and frozen with the first estimate", async () => {
    const scene = await aLead();
    const { code, lead } = scene;
    await plan(scene);
    await saveAudit(db(), actBy(lead), code, { ...DRAFT, summary: "So far so good." });
    await recordFinding(db(), actBy(lead), code, {
      title: "Jobs are lost",
      severity: "high",
      area: "Background jobs",
      body: "",
      place: "",
      isVisible: false,
    });
    await conclude(scene, { version: 2 });
    const page = await readAudit(db(), lead, code);
    expect(page).toMatchObject({
      audit: {
        startsOn: TODAY,
        finishesOn: "2026-03-03",
        auditorName: lead.name,
        summary: DRAFT.summary,
        recommendation: "go",
        concludedOn: TODAY,
        concludedBy: lead.name,
      },
      findings: [{ title: "Jobs are lost", severity: "high" }],
      estimates: [{ madeAfter: "audit", weeksLow: 8, weeksHigh: 11, promisedFinishOn: null }],
      openPoint: "audit",
    });
    const frozen = [
      () => plan(scene, { startsOn: "2026-03-04", version: 3 }),
      () => saveAudit(db(), actBy(lead), code, { ...DRAFT, summary: "Otherwise.", version: 3 }),
      () => conclude(scene, { version: 3 }),
    ];
    for (const change of frozen) expect(await refusalOf(change())).toMatchObject({ kind: "conflict" });
    expect(await readAudit(db(), lead, code)).toEqual(page);
    expect(await eventsOf(code)).toEqual(
      ["audit.planned", "audit.edited", "audit.concluded", "estimate.recorded"].map((kind) => ({
        kind,
        visibility: "internal",
      })),
    );
    await expectIntactChain(db(), code);
  });

  it("take two working days by the firm's calendar, and somebody of ours", async () => {
    await addHolidays(db(), actBy(), [{ onDate: "2026-03-10", name: "Founders' day" }]);
    const scene = await aLead();
    await plan(scene, { startsOn: "2026-03-09" });
    expect((await readAudit(db(), scene.lead, scene.code)).audit?.finishesOn).toBe("2026-03-11");
    expect(await refusalOf(plan(scene, { startsOn: "2026-03-08", version: 1 }))).toMatchObject({
      field: "starts_on",
    });
    const { code, lead, client } = scene;
    for (const auditorId of [client.id, "unknown", ""]) {
      const planned = planAudit(db(), actBy(lead), code, { startsOn: TODAY, auditorId, version: 1 });
      expect(await refusalOf(planned)).toMatchObject({ kind: "invalid", field: "auditor_id" });
    }
  });

  it("are not concluded while something is missing, and a no goes without an estimate", async () => {
    const scene = await aLead();
    expect(await refusalOf(conclude(scene))).toMatchObject({ field: "starts_on" });
    await plan(scene);
    for (const [changes, field] of [
      [{ recommendation: null }, "recommendation"],
      [{ summary: "" }, "summary"],
      [{ recommendation: "go_with_conditions" }, "conditions"],
      [{ summary: "x".repeat(20_001) }, "summary"],
    ] as const) {
      expect(await refusalOf(conclude(scene, changes))).toMatchObject({ kind: "invalid", field });
    }
    const { code, lead } = scene;
    const without = concludeAudit(db(), actBy(lead), code, DRAFT, NO_WEEKS);
    expect(await refusalOf(without)).toMatchObject({ field: "weeks_low" });
    expect((await readAudit(db(), lead, code)).audit).toMatchObject({ concludedOn: null, version: 1 });
    await concludeAudit(db(), actBy(lead), code, { ...DRAFT, recommendation: "no" }, NO_WEEKS);
    expect(await readAudit(db(), lead, code)).toMatchObject({
      audit: { recommendation: "no" },
      estimates: [],
    });
  });

  it("refuse an older version with the newer text, and act once for one key a hundred times", async () => {
    const scene = await aLead();
    const { code, lead } = scene;
    await plan(scene);
    const draft = (summary: string) => ({ ...DRAFT, summary });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        refusalOf(saveAudit(db(), actBy(lead), code, draft(`Version ${at}`))).catch(() => null),
      ),
    );
    expect(answers.filter((answer) => answer === null)).toHaveLength(1);
    const kept = (await readAudit(db(), lead, code)).audit?.summary ?? "";
    for (const answer of answers) {
      if (answer)
        expect(answer).toMatchObject({ kind: "conflict", current: { summary: kept, version: "2" } });
    }
    const act = { ...actBy(lead), idempotencyKey: `conclude-${code}` };
    await Promise.all(
      Array.from({ length: 100 }, () => concludeAudit(db(), act, code, { ...DRAFT, version: 2 }, WEEKS)),
    );
    expect((await eventsOf(code)).filter(({ kind }) => kind === "audit.concluded")).toHaveLength(1);
    expect((await readAudit(db(), lead, code)).estimates).toHaveLength(1);
  });

  it("are closed once the work is agreed or lost", async () => {
    const live = await anEngagement(db());
    expect(await refusalOf(plan(live))).toMatchObject({ kind: "conflict" });
    const lost = await aLead();
    await moveStage(db(), actBy(), lost.code, { from: "lead", to: "lost", reason: "No budget." });
    expect(await refusalOf(plan(lost))).toMatchObject({ kind: "conflict" });
  });

  it("are reached by who runs the engagement, and read by its team alone", async () => {
    const [scene, another] = [await aLead(), await aLead()];
    await plan(scene);
    const member = await aPerson(db(), "member");
    await saveTeam(db(), actBy(), scene.code, { leadId: scene.lead.id, memberIds: [member.id] });
    expect((await readAudit(db(), member, scene.code)).audit).not.toBeNull();
    const byMember = saveAudit(db(), actBy(member), scene.code, DRAFT);
    expect(await refusalOf(byMember)).toMatchObject({ kind: "forbidden" });
    for (const stranger of [another.lead, scene.client]) {
      for (const code of [scene.code, "ENG-9999"]) {
        const hidden = { kind: "not_found", message: "We could not find that engagement." };
        expect(await refusalOf(readAudit(db(), stranger, code))).toMatchObject(hidden);
        expect(await refusalOf(saveAudit(db(), actBy(stranger), code, DRAFT))).toMatchObject(hidden);
      }
    }
  });
});
