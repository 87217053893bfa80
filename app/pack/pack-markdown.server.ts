import { Html } from "~/domain/pack/html";
import { renderMarkdown } from "~/ui/markdown.server";

const LINK = /<a ([^>]*)href="([^"]*)"([^>]*)>(.*?)<\/a>/gs;
const LEADS_OUT = /^(https?:|mailto:)/i;

/**
 * Markdown as it stands in a pack: headings below those of the page, and links only where they lead out of it; what
 * was written to lead to a neighbour of its source leads nowhere here and stays as text.
 */
export function packMarkdown(text: string): Html {
  const rendered = renderMarkdown(text)
    .replace(LINK, (link: string, _before: string, href: string, _after: string, words: string) =>
      LEADS_OUT.test(href) ? link : words,
    )
    .replace(/ id="[^"]*"/g, "")
    .replace(/ aria-describedby="[^"]*"/g, "")
    .replace(/<(\/?)h([1-6])(?=[\s>])/g, (_, end: string, level: string) => {
      return `<${end}h${Math.min(6, Number(level) + 3)}`;
    });
  return new Html(rendered);
}
