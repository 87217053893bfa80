import { type DueMail, markFailed, markKept, markSent, takeDueMails } from "db/mails.server";
import type { DB } from "db/schema";
import type { Kysely } from "kysely";
import { createTransport, type Transporter } from "nodemailer";
import type { Logger } from "pino";
import type { Config } from "~/config.server";

interface MailParts {
  db: Kysely<DB>;
  config: Pick<Config, "smtpUrl" | "mailFrom">;
  log: Logger;
  now(): number;
}

export interface MailWorker {
  /** Resolves when the mail in hand is done with; no other is begun. */
  stop(): Promise<void>;
  /** Looks for mail now instead of at the next round. */
  wake(): void;
}

const ROUND = 1000;
const ROUND_AFTER_ERROR = 10_000;
const LEASE = 2 * 60_000;
const FIRST_PAUSE = 15_000;
const LONGEST_PAUSE = 60 * 60_000;
const GIVE_UP_AFTER = 30;

/** Milliseconds until the next try: twice as long each time, at most an hour; null when it is no use. */
export function pauseAfter(attempts: number): number | null {
  return attempts >= GIVE_UP_AFTER ? null : Math.min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE);
}

const ONE_ADDRESS = /^[^\s,;:<>"()[\]\\@]+@[^\s,;:<>"()[\]\\@]+$/;

/** Sends the queue of mails, or without an SMTP server writes their links to the log and leaves them in the outbox. */
export function startMailWorker({ db, config, log, now }: MailParts): MailWorker {
  const transport = config.smtpUrl ? connect(config.smtpUrl) : undefined;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> | undefined;
  let isWoken = false;

  async function work(): Promise<void> {
    do {
      isWoken = false;
      const due = await takeDueMails(db, now(), LEASE);
      for (const mail of due) {
        if (isStopped) return;
        await (transport ? send(transport, mail) : keep(mail));
      }
      if (due.length > 0) isWoken = true;
    } while (isWoken && !isStopped);
  }

  async function keep(mail: DueMail): Promise<void> {
    const link = /https?:\/\/\S+/.exec(mail.text)?.[0];
    log.info(
      { to: mail.to, subject: mail.subject, link },
      "no SMTP_URL is set: the mail is kept in the outbox",
    );
    await markKept(db, mail.id);
  }

  async function send(through: Transporter, mail: DueMail): Promise<void> {
    if (!ONE_ADDRESS.test(mail.to)) return markFailed(db, mail.id, "This is not one mail address.", null);
    try {
      await through.sendMail({
        from: config.mailFrom,
        to: { name: "", address: mail.to },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        // The same on every try, so that a mail whose answer was lost is not shown twice.
        messageId: `<${mail.id}@phaseline>`,
        headers: { "Auto-Submitted": "auto-generated" },
      });
      await markSent(db, mail, now());
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const isRefused = ((error as { responseCode?: number }).responseCode ?? 0) >= 500;
      const pause = isRefused ? null : pauseAfter(mail.attempts + 1);
      log.warn({ mailId: mail.id, reason, retryInMs: pause }, "mail was not sent");
      await markFailed(db, mail.id, reason, pause === null ? null : now() + pause);
    }
  }

  function start(): void {
    clearTimeout(timer);
    if (isStopped || round) return;
    round = work()
      .then(() => ROUND)
      .catch((error: unknown) => {
        log.error({ err: error }, "mail round failed");
        return ROUND_AFTER_ERROR;
      })
      .then((pause) => {
        round = undefined;
        if (!isStopped) timer = setTimeout(start, pause);
      });
  }

  start();
  return {
    wake: () => {
      isWoken = true;
      start();
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await round;
      transport?.close();
    },
  };
}

function connect(smtpUrl: string): Transporter {
  return createTransport({
    url: smtpUrl,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
