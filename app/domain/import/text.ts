/** Characters that no reader sees and PostgreSQL cannot all store; line breaks and tabs are not among them. */
const UNSEEN = /(?![\n\t])\p{Cc}|[\u200b\u2060\ufeff]/gu;

/** Text of several lines as people wrote it, without what cannot be seen, each paragraph trimmed. */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(UNSEEN, "")
    .split("\n")
    .map((line) => line.replace(/[^\S\n]+/g, " ").trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** The same on one line. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, " ");
}

/** For comparing names and words: one case, one kind of blank, no accents told apart by how they were typed. */
export function foldText(text: string): string {
  return cleanLine(text.normalize("NFKC")).toLowerCase();
}

/** A heading as words: `publishedAt`, `Published_At` and `Published at:` are the same. */
export function headingWords(heading: string): string {
  return foldText(heading.replace(/([a-z\d])([A-Z])/g, "$1 $2"))
    .replace(/[^\p{L}\p{N}£$€%]+/gu, " ")
    .trim();
}

/** At most so many characters, never cutting a sign in two, with `…` where something is left out. */
export function cutText(text: string, most: number): string {
  const signs = Array.from(text);
  return signs.length <= most ? text : `${signs.slice(0, most - 1).join("")}…`;
}

/** A cell as it is quoted in a note. */
export function quote(text: string): string {
  return `“${cutText(cleanLine(text), 120)}”`;
}
