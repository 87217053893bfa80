/** Markdown taken apart at its headings, as far as records of decisions need it. */

export interface Section {
  /** 1 to 6. */
  level: number;
  heading: string;
  /** Everything below the heading up to the next one of its rank, as it was written. */
  body: string;
}

interface Line {
  text: string;
  /** 0 for what is no heading. */
  level: number;
  heading: string;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const ATX = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
const UNDERLINE = /^ {0,3}(=+|-{3,})[ \t]*$/;

/** The lines of a text, told apart into headings and others; what stands in a code block is never a heading. */
function linesOf(text: string): Line[] {
  const raw = text.split("\n");
  const lines: Line[] = [];
  let fence = "";
  for (let at = 0; at < raw.length; at += 1) {
    const line = raw[at] ?? "";
    const mark = FENCE.exec(line)?.[1];
    if (fence) {
      const closes = mark?.startsWith(fence) && line.trim() === mark;
      if (closes) fence = "";
      lines.push({ text: line, level: 0, heading: "" });
      continue;
    }
    if (mark) {
      fence = mark;
      lines.push({ text: line, level: 0, heading: "" });
      continue;
    }
    const hashed = ATX.exec(line);
    const under = UNDERLINE.exec(raw[at + 1] ?? "")?.[1];
    const isAlone = line.trim() !== "" && (raw[at - 1] ?? "").trim() === "" && !/^\s*[-*+>|\d]/.test(line);
    if (hashed) {
      lines.push({ text: line, level: hashed[1]?.length ?? 1, heading: (hashed[2] ?? "").trim() });
    } else if (under && isAlone) {
      lines.push({ text: line, level: under.startsWith("=") ? 1 : 2, heading: line.trim() });
      at += 1;
    } else {
      lines.push({ text: line, level: 0, heading: "" });
    }
  }
  return lines;
}

/** Without the empty lines around it; spaces at the ends of lines mean something in Markdown and stay. */
export function trimBlock(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, "").trimEnd();
}

/** Every heading of the text with its level. */
export function headingsOf(text: string): { level: number; heading: string }[] {
  return linesOf(text)
    .filter((line) => line.level > 0)
    .map(({ level, heading }) => ({ level, heading }));
}

/** The text up to the first heading of at most the level given, and the sections from there. */
export function splitAt(text: string, level: number): { before: string; sections: Section[] } {
  const before: string[] = [];
  const sections: { level: number; heading: string; body: string[] }[] = [];
  for (const line of linesOf(text)) {
    if (line.level > 0 && line.level <= level) {
      sections.push({ level: line.level, heading: line.heading, body: [] });
    } else {
      (sections.at(-1)?.body ?? before).push(lineText(line, 0));
    }
  }
  return {
    before: trimBlock(before.join("\n")),
    sections: sections.map(({ body, ...section }) => ({ ...section, body: trimBlock(body.join("\n")) })),
  };
}

function lineText({ text, level, heading }: Line, deeper: number): string {
  if (level === 0) return text;
  return `${"#".repeat(Math.min(6, level + deeper))} ${heading}`.trimEnd();
}

/** The text with its headings lowered, so that none stands above the level given. */
export function lowerHeadings(text: string, highest: number): string {
  const lines = linesOf(text);
  const levels = lines.filter((line) => line.level > 0).map((line) => line.level);
  const deeper = levels.length > 0 ? Math.max(0, highest - Math.min(...levels)) : 0;
  return lines.map((line) => lineText(line, deeper)).join("\n");
}
