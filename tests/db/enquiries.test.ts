import { readAudit } from "db/audits.server";
import type { Database } from "db/connect.server";
import { moveStage } from "db/engagements.server";
import {
  type EnquiryInput,
  findEnquiryForm,
  listManagers,
  newFormToken,
  type Posted,
  receiveEnquiry,
  switchEnquiry,
} from "db/enquiries.server";
import { saveTeam } from "db/team.server";
import { findEngagement, refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { AT, aCompany, actBy, aPerson, founded, TODAY } from "tests/support/factories";
import { beforeEach, expect, it } from "vitest";
import { ENQUIRY_RATE, ENQUIRY_REFUSAL } from "~/domain/enquiry";

const WRITTEN: EnquiryInput = {
  company: "Tidewater Freight",
  person: "Marta Quinn",
  email: "marta@tidewater.example",
  symptoms: ["latency", "no_tests"],
  message: "Every booking round takes the morning.",
};

describeEachDatabase("enquiries", (open) => {
  let database: Database;
  let key = "";
  beforeEach(async () => {
    database = await founded(open);
    await switchEnquiry(database.db, actBy(), true);
    key = (await findEnquiryForm(database.db))?.key ?? "";
  });
  const db = () => database.db;
  const post = (changes: Partial<Posted> = {}): Posted => ({
    token: newFormToken(key, AT - 60_000),
    trap: "",
    source: "192.0.2.7",
    at: AT,
    today: TODAY,
    ...changes,
  });
  const told: string[] = [];
  const send = (posted: Posted, changes: Partial<EnquiryInput> = {}) =>
    receiveEnquiry(db(), key, { ...WRITTEN, ...changes }, posted, async (_trx, { code }) => {
      told.push(code);
    });
  const leads = () =>
    db()
      .selectFrom("engagement")
      .innerJoin("company", "company.id", "engagement.company_id")
      .select(["engagement.code", "engagement.title", "engagement.stage", "company.name as company"])
      .orderBy("engagement.number")
      .execute();

  it("become a lead of a new company, with what was written, for our eyes only", async () => {
    told.length = 0;
    await send(post());
    const [lead] = await leads();
    expect(lead).toMatchObject({ title: "Enquiry of Tidewater Freight", stage: "lead" });
    const manager = await aPerson(db(), "manager");
    expect((await readAudit(db(), manager, lead?.code ?? "")).enquiries).toMatchObject([
      { ...WRITTEN, receivedAt: AT },
    ]);
    expect(told).toEqual([lead?.code]);
    const events = await db().selectFrom("event").select(["kind", "visibility", "label"]).execute();
    expect(events).toEqual([
      { kind: "engagement.created", visibility: "internal", label: "Enquiry of Tidewater Freight" },
      { kind: "enquiry.received", visibility: "internal", label: "Marta Quinn, Tidewater Freight" },
    ]);
  });

  it("get a manager once one moves them on or gives them a lead, and keep that one", async () => {
    await send(post());
    const code = (await leads())[0]?.code ?? "";
    const managerId = async () => (await findEngagement(db(), code)).manager_id;
    const [first, second] = [await aPerson(db(), "manager"), await aPerson(db(), "manager")];
    const lead = await aPerson(db(), "lead");
    expect(await managerId()).toBeNull();
    await saveTeam(db(), actBy(first), code, { leadId: lead.id, memberIds: [] });
    expect(await managerId()).toBe(first.id);
    await moveStage(db(), actBy(second), code, { from: "lead", to: "audit", reason: null });
    expect(await managerId()).toBe(first.id);
  });

  it("come to the company that is there already, however it is written", async () => {
    const known = await aCompany(db(), "Tidewater  freight");
    await send(post());
    const rows = await db().selectFrom("engagement").select("company_id").execute();
    expect(rows).toEqual([{ company_id: known }]);
  });

  it("are taken once for a hundred equal posts", async () => {
    told.length = 0;
    const posted = post();
    await Promise.all(Array.from({ length: 100 }, () => send(posted)));
    expect(await leads()).toHaveLength(1);
    expect(told).toHaveLength(1);
  });

  it("are refused from a form that is too young, too old, forged, or of before it was opened", async () => {
    const gone = newFormToken(key, AT - 60_000);
    const [head = "", number = ""] = gone.split(".");
    const forged = `${head}.${number}.${"A".repeat(43)}`;
    const of = (token: string) => refusalOf(send(post({ token })));
    expect(await of(newFormToken(key, AT - 1000))).toMatchObject({ message: ENQUIRY_REFUSAL.too_soon });
    for (const token of [newFormToken(key, AT - 25 * 3_600_000), forged, "", "x".repeat(5000)]) {
      expect(await of(token)).toMatchObject({ field: "form_token", message: ENQUIRY_REFUSAL.too_old });
    }
    await switchEnquiry(db(), actBy(), false);
    await switchEnquiry(db(), actBy(), true);
    key = (await findEnquiryForm(db()))?.key ?? "";
    expect(await of(gone)).toMatchObject({ message: ENQUIRY_REFUSAL.too_old });
    expect(await refusalOf(send(post({ trap: "https://spam.example" })))).toMatchObject({ field: "website" });
    expect(await leads()).toEqual([]);
  });

  it("are limited by where they come from, and in all, until the window has passed", async () => {
    const { perSource, inAll, sourceWindow, allWindow } = ENQUIRY_RATE;
    const each = () => post({ token: newFormToken(key, AT - 60_000) });
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => refusalOf(send(each())).catch(() => null)),
    );
    expect(answers.filter((answer) => answer === null)).toHaveLength(perSource);
    expect(answers.find((answer) => answer !== null)).toMatchObject({
      field: "",
      message: ENQUIRY_REFUSAL.per_source,
    });
    const later = AT + sourceWindow;
    await send(post({ at: later, token: newFormToken(key, later - 5000) }));
    for (let sent = perSource + 1; sent < inAll; sent += 1)
      await send({ ...each(), source: `192.0.2.${sent}` });
    expect(await refusalOf(send({ ...each(), source: "198.51.100.1" }))).toMatchObject({
      message: ENQUIRY_REFUSAL.in_all,
    });
    expect(await leads()).toHaveLength(inAll);
    const tomorrow = AT + allWindow;
    await send(post({ at: tomorrow, token: newFormToken(key, tomorrow - 5000), source: "198.51.100.1" }));
    expect(await leads()).toHaveLength(inAll + 1);
  });

  it("are told to the managers, or to the administrators where there are none", async () => {
    const admin = await aPerson(db(), "admin");
    expect((await listManagers(db())).map(({ email }) => email)).toEqual([admin.email]);
    const manager = await aPerson(db(), "manager");
    await aPerson(db(), "lead");
    expect((await listManagers(db())).map(({ email }) => email)).toEqual([manager.email]);
  });

  it("have a form that is closed to begin with, and each switch of it is on record", async () => {
    const fresh = (await founded(open)).db;
    expect(await findEnquiryForm(fresh)).toMatchObject({ isOpen: false, key: "" });
    for (const isOpen of [true, true, false]) await switchEnquiry(fresh, actBy(), isOpen);
    expect(await findEnquiryForm(fresh)).toMatchObject({ isOpen: false, key: "" });
    const kinds = await fresh
      .selectFrom("firm_event")
      .select("kind")
      .where("kind", "like", "settings.enquiry%")
      .orderBy("id")
      .execute();
    expect(kinds.map(({ kind }) => kind)).toEqual(["settings.enquiry_opened", "settings.enquiry_closed"]);
  });
});
