import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

// A box that cannot be ticked is no control: it is a picture with a word.
const TICKED = '<span class="task" role="img" aria-label="done">☑</span>';
const UNTICKED = '<span class="task" role="img" aria-label="open">☐</span>';

/**
 * Markdown (with tables, task lists, strike-through and bare links) to HTML.
 * Raw HTML comes out as text and links keep only http, https, mailto and relative addresses.
 */
export function renderMarkdown(text: string): string {
  const html = micromark(text, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: false,
    allowDangerousProtocol: false,
  });
  // A picture in a text would be fetched from wherever it says: it becomes a link to it instead.
  return html
    .replace(/<input type="checkbox" disabled=""( checked="")?\s*\/?>/g, (_, ticked?: string) =>
      ticked ? TICKED : UNTICKED,
    )
    .replace(
      /<img src="([^"]*)" alt="([^"]*)"(?: title="[^"]*")?\s*\/?>/g,
      (_, source: string, words: string) =>
        source ? `<a href="${source}">${words || "picture"}</a>` : words,
    )
    .replace(/<a href="(?=https?:)/g, '<a rel="noopener noreferrer nofollow" href="')
    .replace(/ align="(left|right|center)"/g, "");
}
