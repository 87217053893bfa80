import { describe, expect, test } from "vitest";
import { renderMarkdown } from "~/ui/markdown.server";

describe("text that people write", () => {
  test.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>*{display:none}</style>",
    "<div style='position:fixed;inset:0'>x</div>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "![x](javascript:alert(1))",
    "![x](https://example.org/pixel.png)",
    '![" onerror="alert(1)](https://example.org/x)',
    '[x](https://example.org/" onclick="alert(1))',
    "<javascript:alert(1)>",
    "|a|\n|-|\n|<script>alert(1)</script>|",
    "- [x] <b onclick=alert(1)>",
  ])("cannot run or fetch anything: %s", (text) => {
    const html = renderMarkdown(text);
    const tags = html.match(/<[^>]*>/g)?.join("") ?? "";
    expect(tags).not.toMatch(/<(script|img|svg|style|iframe|object|input|form)\b/i);
    expect(tags).not.toMatch(/\son\w+=|\sstyle=|(href|src)="\s*(javascript|data|vbscript):/i);
  });

  test("keeps what it is for", () => {
    const html = renderMarkdown(
      "**Done** [x](https://example.org)\n\n- [x] a\n- [ ] b\n\n|a|b|\n|:-|-:|\n|1|2|",
    );
    expect(html).toContain("<strong>Done</strong>");
    expect(html).toContain('<a rel="noopener noreferrer nofollow" href="https://example.org">');
    expect(html).toContain('aria-label="done"');
    expect(html).toContain('aria-label="open"');
    expect(html).toContain("<td>2</td>");
  });

  test("turns a picture into a link to it", () => {
    expect(renderMarkdown("![diagram](https://example.org/d.png)")).toContain(
      '<a rel="noopener noreferrer nofollow" href="https://example.org/d.png">diagram</a>',
    );
  });
});
