import { createElement, Fragment } from "react";
import type { Words } from "~/domain/words";
import { DateText } from "./date";

/** A sentence in pieces, its dates bold and in `<time>`. */
export function WordsText({ words }: { words: Words }) {
  // Spread, because pieces of a fixed sentence need no keys and one date may stand in it twice.
  return createElement(Fragment, null, ...words.map(pieceOf));
}

function pieceOf(piece: Words[number]) {
  if (typeof piece === "string") return piece;
  return createElement(DateText, { on: piece.on, className: "whitespace-nowrap font-semibold" });
}
