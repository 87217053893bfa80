import type { Letter } from "db/mails.server";
import { LINK_MINUTES, type LinkPurpose, linkPath } from "~/domain/mail-link";
import { PHASE_LABEL, type PhaseKind } from "~/domain/phase";
import { CODE_MINUTES } from "~/domain/sign-proof";

/** What every letter needs to know: the configured origin and the firm's name. */
export interface LetterHead {
  /** From the configuration, never from a request. */
  baseUrl: string;
  firm: string;
}

interface Addressed {
  name: string;
  token: string;
}

/** Names come from people; a subject is one line of plain characters. */
export function oneLine(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, 200);
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

interface Draft {
  subject: string;
  greeting: string;
  /** Above the link. */
  before: readonly string[];
  link: { label: string; url: string };
  /** Below the link. */
  after: readonly string[];
}

export function compose({ firm }: LetterHead, { subject, greeting, before, link, after }: Draft): Letter {
  const line = (text: string) => `<p>${escapeHtml(text)}</p>`;
  const opening = `Hello ${oneLine(greeting)},`;
  const text = [opening, ...before, link.url, ...after, oneLine(firm)].join("\n\n");
  const url = escapeHtml(link.url);
  const html = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body>',
    line(opening),
    ...before.map(line),
    `<p><a href="${url}">${escapeHtml(link.label)}</a></p>`,
    `<p>${url}</p>`,
    ...after.map(line),
    line(oneLine(firm)),
    "</body></html>",
  ].join("\n");
  return { subject: oneLine(subject), text: `${text}\n`, html };
}

function linkUrl({ baseUrl }: LetterHead, purpose: LinkPurpose, token: string): string {
  return `${baseUrl}${linkPath(purpose, token)}`;
}

const lasts = (purpose: LinkPurpose) => `The link works once, within ${LINK_MINUTES[purpose]} minutes.`;

/** `redirectTo` is the page of ours to go on to, or empty. */
export function signInLetter(head: LetterHead, { name, token }: Addressed, redirectTo = ""): Letter {
  const query = redirectTo ? `?redirectTo=${encodeURIComponent(redirectTo)}` : "";
  return compose(head, {
    subject: `Sign in to ${head.firm}`,
    greeting: name,
    before: ["Here is the link that you asked for. Open it and press the button on the page:"],
    link: { label: "Sign in", url: `${linkUrl(head, "sign_in", token)}${query}` },
    after: [
      lasts("sign_in"),
      "If it was not you who asked, you need not do anything: nobody else can use it.",
    ],
  });
}

export function invitationLetter(head: LetterHead, { name, token }: Addressed): Letter {
  return compose(head, {
    subject: `${head.firm} invites you to Phaseline`,
    greeting: name,
    before: [
      `${head.firm} keeps its engagements in Phaseline: where each one stands, what was promised, and what comes next. You have been invited to it:`,
    ],
    link: { label: "Accept the invitation", url: linkUrl(head, "invite", token) },
    after: [`${lasts("invite")} If it has run out, the page behind it sends you a new one.`],
  });
}

export function resetLetter(head: LetterHead, { name, token }: Addressed): Letter {
  return compose(head, {
    subject: `Choose a new password for ${head.firm}`,
    greeting: name,
    before: ["Somebody, we hope you, asked to choose a new password for this address:"],
    link: { label: "Choose a new password", url: linkUrl(head, "reset", token) },
    after: [
      `${lasts("reset")} Using it signs you out everywhere else.`,
      "If it was not you, your password stays as it is.",
    ],
  });
}

/** What a letter about a gate tells; `phase` is its name in words. */
export interface GateNews {
  name: string;
  title: string;
  code: string;
  phase: string;
  /** The phase in the address of the gate's page. */
  phasePath: string;
}

export function gateRequestedLetter(head: LetterHead, news: GateNews): Letter {
  return compose(head, {
    subject: `${news.title}: ${news.phase} is ready for your signature`,
    greeting: news.name,
    before: [
      `We believe that the ${news.phase} phase of ${news.title} is complete. Please look at what was agreed and what was done, then sign it, or tell us what is missing:`,
    ],
    link: {
      label: `Look at ${news.phase}`,
      url: gateUrl(head, news),
    },
    after: ["Until you answer, the next phase waits."],
  });
}

export function gateDecidedLetter(
  head: LetterHead,
  news: GateNews & { outcome: "signed" | "declined" | "waived"; by: string; reason: string | null },
): Letter {
  const said = `${news.by} ${news.outcome} the ${news.phase} gate of ${news.title} (${news.code})`;
  return compose(head, {
    subject: `${news.title}: ${news.phase} ${news.outcome}`,
    greeting: news.name,
    before: [news.reason ? `${said}: ${oneLine(news.reason)}` : `${said}.`],
    link: {
      label: `Open ${news.code}`,
      url: `${head.baseUrl}/engagements/${encodeURIComponent(news.code)}`,
    },
    after: [],
  });
}

/** The lasting word on a signature: who, when, and the fingerprint of what was signed. */
export function gateReceiptLetter(
  head: LetterHead,
  news: GateNews & { by: string; at: number; fingerprint: string },
): Letter {
  const at = new Date(news.at).toISOString().replace("T", " ").slice(0, 19);
  return compose(head, {
    subject: `${news.title}: receipt for the ${news.phase} gate`,
    greeting: news.name,
    before: [
      `${news.by} signed the ${news.phase} gate of ${news.title} (${news.code}) at ${at} UTC.`,
      `Fingerprint of the page as it was shown (SHA-256): ${news.fingerprint}`,
    ],
    link: { label: "Open the receipt", url: gateUrl(head, news) },
    after: ["Keep this mail: the fingerprint shows later that nobody changed what was signed."],
  });
}

/** The code with which somebody who signed in a while ago signs a gate. */
export function signCodeLetter(
  head: LetterHead,
  to: { name: string; title: string; code: string; phase: PhaseKind; secret: string },
): Letter {
  const phase = PHASE_LABEL[to.phase];
  const news = { name: to.name, title: to.title, code: to.code, phase, phasePath: to.phase };
  return compose(head, {
    subject: `Your code to sign ${phase} of ${to.title}`,
    greeting: to.name,
    before: [
      `Type this code to sign the ${phase} gate: ${to.secret}`,
      `It works once, within ${CODE_MINUTES} minutes, and for you only.`,
    ],
    link: { label: `Open the ${phase} gate`, url: gateUrl(head, news) },
    after: ["If it was not you who wanted to sign, tell us: somebody else may be using your session."],
  });
}

function gateUrl({ baseUrl }: LetterHead, { code, phasePath }: Pick<GateNews, "code" | "phasePath">): string {
  return `${baseUrl}/portal/${encodeURIComponent(code)}/gates/${encodeURIComponent(phasePath)}`;
}
