const TITLES: Record<number, [title: string, sentence: string]> = {
  400: ["We could not read that request", "Something in it is malformed. Nothing was changed."],
  403: [
    "That came from another site",
    "For your safety we only take forms from our own pages. Nothing was changed.",
  ],
  404: ["There is nothing here", "The file you asked for does not exist."],
  405: ["This page does not take that", "Pages are read or posted to, nothing else. Nothing was changed."],
  408: ["That took too long to arrive", "Nothing was changed. Please try again."],
  413: ["That is too large", "It is more than we take at once. Nothing was changed."],
  415: ["We cannot read that kind of request", "Nothing was changed."],
  500: [
    "Something broke on our side",
    "It has been written down for us to look at. What you saved before is kept.",
  ],
  503: [
    "We will be right back",
    "We cannot answer for the moment. What you saved before is kept. Please try again in a few seconds.",
  ],
};

const STYLE =
  ":root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif;background:#f6f5f8;color:#1b1a22}" +
  "main{max-width:34rem;margin:20vh auto 0;padding:0 1rem}a{color:inherit}" +
  "@media(prefers-color-scheme:dark){:root{background:#131217;color:#edecf3}}";

/** A page without the application, for what is refused before it runs or breaks beneath it. */
export function plainPage(status: number, nonce: string): Response {
  const [title, sentence] = TITLES[status] ?? TITLES[500] ?? ["", ""];
  const html = `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title} · Phaseline</title><style nonce="${nonce}">${STYLE}</style></head><body><main><h1>${title}</h1><p>${sentence}</p><p><a href="/">Go to your home page</a></p></main></body></html>`;
  const headers: Record<string, string> = { "content-type": "text/html; charset=utf-8" };
  if (status === 503) headers["retry-after"] = "3";
  return new Response(html, { status, headers });
}
