import type { Database } from "db/connect.server";
import { findMail, listMails, queueMail } from "db/mails.server";
import { pino } from "pino";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Actor } from "~/domain/permissions";
import { gateRequestedLetter, invitationLetter, signInLetter } from "~/jobs/letters";
import { type MailWorker, pauseAfter, startMailWorker } from "~/jobs/mail.server";
import { describeEachDatabase } from "../support/databases";
import { aPerson, founded } from "../support/factories";

interface Received {
  to: string[];
  data: string;
}

/** A mail server that keeps what it gets, and answers `451` as long as it is told to. */
async function startMailbox() {
  const received: Received[] = [];
  let isBusy = false;
  let tries = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        tries += 1;
        if (isBusy) return callback(Object.assign(new Error("try later"), { responseCode: 451 }));
        const to = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ to, data: Buffer.concat(chunks).toString() });
        return callback();
      });
    },
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    tries: () => tries,
    setBusy: (busy: boolean) => {
      isBusy = busy;
    },
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}

const HEAD = { baseUrl: "https://phaseline.test", firm: "Harbour & Lane" };
const TOKEN = "t".repeat(43);

describeEachDatabase("the mail worker", (open) => {
  let database: Database;
  let admin: Actor;
  let mailbox: Awaited<ReturnType<typeof startMailbox>>;
  let worker: MailWorker | undefined;
  let logged: string[];
  let clock: number;

  beforeEach(async () => {
    database = await founded(open);
    admin = await aPerson(database.db, "admin");
    mailbox = await startMailbox();
    logged = [];
    clock = Date.UTC(2026, 2, 2, 9);
  });
  afterEach(async () => {
    await worker?.stop();
    await mailbox.close();
  });
  const start = (smtpUrl?: string) => {
    const log = pino({ level: "info" }, { write: (line: string) => logged.push(line) });
    const config = { smtpUrl, mailFrom: "Phaseline <phaseline@phaseline.test>" };
    worker = startMailWorker({ db: database.db, config, log, now: () => clock });
    return worker;
  };
  const queue = (to: string, name = "Bea") =>
    queueMail(database.db, clock, to, signInLetter(HEAD, { name, token: TOKEN }));
  const mail = (id: string) => findMail(database.db, admin, id);

  it("sends a mail and then keeps it without the secret of its link", async () => {
    const id = await queue("bea@client.test");
    start(mailbox.url);
    await vi.waitFor(() => expect(mailbox.received).toHaveLength(1));
    await vi.waitFor(async () => expect((await mail(id))?.state).toBe("sent"));
    expect(mailbox.received[0]?.to).toEqual(["bea@client.test"]);
    expect(mailbox.received[0]?.data.replaceAll("=\r\n", "")).toContain(TOKEN);
    expect((await mail(id))?.text).not.toContain(TOKEN);
    expect(logged.join("")).not.toContain(TOKEN);
  });

  it("keeps a mail and writes its link to the log when there is no mail server", async () => {
    const id = await queue("bea@client.test");
    start();
    await vi.waitFor(async () => expect((await mail(id))?.state).toBe("kept"));
    expect(logged.join("")).toContain(`https://phaseline.test/link/${TOKEN}`);
    expect((await mail(id))?.text).toContain(`https://phaseline.test/link/${TOKEN}`);
  });

  it("tries again later when the mail server is busy, and not before", async () => {
    mailbox.setBusy(true);
    const id = await queue("bea@client.test");
    const running = start(mailbox.url);
    await vi.waitFor(async () => expect((await mail(id))?.state).toBe("retrying"));
    expect(mailbox.tries()).toBe(1);
    mailbox.setBusy(false);
    clock += (pauseAfter(1) ?? 0) - 1;
    running.wake();
    await running.stop();
    expect(mailbox.received).toHaveLength(0);
    clock += 1;
    start(mailbox.url);
    await vi.waitFor(async () => expect((await mail(id))?.state).toBe("sent"));
    expect(mailbox.received).toHaveLength(1);
  });

  it.each([
    "a@x.test, b@x.test",
    "a@x.test;b@x.test",
    "a@x.test\r\nBcc: b@x.test",
    "A <a@x.test>",
    "group: a@x.test;",
  ])("never sends to more than one recipient: %j", async (to) => {
    const id = await queue(to);
    start(mailbox.url);
    await vi.waitFor(async () => expect((await mail(id))?.state).toBe("given_up"));
    expect(mailbox.received).toEqual([]);
  });

  it("cannot be made to write a header by a name", async () => {
    const letter = gateRequestedLetter(HEAD, {
      name: "Bea\r\nBcc: spy@x.test",
      title: "Billing\r\nBcc: spy@x.test\r\n\r\n<b>hi</b>",
      code: "ENG-0001",
      phase: "Read",
      phasePath: "read",
    });
    await queueMail(database.db, clock, "bea@client.test", letter);
    start(mailbox.url);
    await vi.waitFor(() => expect(mailbox.received).toHaveLength(1));
    const [headers = ""] = mailbox.received[0]?.data.split("\r\n\r\n") ?? [];
    expect(headers).not.toMatch(/^bcc:/im);
    expect(mailbox.received[0]?.to).toEqual(["bea@client.test"]);
  });

  it("sends each mail once though two processes work on one queue", async () => {
    for (let count = 0; count < 12; count++) await queue(`person${count}@client.test`);
    const first = start(mailbox.url);
    const second = start(mailbox.url);
    await vi.waitFor(async () => {
      const mails = await listMails(database.db, admin, { limit: 50 });
      expect(mails.filter(({ state }) => state === "sent")).toHaveLength(12);
    }, 10_000);
    await first.stop();
    await second.stop();
    expect(mailbox.received).toHaveLength(12);
  });

  it("shows mails to administrators only", async () => {
    const id = await queue("bea@client.test");
    const manager = await aPerson(database.db, "manager");
    expect(await findMail(database.db, manager, id)).toBeUndefined();
    expect(await listMails(database.db, manager, { limit: 10 })).toEqual([]);
  });

  it("pages through mails without leaving one out", async () => {
    for (let count = 0; count < 7; count++) await queue(`person${count}@client.test`);
    const seen: string[] = [];
    let before: string | undefined;
    do {
      const page = await listMails(database.db, admin, { before, limit: 3 });
      seen.push(...page.map(({ to }) => to));
      before = page.at(-1)?.id;
    } while (before);
    expect([...seen].sort()).toEqual([...Array(7).keys()].map((count) => `person${count}@client.test`));
  });
});

describe("letters", () => {
  it("link to the configured origin only, and escape what people wrote", () => {
    const letter = invitationLetter(
      { ...HEAD, firm: '<img src=x onerror="alert(1)">' },
      { name: "<script>alert(1)</script>", token: TOKEN },
    );
    expect(letter.html).not.toMatch(/<(img|script)/);
    expect([...letter.html.matchAll(/href="([^"]+)"/g)].map(([, url]) => url)).toEqual([
      `https://phaseline.test/invite/${TOKEN}`,
    ]);
    expect(letter.subject).not.toMatch(/[\r\n]/);
  });

  it("wait longer each time and give up in the end", () => {
    expect([1, 2, 3].map(pauseAfter)).toEqual([15_000, 30_000, 60_000]);
    expect(pauseAfter(20)).toBe(3_600_000);
    expect(pauseAfter(30)).toBeNull();
  });
});
