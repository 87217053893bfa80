import { OPERATOR } from "db/act";
import { readAsks, readPortalAsks } from "db/ask-page.server";
import { answerAsk, editAsk, openAsk, withdrawAsk } from "db/asks.server";
import { handClock } from "db/clock.server";
import type { Database } from "db/connect.server";
import { workingCalendar } from "db/firm.server";
import { listMails } from "db/mails.server";
import { listOpenAsks } from "db/open-asks.server";
import { pauseEngagement, resumeEngagement } from "db/pauses.server";
import { startPhase } from "db/phases.server";
import { expectIntactChain, findEngagement, refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { actBy, anEngagement, aPerson, founded, type Scene, TODAY } from "tests/support/factories";
import { MAIL_CONFIG } from "tests/support/mail-config";
import { beforeAll, describe, expect, it } from "vitest";
import { announceAnswer, announceAsk, announceWithdrawal } from "~/jobs/announce-asks.server";

const ASK = { title: "Staging access for two", body: "", dueOn: "2026-03-06", isBlocking: true };
const WEDNESDAY = "2026-03-04";
const FRIDAY = "2026-03-06";

describeEachDatabase("asks", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });

  async function underWay(): Promise<Scene> {
    const scene = await anEngagement(database.db);
    await startPhase(database.db, actBy(scene.lead), scene.code, { kind: "read", startOn: TODAY });
    return scene;
  }

  async function ballOf(code: string) {
    const engagement = await findEngagement(database.db, code);
    const running = await database.db
      .selectFrom("clock_interval")
      .select(["holder", "why"])
      .where("engagement_id", "=", engagement.id)
      .where("until_on", "is", null)
      .execute();
    return { kept: engagement.holder, running };
  }

  const withClient = (title: string) => ({
    kept: "client",
    running: [{ holder: "client", why: `Waiting for the answer to “${title}”.` }],
  });

  async function eventsOf(code: string) {
    const { id } = await findEngagement(database.db, code);
    const rows = await database.db
      .selectFrom("event")
      .select(["kind", "label", "after", "visibility", "subject_id"])
      .where("engagement_id", "=", id)
      .orderBy("seq")
      .execute();
    return rows.filter((row) => row.kind.startsWith("ask."));
  }

  describe("the clock", () => {
    it("is the client's while a blocking ask is open, and ours once it is answered", async () => {
      const { db } = database;
      const { code, lead, client } = await underWay();
      const id = await openAsk(db, actBy(lead), code, ASK);
      expect(await ballOf(code)).toEqual(withClient(ASK.title));
      await answerAsk(db, actBy(client, WEDNESDAY), code, id, "Both accounts are there.");
      expect(await ballOf(code)).toEqual({
        kept: "us",
        running: [{ holder: "us", why: "“Staging access for two” is answered." }],
      });
      const { account, settled } = await readAsks(db, lead, code, FRIDAY);
      expect(account[0]).toEqual({
        phase: "read",
        total: 5,
        days: { us: 3, client: 2, third_party: 0, paused: 0 },
      });
      expect(settled[0]).toMatchObject({ status: "answered", answer: "Both accounts are there." });
      await expectIntactChain(db, code);
    });

    it("stays where it is for an ask that does not block", async () => {
      const { db } = database;
      const { code, lead, client } = await underWay();
      const id = await openAsk(db, actBy(lead), code, { ...ASK, isBlocking: false });
      expect((await ballOf(code)).kept).toBe("us");
      await handClock(db, actBy(lead), code, { holder: "third_party", why: "The host is down" });
      await answerAsk(db, actBy(client), code, id, "");
      expect((await ballOf(code)).kept).toBe("third_party");
    });

    it("comes back with the last of several blocking asks, answered or withdrawn", async () => {
      const { db } = database;
      const { code, lead, client } = await underWay();
      const first = await openAsk(db, actBy(lead), code, ASK);
      const second = await openAsk(db, actBy(lead), code, { ...ASK, title: "Sample data" });
      const third = await openAsk(db, actBy(lead), code, { ...ASK, title: "A name to call" });
      await answerAsk(db, actBy(client), code, first, "");
      expect(await ballOf(code)).toEqual(withClient("Sample data"));
      await answerAsk(db, actBy(client), code, third, "Noor");
      expect(await ballOf(code)).toEqual(withClient("Sample data"));
      await withdrawAsk(db, actBy(lead), code, second, "We found some");
      expect((await ballOf(code)).running).toEqual([
        { holder: "us", why: "“Sample data” is no longer needed." },
      ]);
    });

    it("stays with a client who holds it for a reason of its own", async () => {
      const { db } = database;
      const { code, lead, client } = await underWay();
      const id = await openAsk(db, actBy(lead), code, ASK);
      await handClock(db, actBy(lead), code, { holder: "us", why: "We go on elsewhere" });
      await handClock(db, actBy(lead), code, { holder: "client", why: "Their freeze" });
      await answerAsk(db, actBy(client), code, id, "");
      expect((await ballOf(code)).running).toEqual([{ holder: "client", why: "Their freeze" }]);
    });

    it("follows an edit that makes an ask blocking, renames it, or lets it go", async () => {
      const { db } = database;
      const { code, lead, client } = await underWay();
      const id = await openAsk(db, actBy(lead), code, { ...ASK, isBlocking: false });
      await editAsk(db, actBy(lead), code, id, { ...ASK, version: 1 });
      expect(await ballOf(code)).toEqual(withClient(ASK.title));
      await editAsk(db, actBy(lead), code, id, { ...ASK, title: "Staging access", version: 2 });
      expect(await ballOf(code)).toEqual(withClient("Staging access"));
      await editAsk(db, actBy(lead), code, id, {
        ...ASK,
        title: "Staging access",
        isBlocking: false,
        version: 3,
      });
      expect((await ballOf(code)).running).toEqual([
        { holder: "us", why: "“Staging access” no longer holds us up." },
      ]);
      await answerAsk(db, actBy(client), code, id, "");
      expect((await ballOf(code)).kept).toBe("us");
    });

    it("goes on after a pause with whom it belongs to then", async () => {
      const { db } = database;
      const { code, lead, client } = await underWay();
      const id = await openAsk(db, actBy(lead), code, ASK);
      await pauseEngagement(db, actBy(lead), code, "Their year's end");
      expect((await ballOf(code)).running).toEqual([]);
      await resumeEngagement(db, actBy(lead, WEDNESDAY), code, { shift: null });
      expect(await ballOf(code)).toEqual(withClient(ASK.title));
      await pauseEngagement(db, actBy(lead, WEDNESDAY), code, "Once more");
      await answerAsk(db, actBy(client, WEDNESDAY), code, id, "");
      expect((await ballOf(code)).running).toEqual([]);
      await resumeEngagement(db, actBy(lead, FRIDAY), code, { shift: null });
      expect((await ballOf(code)).kept).toBe("us");
      const { account } = await readAsks(db, lead, code, FRIDAY);
      expect(account[0]).toMatchObject({
        total: 5,
        days: { us: 1, client: 2, third_party: 0, paused: 2 },
      });
    });

    it("goes back to a third party after a pause", async () => {
      const { db } = database;
      const { code, lead } = await underWay();
      await handClock(db, actBy(lead), code, { holder: "third_party", why: "The bank" });
      await pauseEngagement(db, actBy(lead), code, "Their year's end");
      await resumeEngagement(db, actBy(lead, WEDNESDAY), code, { shift: null });
      expect((await ballOf(code)).running).toEqual([{ holder: "third_party", why: "The bank" }]);
    });
  });

  it("are told to the client, word for word, and in their events", async () => {
    const { db } = database;
    const { code, lead, client } = await underWay();
    const id = await openAsk(db, actBy(lead), code, ASK);
    await withdrawAsk(db, actBy(lead), code, id, "We have it from Noor");
    expect(await eventsOf(code)).toMatchObject([
      { kind: "ask.opened", label: ASK.title, visibility: "client", subject_id: id },
      { kind: "ask.withdrawn", visibility: "client" },
    ]);
    const page = await readPortalAsks(db, client, code, TODAY);
    expect(page.settled[0]).toMatchObject({ number: 1, withdrawnReason: "We have it from Noor" });
    expect(page.account).toEqual((await readAsks(db, lead, code, TODAY)).account);
  });

  it("come by their due date, the late ones counted", async () => {
    const { db } = database;
    const { code, lead } = await underWay();
    await openAsk(db, actBy(lead), code, { ...ASK, title: "Whenever", dueOn: null, isBlocking: false });
    await openAsk(db, actBy(lead), code, { ...ASK, title: "Friday" });
    await openAsk(db, actBy(lead), code, { ...ASK, title: "Today", dueOn: TODAY });
    const engagement = await findEngagement(db, code);
    expect(await listOpenAsks(db, engagement.id, WEDNESDAY, await workingCalendar(db))).toMatchObject([
      { title: "Today", lateBy: 2 },
      { title: "Friday", lateBy: null },
      { title: "Whenever", lateBy: null },
    ]);
  });

  it("act once for the same post, and refuse what is settled or stale", async () => {
    const { db } = database;
    const { code, lead, client } = await underWay();
    const act = { ...actBy(lead), idempotencyKey: `ask-${code}` };
    const ids = [await openAsk(db, act, code, ASK), await openAsk(db, act, code, ASK)];
    expect(ids[0]).toBe(ids[1]);
    const id = ids[0] ?? "";
    await editAsk(db, actBy(lead), code, id, { ...ASK, title: "Access", version: 1 });
    const stale = await refusalOf(editAsk(db, actBy(lead), code, id, { ...ASK, title: "Keys", version: 1 }));
    expect(stale).toMatchObject({ kind: "conflict", current: { title: "Access", version: "2" } });
    const both = await Promise.allSettled([
      answerAsk(db, actBy(client), code, id, "Yes"),
      answerAsk(db, actBy(client), code, id, "No"),
    ]);
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await eventsOf(code)).filter((event) => event.kind === "ask.answered")).toHaveLength(1);
    expect(await refusalOf(withdrawAsk(db, actBy(lead), code, id, "Late"))).toMatchObject({
      kind: "conflict",
    });
    await expectIntactChain(db, code);
  });

  it("need a title, a day to come, and lengths that fit", async () => {
    const { db } = database;
    const { code, lead } = await underWay();
    const fieldOf = async (changes: Partial<typeof ASK>) =>
      (await refusalOf(openAsk(db, actBy(lead), code, { ...ASK, ...changes }))).field;
    expect(await fieldOf({ title: " " })).toBe("title");
    expect(await fieldOf({ title: "x".repeat(201) })).toBe("title");
    expect(await fieldOf({ body: "x".repeat(20_001) })).toBe("body");
    expect(await fieldOf({ dueOn: "2026-03-01" })).toBe("due_on");
    const sold = await anEngagement(db, { stage: "lead" });
    expect((await refusalOf(openAsk(db, actBy(sold.lead), sold.code, ASK))).kind).toBe("invalid");
  });

  it("are opened by who runs the engagement and answered by its client alone", async () => {
    const { db } = database;
    const { code, lead, client } = await underWay();
    const other = await underWay();
    const id = await openAsk(db, actBy(lead), code, ASK);
    const kindOf = async (change: Promise<unknown>) => (await refusalOf(change)).kind;
    expect(await kindOf(openAsk(db, actBy(client), code, ASK))).toBe("forbidden");
    expect(await kindOf(answerAsk(db, actBy(lead), code, id, "Us"))).toBe("forbidden");
    expect(await kindOf(answerAsk(db, actBy(other.client), code, id, "Them"))).toBe("not_found");
    expect(await kindOf(readPortalAsks(db, other.client, code, TODAY))).toBe("not_found");
    expect(await kindOf(readAsks(db, await aPerson(db, "member"), code, TODAY))).toBe("not_found");
    // An id of another engagement is as unknown as any.
    const crossed = await refusalOf(answerAsk(db, actBy(other.client), other.code, id, "Mine"));
    const unknown = await refusalOf(answerAsk(db, actBy(other.client), other.code, "unknown", "Mine"));
    expect([crossed.kind, crossed.message]).toEqual([unknown.kind, unknown.message]);
  });

  it("are mailed to the contacts, and their answers to the lead, with the change itself", async () => {
    const { db } = database;
    const { code, lead, client } = await underWay();
    const id = await openAsk(db, actBy(lead), code, ASK, (trx, askId) =>
      announceAsk({ db: trx, config: MAIL_CONFIG }, actBy(lead), code, askId),
    );
    await answerAsk(db, actBy(client), code, id, "Done on Monday", (trx) =>
      announceAnswer({ db: trx, config: MAIL_CONFIG }, actBy(client), code, id),
    );
    const mails = await listMails(db, OPERATOR, { limit: 10 });
    const to = (address: string) => mails.filter((mail) => mail.to === address).map((mail) => mail.subject);
    expect(to(client.email)).toEqual(["Booking API: we need “Staging access for two”"]);
    expect(to(lead.email)).toEqual(["Booking API: “Staging access for two” is answered"]);
  });

  it("tell those contacts who were asked, and no others, when we no longer need them", async () => {
    const { db } = database;
    const { code, lead, client } = await underWay();
    const id = await openAsk(db, actBy(lead), code, ASK, (trx, askId) =>
      announceAsk({ db: trx, config: MAIL_CONFIG }, actBy(lead), code, askId),
    );
    const { company_id } = await findEngagement(db, code);
    await aPerson(db, "client", { companyIds: [company_id] });
    const withdraw = () =>
      withdrawAsk(db, actBy(lead), code, id, "You opened it to all.", (trx) =>
        announceWithdrawal({ db: trx, config: MAIL_CONFIG }, actBy(lead), code, id),
      );
    await withdraw();
    expect((await refusalOf(withdraw())).kind).toBe("conflict");
    const mails = await db
      .selectFrom("mail")
      .select(["to_address", "text"])
      .where("subject", "=", "Booking API: we no longer need “Staging access for two”")
      .execute();
    expect(mails.map((mail) => mail.to_address)).toEqual([client.email]);
    expect(mails[0]?.text).toContain("You opened it to all.");
    expect(mails[0]?.text).toContain("nothing left for you to do");
  });
});
