import type { Words } from "~/domain/words";
import { DateText } from "./date";

/** A sentence in pieces, its dates in `<time>` and, with what carries the weight, in bold. */
export function WordsText({ words }: { words: Words }) {
  return words.map((piece, index) => {
    if (typeof piece === "string") return piece;
    const key = `${index}`;
    if ("strong" in piece) return <strong key={key}>{piece.strong}</strong>;
    return <DateText key={key} on={piece.on} className="whitespace-nowrap font-semibold" />;
  });
}
