import { longDate } from "../calendar";
import type { PackEvidence } from "./contents";
import { type Html, html, placeText } from "./html";
import { filePath } from "./paths";

/** What the pages of a pack are made with besides its contents. */
export interface PackTools {
  /** Markdown made safe, with no link that leads nowhere. */
  markdown(text: string): Html;
  /** Whether the bytes of a file are there, by their SHA-256. */
  hasFile(sha256: string): boolean;
}

const units = ["bytes", "kB", "MB", "GB"];

/** `1.2 MB` */
export function sizeText(bytes: number): string {
  let [value, unit] = [bytes, 0];
  for (; value >= 1000 && unit < units.length - 1; unit += 1) value /= 1000;
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

function pieceOf(piece: PackEvidence, tools: PackTools): Html {
  const { file, url, note } = piece;
  if (file && !tools.hasFile(file.sha256)) {
    return html`<span class="alert">${file.name} is no longer kept</span>${note && ` · ${note}`}`;
  }
  if (file) {
    return html`<a href="${filePath(file)}">${file.name}</a> (${sizeText(file.size)})${note && ` · ${note}`}`;
  }
  if (url) return html`${placeText(url)}${note && ` · ${note}`}`;
  return html`${note}`;
}

/** What proves something, one piece a line; nothing where there is none. */
export function evidenceList(evidence: readonly PackEvidence[], tools: PackTools): Html | null {
  if (evidence.length === 0) return null;
  return html`<ul class="files">${evidence.map(
    (piece) =>
      html`<li>${pieceOf(piece, tools)} <span class="quiet">${piece.addedBy}, ${longDate(piece.addedOn)}</span></li>`,
  )}</ul>
`;
}
