import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { saveArtefact } from "db/artefacts.server";
import { openAsk } from "db/asks.server";
import { addDeliverable } from "db/checklist.server";
import { saveClosing } from "db/closings.server";
import { removeComment, writeComment } from "db/comments.server";
import type { Database } from "db/connect.server";
import { recordDecision } from "db/decisions.server";
import { type DeliverableFields, editDeliverable } from "db/deliverables.server";
import { saveProfile } from "db/engagements.server";
import { addEvidencePieces } from "db/evidence.server";
import { recordFinding, settleFinding } from "db/findings.server";
import { waiveGate } from "db/gates.server";
import { acceptHotspot, markHotspot, writeFix } from "db/hotspots.server";
import { addMeasure, takeMeasure } from "db/measures.server";
import { startPhase } from "db/phases.server";
import { addProtectingTest } from "db/protecting-tests.server";
import { createShareLink } from "db/share-links.server";
import { checkStandard } from "db/standard-checks.server";
import { agreeStandard } from "db/standards.server";
import { setStatus } from "db/status.server";
import { saveTeam } from "db/team.server";
import { saveTerms } from "db/terms.server";
import { draftUpdate, publishUpdate, saveDraft } from "db/update-drafts.server";
import { DEFAULT_PROFILE } from "~/domain/engagement";
import type { UpdateFacts } from "~/domain/update";
import { fileStoreOf, filesFolder } from "~/files/store.server";
import { announceAsk } from "~/jobs/announce-asks.server";
import { announceComment } from "~/jobs/announce-comments.server";
import { announceUpdate } from "~/jobs/announce-updates.server";
import { findEngagement } from "./checklist";
import { aDecision } from "./decisions";
import { actBy, anEngagement, aPerson, TODAY } from "./factories";
import { planInternally } from "./internal-plans";
import { MAIL_CONFIG } from "./mail-config";

const PREFIX = "oursalone";

/** Of which fields something stood in what was read. */
export function fieldsIn(text: string): string[] {
  const found = text.match(new RegExp(`${PREFIX}-[a-z-]+`, "gi")) ?? [];
  return [...new Set(found.map((mark) => mark.toLowerCase()))];
}

/** Stands in what the client may read, so that a walk that reads nothing is noticed. */
export const SHOWN = "sharedwithyou";

/** What the client may never see as a number: the value of the engagement, in minor units and as it is written. */
export const VALUE = /7654321|7,654,321/;

/**
 * A handed-over engagement with a mark of its own in every field that is ours alone. Answers the marks, and the ids of
 * what the client may see, for the addresses that need them.
 */
export async function engagementFullOfMarks(database: Database, dataDir: string, now: number) {
  const { db } = database;
  const marks = new Set<string>();
  const ours = (field: string): string => {
    const mark = `${PREFIX}-${field}`;
    marks.add(mark);
    return mark;
  };
  const scene = await anEngagement(db, { title: `Quotes ${SHOWN}` });
  const { code, lead, client } = scene;
  const manager = await aPerson(db, "manager", { name: ours("manager-name") });
  const waiver = await aPerson(db, "manager", { name: "Wanda Okoro" });
  const member = await aPerson(db, "member", { name: ours("member-name") });
  const act = actBy(lead);
  await saveTeam(db, act, code, { leadId: lead.id, memberIds: [member.id] });
  const seq = async () => (await findEngagement(db, code)).seq;
  await saveProfile(db, act, code, {
    profile: { ...DEFAULT_PROFILE, backgroundJobsWhy: ours("profile-why") },
    origin: "existing",
    summary: ours("summary"),
    seq: await seq(),
  });
  await saveTerms(db, actBy(manager), code, {
    title: `Quotes ${SHOWN}`,
    valueMinor: 765_432_100,
    winProbability: 83,
    startsOn: TODAY,
    weeks: 9,
    weeksReason: ours("weeks-reason"),
    seq: await seq(),
  });

  const store = fileStoreOf({ dataDir, files: undefined });
  const file = async (name: string, text: string) => {
    const sha256 = createHash("sha256").update(text).digest("hex");
    mkdirSync(join(filesFolder(dataDir), "incoming"), { recursive: true });
    const path = join(store.incoming, sha256);
    writeFileSync(path, text);
    await store.put(path, sha256);
    return { name, type: "text/markdown", size: Buffer.byteLength(text), sha256 };
  };
  const hiddenPieces = async (of: string) => [
    { kind: "note" as const, url: null, note: ours(`${of}-evidence-note`), isVisible: false },
    {
      kind: "link" as const,
      url: `https://example.test/${ours(`${of}-evidence-link`)}`,
      note: "",
      isVisible: false,
    },
    {
      kind: "file" as const,
      url: null,
      note: "",
      isVisible: false,
      file: await file(`${ours(`${of}-evidence-file`)}.md`, `# ${ours(`${of}-evidence-content`)}`),
    },
  ];
  const shownFile = {
    kind: "file" as const,
    url: null,
    note: "",
    isVisible: true,
    file: await file("report.md", `# Report ${SHOWN}`),
  };

  const fields = (changes: Partial<DeliverableFields>): DeliverableFields => ({
    title: `Rate limits ${SHOWN}`,
    notes: "",
    ownerId: member.id,
    dueOn: null,
    isVisible: true,
    requiresEvidence: false,
    ...changes,
  });
  const add = (phase: "read" | "extend", changes: Partial<DeliverableFields>) =>
    addDeliverable(db, act, code, phase, fields(changes));
  const set = (id: string, to: "blocked" | "doing" | "not_applicable", reason: string | null) =>
    setStatus(db, act, code, { id, to, from: null, reason, evidence: null });
  await startPhase(db, act, code, { kind: "read", startOn: TODAY });
  const shown = await add("read", { notes: ours("deliverable-notes") });
  await set(shown, "blocked", ours("blocked-reason"));
  await set(shown, "doing", null);
  const leftOut = await add("read", { title: "Left out" });
  await set(leftOut, "not_applicable", ours("left-out-reason"));
  const hidden = await add("read", { title: ours("deliverable-title"), isVisible: false });
  await set(hidden, "blocked", ours("hidden-blocked-reason"));
  const [evidence = ""] = await addEvidencePieces(db, act, code, { of: "deliverable", id: shown }, [
    shownFile,
    ...(await hiddenPieces("deliverable")),
  ]);
  const onHidden = (await hiddenPieces("hidden-deliverable")).map((piece) => ({ ...piece, isVisible: true }));
  await addEvidencePieces(db, act, code, { of: "deliverable", id: hidden }, onHidden);

  const finding = (title: string, isVisible: boolean, mark: (field: string) => string) =>
    recordFinding(db, act, code, {
      title,
      severity: "high",
      area: mark("finding-area"),
      body: mark("finding-body"),
      place: mark("finding-place"),
      isVisible,
    });
  const shownFinding = await finding(`Retries ${SHOWN}`, true, () => "api");
  const hiddenFinding = await finding(ours("finding-title"), false, ours);
  await addEvidencePieces(db, act, code, { of: "finding", id: shownFinding }, await hiddenPieces("finding"));
  await markHotspot(db, act, code, hiddenFinding, "4.5");
  await writeFix(db, act, code, hiddenFinding, { fix: ours("fix"), fixedOn: TODAY, version: 1 });
  const test = { name: ours("test-name"), kind: "integration", place: ours("test-place") };
  await addProtectingTest(db, act, code, hiddenFinding, test);
  const { version } = await db
    .selectFrom("hotspot")
    .select("version")
    .where("finding_id", "=", hiddenFinding)
    .executeTakeFirstOrThrow();
  await acceptHotspot(db, act, code, hiddenFinding, {
    reason: ours("acceptance"),
    byName: ours("accepted-by"),
    on: TODAY,
    version,
  });
  await settleFinding(db, act, code, hiddenFinding, {
    status: "resolved",
    resolution: ours("resolution"),
    version: 1,
  });

  const hiddenText = {
    title: ours("decision-title"),
    context: ours("decision-context"),
    options: ours("decision-options"),
    decision: ours("decision-text"),
    consequences: ours("decision-consequences"),
    present: ours("decision-present"),
    revisitTrigger: ours("decision-trigger"),
    more: ours("decision-more"),
  };
  await recordDecision(db, act, code, aDecision(hiddenText));
  const decision = await recordDecision(
    db,
    act,
    code,
    aDecision({
      title: `Cursors ${SHOWN}`,
      isVisible: true,
      links: { findingIds: [hiddenFinding, shownFinding], deliverableIds: [hidden], artefacts: [] },
    }),
  );
  const measure = await addMeasure(db, act, code, {
    title: ours("measure-title"),
    unit: ours("measure-unit"),
    better: "lower",
    isVisible: false,
  });
  const taken = { edge: "before" as const, value: "5", on: TODAY, how: ours("measure-how"), version: 1 };
  await takeMeasure(db, act, code, measure, taken);
  await addMeasure(db, act, code, { title: `Days ${SHOWN}`, unit: "days", better: "lower", isVisible: true });

  const standard = await agreeStandard(db, act, code, {
    title: `Errors ${SHOWN}`,
    area: "errors",
    rule: "One shape.",
    agreedOn: TODAY,
    agreedBy: "Both",
  });
  const inheriting = await add("extend", { title: ours("extend-title"), isVisible: false });
  await checkStandard(db, act, code, {
    standardId: standard,
    deliverableId: inheriting,
    state: "exempt",
    reason: ours("exempt-reason"),
  });

  await openAsk(
    db,
    act,
    code,
    { title: `Access ${SHOWN}`, body: "", dueOn: null, isBlocking: false },
    (trx, id) => announceAsk({ db: trx, config: MAIL_CONFIG }, act, code, id),
  );

  const comment = async (
    visibility: "internal" | "client",
    body: string,
    subject: Parameters<typeof writeComment>[3]["subject"] = { about: "engagement", id: null },
    by = lead,
  ) =>
    writeComment(db, actBy(by), code, { subject, visibility, body }, (trx, id) =>
      announceComment({ db: trx, config: MAIL_CONFIG }, actBy(by), code, id),
    );
  await comment("internal", `@${member.name} ${ours("comment-body")}`);
  await comment("internal", ours("comment-on-finding"), { about: "finding", id: shownFinding });
  await comment("internal", ours("comment-on-hidden"), { about: "finding", id: hiddenFinding });
  await comment("internal", ours("comment-on-gate"), { about: "gate", id: "read" });
  await comment("internal", ours("comment-on-decision"), { about: "decision", id: decision });
  await comment("client", `Good morning @${client.name}, ${SHOWN}`);
  await comment("client", "Thank you.", { about: "decision", id: decision }, client);
  await removeComment(db, act, code, await comment("client", ours("comment-removed")));
  const later = await add("read", { title: "Shown for a while" });
  await comment("client", ours("comment-on-hidden-later"), { about: "deliverable", id: later });

  const publish = async (isPublished: boolean) => {
    const id = await draftUpdate(db, act, code, { isAsked: true });
    if (!id) throw new Error("No update was drafted.");
    const row = await db.selectFrom("update").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    const facts = JSON.parse(row.facts ?? "") as UpdateFacts;
    const update = {
      health: "on_track" as const,
      sentence: isPublished ? `All is well, ${SHOWN}.` : ours("draft-sentence"),
      body: isPublished ? "" : ours("draft-body"),
      internalBody: ours(isPublished ? "update-internal-body" : "draft-internal-body"),
      kept: facts.lines.map((line) => line.key),
      version: row.version,
    };
    if (!isPublished) return saveDraft(db, act, code, id, update);
    return publishUpdate(db, act, code, id, update, (trx) =>
      announceUpdate({ db: trx, config: MAIL_CONFIG }, act, code, id),
    );
  };
  await publish(true);
  await editDeliverable(db, act, code, later, {
    ...fields({ title: "Hidden since" }),
    isVisible: false,
    version: 1,
  });
  await publish(false);

  await saveArtefact(db, act, code, {
    kind: "observability",
    place: `https://example.test/${SHOWN}`,
    ownerAfter: "Platform team",
    howVerified: "Opened together",
    verifiedOn: TODAY,
    missingReason: "",
    version: 0,
  });
  await addEvidencePieces(
    db,
    act,
    code,
    { of: "artefact", id: "observability" },
    await hiddenPieces("artefact"),
  );
  await planInternally(db, scene, (await findEngagement(db, code)).id, manager, ours);
  const { token } = await createShareLink(db, { ...act, at: now }, code, {
    label: ours("share-label"),
    days: 7,
  });
  for (const kind of ["read", "stabilise", "extend", "document"] as const) {
    if (kind !== "read") await startPhase(db, act, code, { kind, startOn: TODAY });
    await waiveGate(db, actBy(waiver), code, { kind, reason: "Agreed by telephone." });
  }
  const closing = { outcome: `It ended well, ${SHOWN}.`, retrospective: ours("retrospective"), version: 0 };
  await saveClosing(db, act, code, closing);

  const gates = await db
    .selectFrom("gate")
    .innerJoin("phase", "phase.id", "gate.phase_id")
    .select(["phase.kind", "gate.id"])
    .execute();
  const foreign = await anEngagement(db, { title: ours("foreign-title") });
  return {
    scene,
    marks,
    foreign,
    token: token ?? "",
    ids: { decision, evidence },
    gates: new Map(gates.map((gate) => [gate.kind, gate.id])),
  };
}
