import { OPERATOR } from "db/act";
import { writeComment } from "db/comments.server";
import type { Database } from "db/connect.server";
import { moveStage } from "db/engagements.server";
import { findBrokenEvent } from "db/events.server";
import { showImportedUpdates } from "db/imported-updates.server";
import {
  confirmUpload,
  discardUpload,
  keepUpload,
  listMappingNames,
  listUploads,
  NOTHING_ASKED,
  requireMapping,
  requireUpload,
  runImport,
  saveAsk,
  saveMapping,
} from "db/imports.server";
import { readPack } from "db/pack.server";
import { listLedger } from "db/promises.server";
import { saveTeam } from "db/team.server";
import { saveTerms } from "db/terms.server";
import { readPortalUpdates, readUpdates } from "db/updates.server";
import { refusalOf } from "tests/support/checklist";
import { beforeAll, expect, it } from "vitest";
import { type Totals, totalsLine, totalsOf } from "~/domain/import/outcome";
import { prepareFiles } from "~/domain/import/preparation";
import { decodeFile, type SourceFile } from "~/domain/import/table";
import { describeEachDatabase, type Open } from "../support/databases";
import { actBy, aPerson, founded, TODAY } from "../support/factories";

const file = (name: string, text: string): SourceFile => decodeFile(name, new TextEncoder().encode(text));

const LIST = [
  "ID,Opportunity,Client,Status,Published,Start,Length,Value,Lead",
  "1,Tide tables,Harbour Trust,open,2026-02-02,2026-04-06,8 weeks,£48k,",
  "2,Port dues,harbour  trust,won,2024-01-08,2024-02-05,3 months,60000.0,",
  "3,Ferry desk,,cancelled,2026-01-05,,soon,,nobody@example.test",
  "4,,Quay,open,,,,,",
  "5,Berth plan,Quay,proposal sent,2026-01-05,,6-8 weeks,,",
].join("\n");

describeEachDatabase("importing a list", (open) => {
  let database: Database;
  const run = (text: string, options: { name?: string; dryRun?: boolean; files?: SourceFile[] } = {}) => {
    const name = options.name ?? "list.csv";
    const prepared = prepareFiles(name, [file(name, text), ...(options.files ?? [])]);
    return runImport(database.db, actBy(), prepared, NOTHING_ASKED, options.dryRun ?? false);
  };
  const line = async (...given: Parameters<typeof run>) => totalsLine((await run(...given)).result.totals);
  const engagement = (ref: string) =>
    database.db.selectFrom("engagement").selectAll().where("source_ref", "=", ref).executeTakeFirstOrThrow();
  const counts = async (): Promise<Record<string, number>> => {
    const result: Record<string, number> = {};
    for (const table of [
      "engagement",
      "company",
      "phase",
      "deliverable",
      "milestone",
      "event",
      "firm_event",
    ] as const) {
      const row = await database.db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .executeTakeFirstOrThrow();
      result[table] = Number(row.count);
    }
    return result;
  };

  beforeAll(async () => {
    database = await founded(open);
  });

  it("says on a dry run what it would do, and writes nothing", async () => {
    const before = await counts();
    expect(await line(LIST, { dryRun: true })).toBe("taken 2, corrected 2, refused 1, unchanged 0");
    expect(await counts()).toEqual(before);
  });

  it("takes, corrects or refuses every row", async () => {
    const { result } = await run(LIST);
    expect(totalsLine(result.totals)).toBe("taken 2, corrected 2, refused 1, unchanged 0");
    expect(result.rows.map((row) => [row.row, row.outcome])).toEqual([
      [2, "taken"],
      [3, "taken"],
      [4, "corrected"],
      [5, "refused"],
      [6, "corrected"],
    ]);
    expect(result.rows[2]?.notes.map((note) => note.column)).toEqual(["Client", "Length", "Lead"]);
    expect(result.rows[3]?.notes).toEqual([
      { column: "Opportunity", text: expect.stringContaining("title") },
    ]);
  });

  it("keeps what the file says", async () => {
    expect(await engagement("1")).toMatchObject({
      title: "Tide tables",
      stage: "lead",
      starts_on: "2026-04-06",
      weeks: 8,
      value_minor: 4_800_000,
      currency: "GBP",
      created_at: Date.UTC(2026, 1, 2, 12),
    });
    expect(await engagement("3")).toMatchObject({
      stage: "lost",
      weeks: null,
      lost_reason: expect.stringContaining("cancelled"),
    });
    expect(await engagement("5")).toMatchObject({ stage: "proposal", weeks: 8 });
  });

  it("finds a client whatever its case and blanks, and adds it once", async () => {
    const companies = await database.db.selectFrom("company").select("name").orderBy("name").execute();
    expect(companies.map(({ name }) => name)).toEqual(["Client not named", "Harbour Trust", "Quay"]);
    expect((await engagement("1")).company_id).toBe((await engagement("2")).company_id);
  });

  it("plans work to come, and promises nothing", async () => {
    const [plan, history] = [await engagement("1"), await engagement("2")];
    expect(plan.phase).toBe("read");
    expect(history).toMatchObject({ stage: "handed_over", phase: null, weeks: 13 });
    expect(await listLedger(database.db, plan)).toEqual([]);
    expect(await listLedger(database.db, history)).toEqual([]);
  });

  it("writes each engagement's events as an unbroken chain, for our eyes only", async () => {
    for (const { id } of await database.db.selectFrom("engagement").select("id").execute()) {
      expect(await findBrokenEvent(database.db, id)).toBeNull();
    }
    const events = await database.db.selectFrom("event").select(["kind", "visibility"]).execute();
    expect(new Set(events.map((event) => event.visibility))).toEqual(new Set(["internal"]));
  });

  it("changes nothing when the same file comes again, under another name too", async () => {
    const before = await counts();
    expect(await line(LIST)).toBe("taken 0, corrected 0, refused 1, unchanged 4");
    expect(await line(LIST, { name: "list (1).csv" })).toBe("taken 0, corrected 0, refused 1, unchanged 4");
    expect(await counts()).toEqual(before);
  });

  it("brings what the source changed, and says what it did to it", async () => {
    const changed = LIST.replace("proposal sent", "lost").replace("£48k", "£52k");
    expect(await line(changed)).toBe("taken 1, corrected 1, refused 1, unchanged 2");
    expect(await engagement("1")).toMatchObject({ value_minor: 5_200_000 });
    expect(await engagement("5")).toMatchObject({ stage: "lost" });
    const moved = await database.db
      .selectFrom("event")
      .select("kind")
      .where("engagement_id", "=", (await engagement("5")).id)
      .orderBy("seq")
      .execute();
    expect(moved.map((event) => event.kind)).toEqual([
      "engagement.imported",
      "engagement.imported",
      "engagement.edited",
      "engagement.stage_moved",
    ]);
    expect(await line(changed)).toBe("taken 0, corrected 0, refused 1, unchanged 4");
  });

  it("leaves what was changed here since, with a note", async () => {
    const { code, seq } = await engagement("1");
    await saveTerms(database.db, actBy(), code, {
      title: "Tide tables and currents",
      valueMinor: 5_200_000,
      winProbability: null,
      startsOn: "2026-04-06",
      weeks: 8,
      weeksReason: null,
      seq,
    });
    const { result } = await run(LIST.replace("Tide tables", "Tides").replace("£48k", "£52k"));
    expect(result.rows[0]).toMatchObject({
      outcome: "corrected",
      notes: [{ text: expect.stringContaining("changed here") }],
    });
    expect((await engagement("1")).title).toBe("Tide tables and currents");
  });

  it("never moves a date that was promised", async () => {
    const lead = await aPerson(database.db, "lead");
    const before = await engagement("1");
    await saveTeam(database.db, actBy(), before.code, { leadId: lead.id, memberIds: [] });
    await moveStage(database.db, actBy(), before.code, { from: "lead", to: "active", reason: null });
    const promised = await engagement("1");
    const ledger = await listLedger(database.db, promised);
    const { result } = await run(LIST.replace("2026-04-06,8 weeks", "2026-06-01,12 weeks"));
    expect(result.rows[0]).toMatchObject({ outcome: "corrected" });
    expect(result.rows[0]?.notes.map((note) => note.text).join()).toContain("promised");
    expect(await engagement("1")).toMatchObject({
      starts_on: "2026-04-06",
      weeks: 8,
      promised_finish_on: promised.promised_finish_on,
    });
    expect(await listLedger(database.db, promised)).toEqual(ledger);
  });

  it("keeps a phase that a source names, with dates and without", async () => {
    await run(
      "ID,Name,Client,Stage,Start,Weeks\np1,Alpha one,Quay,alpha,2026-02-02,9\np2,Beta one,Quay,beta,,\n",
      { name: "phases.csv" },
    );
    const [planned, bare] = [await engagement("p1"), await engagement("p2")];
    expect(planned).toMatchObject({
      stage: "active",
      phase: "stabilise",
      phase_status: "in_progress",
      promised_finish_on: null,
    });
    expect(bare).toMatchObject({ stage: "active", phase: "extend", phase_start_on: null });
    expect(
      await database.db.selectFrom("promise").select("id").where("engagement_id", "=", planned.id).execute(),
    ).toEqual([]);
  });

  it("gives the same engagements from CSV with milestones beside it and from JSON", async () => {
    const csv = "name,full_name,partners,stage,description\ntow,Tow boats,Quay; Port,beta,About  tows\n";
    const beside = file(
      "milestones.csv",
      "project,month,milestone\ntow,2025-06,Kick-off\ntow,,July 2025 Release\ntow,,Some day\n",
    );
    const json = JSON.stringify({
      tow: {
        full_name: "Tow boats",
        name: "tow",
        partner: null,
        partners: ["Quay", "Port"],
        stage: "beta",
        description: "About\ntows\n",
        milestones: ["June 2025: Kick-off", { "July 2025": "Release" }, "Some day"],
      },
    });
    expect(await line(csv, { name: "tows.csv", files: [beside] })).toBe(
      "taken 0, corrected 1, refused 0, unchanged 0",
    );
    expect(await line(json, { name: "tows.json" })).toBe("taken 0, corrected 0, refused 0, unchanged 1");
    expect(await line(csv, { name: "tows.csv" })).toBe("taken 0, corrected 0, refused 0, unchanged 1");
    const milestones = await database.db
      .selectFrom("milestone")
      .select(["happened_on", "title"])
      .where("engagement_id", "=", (await engagement("tow")).id)
      .orderBy("position")
      .execute();
    expect(milestones).toEqual([
      { happened_on: "2025-06", title: "Kick-off" },
      { happened_on: "2025-07", title: "Release" },
      { happened_on: null, title: "Some day" },
    ]);
  });

  it("takes awkward cells as they are: emoji, quotes, line breaks, ten thousand characters", async () => {
    const long = "word ".repeat(2000);
    const { result } = await run(
      `ID,Title,Client,Description\nx1,"Say ""hi"" 🚢","O'Quay & <b>","${long}\nsecond line"\n`,
      { name: "odd.csv" },
    );
    expect(result.rows[0]?.outcome).toBe("taken");
    expect(await engagement("x1")).toMatchObject({ title: 'Say "hi" 🚢' });
  });

  it("of the same file twice at once makes each engagement once", async () => {
    const rows = Array.from(
      { length: 120 },
      (_, index) => `t${index},Twin ${index},Twin client ${index % 7},open`,
    );
    const text = `ID,Title,Client,Status\n${rows.join("\n")}\n`;
    const results = await Promise.all([run(text, { name: "twins.csv" }), run(text, { name: "twins.csv" })]);
    const made = await database.db
      .selectFrom("engagement")
      .select("id")
      .where("source", "=", "twins")
      .execute();
    expect(made).toHaveLength(120);
    const sum = results.map(({ result }) => result.totals).reduce((total, each) => total + each.taken, 0);
    expect(sum).toBe(120);
    const companies = await database.db
      .selectFrom("company")
      .select("id")
      .where("name", "like", "Twin client%")
      .execute();
    expect(companies).toHaveLength(7);
  });

  it("is not for people who may not open engagements", async () => {
    const lead = await aPerson(database.db, "lead");
    const prepared = prepareFiles("list.csv", [file("list.csv", LIST)]);
    await expect(runImport(database.db, actBy(lead), prepared, NOTHING_ASKED, false)).rejects.toMatchObject({
      kind: "forbidden",
    });
  });
});

const FOLDER = [
  file(
    "list.csv",
    "sprint,ticket,title,state\n1,7,Sign in,in_progress\n2,7,Sign in,done\n1,8,Search,submitted\n2,9,Export,blocked\n2,9,Export,blocked\n",
  ),
  file(
    "when.csv",
    "sprint,start,end,done,tickets\n1,2026-01-05,2026-01-16,0,2\n2,2025-01-19,2026-01-30,1,3\n3,2026-02-02,2026-02-13,0,0\n",
  ),
  file("reports/sprint-2.md", "# Sprint 2\n\n- Sign-in is live\n"),
  file("terms.md", "| **Deliverable 1** | **Runbook** |\n| --- | --- |\n| Due date | As needed |\n"),
];

describeEachDatabase("importing the folder of an engagement", (open) => {
  let database: Database;
  const run = async (files: SourceFile[] = FOLDER, dryRun = false): Promise<Totals> => {
    const prepared = prepareFiles("engagement-harbour", files);
    const ask = { ...NOTHING_ASKED, fallbackClient: "Harbour Trust" };
    const { result } = await runImport(database.db, actBy(), prepared, ask, dryRun);
    expect(result.totals).toEqual(totalsOf(result.rows));
    return result.totals;
  };
  const only = () => database.db.selectFrom("engagement").selectAll().executeTakeFirstOrThrow();

  beforeAll(async () => {
    database = await founded(open);
  });

  it("makes one engagement with its deliverables, tickets and updates", async () => {
    expect(totalsLine(await run(FOLDER, true))).toBe("taken 8, corrected 1, refused 0, unchanged 1");
    expect(totalsLine(await run())).toBe("taken 8, corrected 1, refused 0, unchanged 1");
    const engagement = await only();
    expect(engagement).toMatchObject({
      title: "Harbour",
      stage: "active",
      starts_on: "2026-01-05",
      phase: "extend",
    });
    const deliverables = await database.db
      .selectFrom("deliverable")
      .innerJoin("phase", "phase.id", "deliverable.phase_id")
      .select(["phase.kind", "deliverable.title", "deliverable.status", "deliverable.reason"])
      .orderBy("phase.position")
      .orderBy("deliverable.position")
      .execute();
    expect(deliverables).toEqual([
      { kind: "extend", title: "#7 Sign in", status: "done", reason: null },
      { kind: "extend", title: "#8 Search", status: "doing", reason: null },
      { kind: "extend", title: "#9 Export", status: "blocked", reason: "Blocked in sprint 2." },
      { kind: "document", title: "Runbook", status: "todo", reason: null },
    ]);
    expect(await findBrokenEvent(database.db, engagement.id)).toBeNull();
    expect(await listLedger(database.db, engagement)).toEqual([]);
  });

  it("flags a year that cannot be right", async () => {
    const updates = await database.db
      .selectFrom("update")
      .select(["on_date", "note", "body"])
      .orderBy("on_date")
      .execute();
    expect(updates.map((update) => update.on_date)).toEqual(["2026-01-16", "2026-01-30", "2026-02-13"]);
    expect(updates[1]?.note).toContain("a year early");
    expect(updates[1]?.body).toContain("Sign-in is live");
    expect(updates[0]?.note).toBeNull();
  });

  it("keeps reports to ourselves until the lead shows them, and those of later imports too", async () => {
    const { db } = database;
    const { code, company_id } = await db
      .selectFrom("engagement")
      .select(["code", "company_id"])
      .executeTakeFirstOrThrow();
    const client = await aPerson(db, "client", { companyIds: [company_id] });
    const read = async () => (await readPortalUpdates(db, client, code)).updates;
    expect(await read()).toEqual([]);
    const [first] = await db.selectFrom("update").select("id").orderBy("on_date").execute();
    const about = { about: "update" as const, id: first?.id ?? "" };
    const say = () =>
      writeComment(db, actBy(client), code, { subject: about, visibility: "client", body: "?" });
    expect(await refusalOf(say())).toMatchObject({ kind: "not_found" });
    await showImportedUpdates(db, actBy(), code, true);
    await showImportedUpdates(db, actBy(), code, true);
    expect(await read()).toMatchObject([
      { onDate: "2026-02-13", author: null, reported: null, health: null },
      { onDate: "2026-01-30" },
      { onDate: "2026-01-16" },
    ]);
    expect(JSON.stringify(await read())).not.toContain("a year early");
    await say();
    expect((await readPack(db, client, code)).updates).toHaveLength(3);
    expect((await readUpdates(db, OPERATOR, code, TODAY)).imported).toEqual({ shown: 3, hidden: 0 });
    await showImportedUpdates(db, actBy(), code, false);
    expect(await read()).toEqual([]);
    expect((await readPack(db, client, code)).comments).toEqual([]);
    const events = await db
      .selectFrom("event")
      .select(["kind", "after", "visibility"])
      .where("kind", "in", ["update.shown", "update.hidden"])
      .orderBy("seq")
      .execute();
    expect(events).toEqual([
      { kind: "update.shown", after: '{"count":3}', visibility: "client" },
      { kind: "update.hidden", after: '{"count":3}', visibility: "internal" },
    ]);
    expect(await refusalOf(showImportedUpdates(db, actBy(client), code, true))).toMatchObject({
      kind: "forbidden",
    });
  });

  it("changes nothing when the same folder comes again", async () => {
    const before = await only();
    expect(totalsLine(await run())).toBe("taken 0, corrected 0, refused 0, unchanged 10");
    expect(await only()).toEqual(before);
  });

  it("brings a ticket that moved on and a sprint that was added, each as an event", async () => {
    const [tickets, when, ...rest] = FOLDER;
    if (!tickets || !when) throw new Error("The folder has both.");
    const later = [
      { ...tickets, text: `${tickets.text}3,8,Search,done\n3,10,Upload,backlog\n` },
      { ...when, text: `${when.text}4,2026-02-16,2026-02-27,1,2\n` },
      ...rest,
    ];
    const before = await only();
    const totals = await run(later);
    expect(totals).toMatchObject({ taken: 4, refused: 0 });
    const events = await database.db
      .selectFrom("event")
      .select("kind")
      .where("seq", ">", before.seq)
      .orderBy("seq")
      .execute();
    expect(events.map((event) => event.kind)).toEqual([
      "deliverable.status_changed",
      "deliverable.added",
      "update.published",
    ]);
    expect(await run(later)).toMatchObject({ taken: 0, corrected: 0, refused: 0 });
  });
});

describeEachDatabase("uploads", (open: Open) => {
  let database: Database;

  beforeAll(async () => {
    database = await founded(open);
  });

  it("wait for their person's word, and are imported once", async () => {
    const manager = await aPerson(database.db, "manager");
    const act = actBy(manager);
    const id = await keepUpload(database.db, act, [file("list.csv", LIST)]);
    expect((await listUploads(database.db, act)).map((upload) => upload.totals)).toEqual([null]);
    const results = await Promise.all([
      confirmUpload(database.db, act, id),
      confirmUpload(database.db, act, id),
    ]);
    expect(results[0]?.rows).toHaveLength(5);
    expect(await database.db.selectFrom("engagement").select("id").execute()).toHaveLength(4);
    const upload = await requireUpload(database.db, act, id);
    expect(upload.files).toEqual([]);
    expect(await confirmUpload(database.db, act, id)).toEqual(upload.result);
    await discardUpload(database.db, act, id);
    expect((await requireUpload(database.db, act, id)).result).not.toBeNull();
  });

  it("are hidden from everybody else", async () => {
    const [owner, other] = [await aPerson(database.db, "manager"), await aPerson(database.db, "admin")];
    const id = await keepUpload(database.db, actBy(owner), [file("list.csv", LIST)]);
    const hidden = { kind: "not_found" };
    await expect(requireUpload(database.db, actBy(other), id)).rejects.toMatchObject(hidden);
    await expect(confirmUpload(database.db, actBy(other), id)).rejects.toMatchObject(hidden);
    await expect(saveAsk(database.db, actBy(other), id, NOTHING_ASKED)).rejects.toMatchObject(hidden);
    await discardUpload(database.db, actBy(other), id);
    expect((await requireUpload(database.db, actBy(owner), id)).fileName).toBe("list.csv");
    const client = await aPerson(database.db, "client");
    await expect(keepUpload(database.db, actBy(client), [])).rejects.toMatchObject({ kind: "forbidden" });
  });

  it("that nobody confirmed are gone after a week", async () => {
    const owner = await aPerson(database.db, "manager");
    const id = await keepUpload(database.db, actBy(owner), [file("list.csv", LIST)]);
    const later = actBy(owner, TODAY, actBy().at + 8 * 86_400_000);
    await keepUpload(database.db, later, [file("list.csv", LIST)]);
    await expect(requireUpload(database.db, later, id)).rejects.toMatchObject({ kind: "not_found" });
  });

  it("that hold no table are refused before they are kept", async () => {
    const owner = await aPerson(database.db, "manager");
    await expect(keepUpload(database.db, actBy(owner), [file("list.csv", "")])).rejects.toMatchObject({
      field: "file",
    });
    expect(await listUploads(database.db, actBy(owner))).toEqual([]);
  });

  it("can be read by a mapping that was saved by name", async () => {
    const owner = await aPerson(database.db, "manager");
    const act = actBy(owner);
    const mapping = { columns: { title: "What" }, currency: "EUR", fallbackClient: "Quay" };
    await saveMapping(database.db, act, "harbour list", { ...mapping, currency: null });
    await saveMapping(database.db, act, "harbour list", mapping);
    expect(await listMappingNames(database.db, act)).toEqual(["harbour list"]);
    expect(await requireMapping(database.db, act, "harbour list")).toEqual(mapping);
    await expect(requireMapping(database.db, act, "other")).rejects.toMatchObject({ field: "mapping" });
    const id = await keepUpload(database.db, act, [file("odd.csv", "What,Weeks\nTow boats,8\n")]);
    await saveAsk(database.db, act, id, { ...NOTHING_ASKED, ...mapping });
    const result = await confirmUpload(database.db, act, id);
    expect(result.rows[0]).toMatchObject({ title: "Tow boats", outcome: "corrected" });
  });
});
