import { askAnchor } from "./ask";
import type { Visibility } from "./event";
import type { PhaseKind } from "./phase";

/** What a comment may be about. */
export const COMMENT_ABOUTS = [
  "engagement",
  "deliverable",
  "finding",
  "decision",
  "update",
  "ask",
  "gate",
] as const;
export type CommentAbout = (typeof COMMENT_ABOUTS)[number];

export function isCommentAbout(text: string): text is CommentAbout {
  return (COMMENT_ABOUTS as readonly string[]).includes(text);
}

export const ABOUT_LABEL: Record<CommentAbout, string> = {
  engagement: "The engagement as a whole",
  deliverable: "Deliverable",
  finding: "Finding",
  decision: "Decision",
  update: "Update",
  ask: "Ask",
  gate: "Gate",
};

/** Who reads a comment, as it stands beside each one for our own people. */
export const READER_LABEL: Record<Visibility, string> = {
  internal: "Only us",
  client: "Client sees this",
};

/** Characters. */
export const LONGEST_COMMENT = 20_000;

/** Minutes within which whoever wrote a comment may take it back. */
export const REMOVE_MINUTES = 15;

/** Whether somebody may remove a comment: who runs the engagement always, its author soon after writing it. */
export function mayRemove(who: { isAuthor: boolean; runs: boolean }, writtenAt: number, at: number): boolean {
  return who.runs || (who.isAuthor && at - writtenAt <= REMOVE_MINUTES * 60_000);
}

/** Somebody whose name may stand behind an `@`. */
export interface Nameable {
  id: string;
  name: string;
}

export interface Mentions<Person extends Nameable> {
  people: Person[];
  /** First names that several people share, so that nobody knows who is meant. */
  ambiguous: string[];
  /** Those who are mentioned but will not read it. */
  outsiders: Person[];
}

const firstName = (name: string): string => name.split(/\s+/)[0] ?? name;

interface Candidate<Person> {
  text: string;
  people: Person[];
}

/** Whole names before first names, longer ones before shorter, so that `@Ann Lee-Smith` is not read as `@Ann Lee`. */
function candidatesOf<Person extends Nameable>(people: readonly Person[]): Candidate<Person>[] {
  const byText = new Map<string, Candidate<Person>>();
  const whole = new Set(people.map((person) => person.name.toLowerCase()));
  for (const person of people) {
    const texts = new Set([person.name, firstName(person.name)]);
    for (const text of texts) {
      const key = text.toLowerCase();
      if (key === "" || (text !== person.name && whole.has(key))) continue;
      const candidate = byText.get(key) ?? { text: key, people: [] };
      candidate.people.push(person);
      byText.set(key, candidate);
    }
  }
  return [...byText.values()].sort((a, b) => b.text.length - a.text.length);
}

const isWordPart = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}_]/u.test(character);

/** The place of every `@` that begins a name, with the name that stands there. */
function findNames<Person extends Nameable>(text: string, people: readonly Person[]) {
  const lower = text.toLowerCase();
  const candidates = candidatesOf(people);
  const found: { start: number; end: number; people: Person[]; text: string }[] = [];
  // Lower-casing changes the length of a few letters; then no place could be trusted.
  if (lower.length !== text.length) return found;
  for (let start = lower.indexOf("@"); start !== -1; start = lower.indexOf("@", start + 1)) {
    if (isWordPart(text[start - 1])) continue;
    const name = candidates.find(
      (candidate) =>
        lower.startsWith(candidate.text, start + 1) && !isWordPart(text[start + 1 + candidate.text.length]),
    );
    if (!name) continue;
    const end = start + 1 + name.text.length;
    found.push({ start, end, people: name.people, text: text.slice(start + 1, end) });
  }
  return found;
}

/**
 * Who is mentioned in a text: by whole name, or by a first name that only one of its readers has. `outsiders` are
 * people who will not read it and whose names are looked for all the same.
 */
export function mentionsIn<Person extends Nameable>(
  text: string,
  readers: readonly Person[],
  outsiders: readonly Person[] = [],
): Mentions<Person> {
  const readerIds = new Set(readers.map((person) => person.id));
  const mentioned = new Map<string, Person>();
  const ambiguous = new Set<string>();
  const outside = new Map<string, Person>();
  for (const name of findNames(text, [...readers, ...outsiders])) {
    const [reader, ...others] = name.people.filter((person) => readerIds.has(person.id));
    if (others.length > 0) ambiguous.add(name.text);
    else if (reader) mentioned.set(reader.id, reader);
    else for (const person of name.people) outside.set(person.id, person);
  }
  return {
    people: [...mentioned.values()],
    ambiguous: [...ambiguous],
    outsiders: [...outside.values()],
  };
}

/**
 * Emphasises the names of those who are mentioned in what our Markdown renderer made. Tags, code and the names of
 * others stay as they are.
 */
export function emphasiseMentions(html: string, mentioned: readonly Nameable[]): string {
  if (mentioned.length === 0) return html;
  const escaped = mentioned.map(({ id, name }) => ({ id, name: escapeName(name) }));
  let codeDepth = 0;
  return html
    .split(/(<[^>]*>)/)
    .map((piece) => {
      if (piece.startsWith("<")) {
        if (/^<(code|pre)[\s>]/.test(piece)) codeDepth += 1;
        if (/^<\/(code|pre)>/.test(piece)) codeDepth -= 1;
        return piece;
      }
      return codeDepth > 0 ? piece : emphasised(piece, escaped);
    })
    .join("");
}

function emphasised(text: string, people: readonly Nameable[]): string {
  let written = "";
  let from = 0;
  for (const { start, end } of findNames(text, people)) {
    written += `${text.slice(from, start)}<strong class="mention">${text.slice(start, end)}</strong>`;
    from = end;
  }
  return written + text.slice(from);
}

/** As the renderer writes these characters in a text. */
function escapeName(name: string): string {
  return name
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** The id of a comment on its page. */
export const commentAnchor = (id: string): string => `comment-${id}`;

/** The id of a conversation on a page that shows several. */
export const conversationAnchor = (about: CommentAbout, subjectId: string | null): string =>
  subjectId ? `about-${about}-${subjectId}` : `about-${about}`;

interface Subject {
  about: CommentAbout;
  subjectId: string | null;
  /** Empty once it was removed. */
  title: string | null;
  phase: PhaseKind | null;
}

/** Where our people find what a conversation is about; null for the engagement itself and for what was removed. */
export function subjectPath(code: string, { about, subjectId, title, phase }: Subject): string | null {
  if (!subjectId || !title) return null;
  const base = `/engagements/${code}`;
  if (about === "gate") return `${base}/gates/${phase}`;
  if (about === "ask") return `${base}/asks#${askAnchor(subjectId)}`;
  return `${base}/${about}s/${subjectId}`;
}

/** The same for the client, who reads some of it on pages that hold many things. */
export function clientSubjectPath(code: string, { about, subjectId, title, phase }: Subject): string | null {
  if (!subjectId || !title) return null;
  const base = `/portal/${code}`;
  if (about === "gate") return `${base}/gates/${phase}`;
  if (about === "ask") return `${base}/asks#${askAnchor(subjectId)}`;
  if (about === "deliverable") return `${base}#phases`;
  return about === "decision" ? `${base}/decisions/${subjectId}` : `${base}/${about}s`;
}
