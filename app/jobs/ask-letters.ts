import type { AskNews } from "db/ask-news.server";
import type { Letter } from "db/mails.server";
import { askAnchor } from "~/domain/ask";
import { longDate } from "~/domain/calendar";
import { compose, type LetterHead, oneLine } from "./letters";

type News = Pick<
  AskNews,
  | "id"
  | "title"
  | "body"
  | "dueOn"
  | "isBlocking"
  | "answer"
  | "answeredBy"
  | "withdrawnReason"
  | "engagement"
>;

/** A mail says what it is about; the whole of a long text is on the page. */
const MOST_CHARACTERS = 1500;

function excerpt(text: string): string[] {
  if (text === "") return [];
  return [text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)} …` : text];
}

/** To the client: what we need of them, by when, and whether we can go on without it. */
export function askLetter(head: LetterHead, name: string, code: string, ask: News, today: string): Letter {
  const by = ask.dueOn ? ` by ${longDate(ask.dueOn, today)}` : "";
  return compose(head, {
    subject: `${ask.engagement}: we need “${oneLine(ask.title)}”`,
    greeting: name,
    before: [`For ${ask.engagement} we need “${oneLine(ask.title)}” from you${by}.`, ...excerpt(ask.body)],
    link: {
      label: "Answer",
      url: `${head.baseUrl}/portal/${encodeURIComponent(code)}/asks#${askAnchor(ask.id)}`,
    },
    after: ask.isBlocking
      ? ["We cannot go on without it, so until you answer the clock of the work is yours."]
      : [],
  });
}

/** To the client: they need not do what we asked of them, and why. */
export function withdrawnLetter(head: LetterHead, name: string, code: string, ask: News): Letter {
  return compose(head, {
    subject: `${ask.engagement}: we no longer need “${oneLine(ask.title)}”`,
    greeting: name,
    before: [
      `For ${ask.engagement} we asked you for “${oneLine(ask.title)}”. We no longer need it, so there is nothing left for you to do.`,
      ...excerpt(ask.withdrawnReason ?? ""),
    ],
    link: {
      label: "See what was asked",
      url: `${head.baseUrl}/portal/${encodeURIComponent(code)}/asks#${askAnchor(ask.id)}`,
    },
    after: ["If you had already begun on it, thank you; we are sorry for the work."],
  });
}

/** To our lead: what the client answered. */
export function answerLetter(head: LetterHead, name: string, code: string, ask: News): Letter {
  const who = oneLine(ask.answeredBy ?? "The client");
  return compose(head, {
    subject: `${ask.engagement}: “${oneLine(ask.title)}” is answered`,
    greeting: name,
    before: [
      `${who} answered “${oneLine(ask.title)}” (${code})${ask.answer ? ":" : ": it is done."}`,
      ...excerpt(ask.answer ?? ""),
    ],
    link: {
      label: `Open the asks of ${code}`,
      url: `${head.baseUrl}/engagements/${encodeURIComponent(code)}/asks#${askAnchor(ask.id)}`,
    },
    after: [],
  });
}
