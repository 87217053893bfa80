/** Text that is HTML already; whatever else stands in a template is escaped. */
export class Html {
  constructor(readonly text: string) {}
}

type Piece = Html | string | number | null | undefined | false | readonly Piece[];

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}

function textOf(piece: Piece): string {
  if (piece instanceof Html) return piece.text;
  if (Array.isArray(piece)) return piece.map(textOf).join("");
  if (piece === null || piece === undefined || piece === false) return "";
  return escapeHtml(String(piece));
}

/** A template of HTML in which every value that is not HTML itself is escaped, also within quoted attributes. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(
    strings.map((text, index) => (index === 0 ? text : textOf(pieces[index - 1]) + text)).join(""),
  );
}

/** Longer than any word of ours: such a run is broken anywhere, where words stay whole however narrow their column. */
const LONG_RUN = /\S{25}/;

function longClass(cell: Piece): Html | null {
  const words = textOf(cell).replace(/<[^>]*>/g, "");
  return LONG_RUN.test(words) ? new Html(' class="long"') : null;
}

/** A heading row and the rows under it; each cell knows its heading, so that a phone can show rows as short lists. */
export function table(
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly Piece[])[],
): Html {
  return html`<table><caption>${caption}</caption>
<thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead>
<tbody>${rows.map(
    (cells) => html`<tr>${cells.map((cell, index) =>
      index === 0
        ? html`<th scope="row"${longClass(cell)}>${cell}</th>`
        : html`<td data-label="${headings[index]}"${longClass(cell)}>${cell}</td>`,
    )}</tr>
`,
  )}</tbody></table>
`;
}

/** Names and what they stand for; what is empty is left out. */
export function facts(pairs: readonly (readonly [string, Piece])[]): Html {
  const told = pairs.filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return html`<dl>${told.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
`;
}

/** A link out of the pack where the text is a web address; the text itself otherwise. */
export function placeText(place: string): Html {
  return /^https?:\/\/\S+$/i.test(place)
    ? html`<a href="${place}" rel="noopener noreferrer">${place}</a>`
    : html`<span class="place">${place}</span>`;
}
