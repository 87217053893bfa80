import { longDate } from "../calendar";
import type { PackContents } from "./contents";
import { Html, html } from "./html";

/** The pages of the pack in the order in which they are read. */
export const PACK_PAGES = [
  { path: "index.html", name: "Start" },
  { path: "register.html", name: "Register" },
  { path: "gates.html", name: "Gates" },
  { path: "decisions.html", name: "Decisions" },
  { path: "findings.html", name: "Findings" },
  { path: "standards.html", name: "Standards" },
  { path: "measures.html", name: "Measures" },
  { path: "ledger.html", name: "Ledger" },
  { path: "asks.html", name: "Asks and clock" },
  { path: "updates.html", name: "Updates" },
  { path: "comments.html", name: "Comments" },
  { path: "files.html", name: "Deliverables and files" },
] as const;
export type PackPage = (typeof PACK_PAGES)[number]["path"];

const STYLE = `
:root{color-scheme:light dark;--ink:#1b1d22;--muted:#5b6069;--line:#d9dbe0;--surface:#fff;--ground:#f6f6f4;--good:#1c6b3c;--alert:#a8261b;--link:#1d4f91}
@media (prefers-color-scheme:dark){:root{--ink:#eceef2;--muted:#a5abb6;--line:#3a3f48;--surface:#1c1f25;--ground:#14161a;--good:#7fd3a0;--alert:#ff9d90;--link:#9cc3ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",sans-serif;overflow-wrap:anywhere}
.page{max-width:62rem;margin:0 auto;padding:1rem 1rem 3rem}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:.5rem 0 1.5rem;padding:0;list-style:none;font-size:.9375rem}
a{color:var(--link);text-underline-offset:.15em}
nav a,nav span,.files a{display:inline-block;padding-block:.25rem}
[aria-current]{font-weight:600;color:var(--ink)}
.of{color:var(--muted);margin:0}
h1{font-size:1.6rem;line-height:1.25;margin:.1rem 0 .5rem}h2{font-size:1.2rem;margin:0 0 .5rem}h3{font-size:1.05rem;margin:1rem 0 .25rem}h4,h5,h6{margin:.75rem 0 .25rem}
section,article{background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:1rem;margin:0 0 1rem}
article>:last-child,section>:last-child{margin-bottom:0}
p{margin:0 0 .6rem;max-width:46rem}.lead{font-size:1.15rem}.quiet,figcaption{color:var(--muted)}
.good{color:var(--good);font-weight:600}.alert{color:var(--alert);font-weight:600}
dl{display:grid;grid-template-columns:minmax(7rem,auto) 1fr;gap:.2rem 1rem;margin:0 0 .6rem}dt{color:var(--muted)}dd{margin:0;min-width:0}
table{border-collapse:collapse;width:100%;font-size:.9375rem;font-variant-numeric:tabular-nums;margin:0 0 .6rem}
caption{text-align:left;color:var(--muted);padding:0 0 .25rem}
th,td{text-align:left;vertical-align:top;overflow-wrap:break-word;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line)}
td.long,th.long{overflow-wrap:anywhere}
thead th{color:var(--muted);font-weight:400}tbody th{font-weight:600}
code,.place{font-family:ui-monospace,Consolas,monospace;font-size:.875em}
pre{overflow-x:auto;padding:.75rem;border:1px solid var(--line);border-radius:6px}
blockquote{margin:0 0 .6rem;padding-left:1rem;border-left:3px solid var(--line)}
.bars{display:grid;gap:.25rem;max-width:30rem}.bars svg{display:block;width:100%;height:14px}
.rail{overflow-x:auto;background:#fff;border-radius:6px;padding:.5rem .25rem}
.rail-defs{position:absolute}.rail-canvas{min-width:36rem;padding-inline:10px}.rail-canvas>svg{display:block}.rail-stack-560{height:121px}
.rail-ink{--ink:#000;--muted:#333;--line:#ccc;--line-strong:#777;--surface:#fff;--alert:#000;--alert-ink:#000;--waiting:#000;--waiting-soft:#fff;color:#000}
@media (max-width:40rem){thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}table,tbody,tr,tbody th,td,caption{display:block}tbody th,td{border:0;padding-block:1px}tr{border-bottom:1px solid var(--line);padding-block:.4rem}td::before{content:attr(data-label) ": ";color:var(--muted)}dl{grid-template-columns:1fr}dd{margin-bottom:.3rem}}
@media print{:root{--ink:#000;--muted:#333;--line:#bbb;--surface:#fff;--ground:#fff;--good:#000;--alert:#000;--link:#000}nav{display:none}.page{max-width:none;padding:0}section,article{border:0;border-top:1px solid #bbb;border-radius:0;padding:.75rem 0;break-inside:avoid-page}}
`;

/** One page of the pack: it opens from a disk, asks nothing of any network, and leads to all the others. */
export function packPage(contents: PackContents, path: PackPage, heading: string, body: Html): string {
  const { code, title, client, firm, asOf, seq } = contents.engagement;
  const links = PACK_PAGES.map((page) =>
    page.path === path
      ? html`<li><span aria-current="page">${page.name}</span></li>`
      : html`<li><a href="${page.path}">${page.name}</a></li>`,
  );
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:">
<title>${heading} · ${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<div class="page">
<header>
<p class="of">${firm} for ${client} · ${code}</p>
<nav aria-label="Pages of this pack"><ul>${links}</ul></nav>
</header>
<main>
<h1>${heading}</h1>
${body}</main>
<footer><p class="quiet">As it stood on ${longDate(asOf)}, after event ${seq}. Nothing on these pages is fetched from anywhere.</p></footer>
</div>
</body>
</html>
`.text;
}
