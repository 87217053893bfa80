import { classes } from "./classes";

/** Shows what `renderMarkdown` made on the server; never give it HTML from anywhere else. */
export function Markdown({ html, className }: { html: string; className?: string }) {
  return (
    <div className={classes("prose max-w-prose", className)} dangerouslySetInnerHTML={{ __html: html }} />
  );
}
