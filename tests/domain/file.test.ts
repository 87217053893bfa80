import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contentDisposition, safeFileName, servedType, sizeText, typeText } from "~/domain/file";

describe("the name of a file", () => {
  test.each([
    ["report.pdf", "report.pdf"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\me\\plan.docx", "plan.docx"],
    ["a\r\nSet-Cookie: x=1.txt", "aSet-Cookie_ x=1.txt"],
    ['say "hello".txt', "say _hello_.txt"],
    ["annex\u202Egnp.exe", "annexgnp.exe"],
    ["zero\u200Bwidth.txt", "zerowidth.txt"],
    ["nul\0byte.txt", "nulbyte.txt"],
    [".htaccess", "htaccess"],
    ["..", "file"],
    ["", "file"],
    ["CON.txt", "_CON.txt"],
    ["Zusammenfassung für Ümit.md", "Zusammenfassung für Ümit.md"],
    ["日本語.png", "日本語.png"],
    ["a;b=c.csv", "a;b=c.csv"],
  ])("%j is kept as %j", (given, kept) => {
    expect(safeFileName(given)).toBe(kept);
  });

  test("is cut in its middle part, so that its end stays", () => {
    const name = safeFileName(`${"long ".repeat(100)}.pdf`);
    expect([...name]).toHaveLength(120);
    expect(name).toMatch(/\.pdf$/);
  });

  test("never leads out of a folder or a header, whatever it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (given) => {
        const name = safeFileName(given);
        expect(name).not.toMatch(/[/\\\r\n\0"<>|?*:\u202a-\u202e\u2066-\u2069]|^\.|^$/u);
        const header = contentDisposition(given, "attachment");
        expect(header).toMatch(
          /^attachment; filename="[\x20-\x21\x23-\x5b\x5d-\x7e]+"; filename\*=UTF-8''[\w.!~%-]+$/,
        );
        expect(() => new Headers({ "content-disposition": header })).not.toThrow();
      }),
    );
  });

  test("goes into a header twice", () => {
    expect(contentDisposition("Übersicht 100%.pdf", "attachment")).toBe(
      "attachment; filename=\"_bersicht 100_.pdf\"; filename*=UTF-8''%C3%9Cbersicht%20100%25.pdf",
    );
  });
});

test.each([
  ["image/png", "image/png"],
  ["application/pdf", "application/pdf"],
  ["text/markdown", "text/plain; charset=utf-8"],
  ["application/vnd.oai.openapi", "text/plain; charset=utf-8"],
  ["image/svg+xml", "application/octet-stream"],
  ["text/html", "application/octet-stream"],
  ["application/zip", "application/octet-stream"],
  ["application/x-msdownload", "application/octet-stream"],
])("%s leaves as %s", (type, served) => {
  expect(servedType(type)).toBe(served);
});

test.each([
  [1, "1 byte"],
  [812, "812 bytes"],
  [3482, "3.4 KB"],
  [25 * 1024 * 1024, "25 MB"],
])("%d bytes are %s", (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});

test("a file is called by what its bytes are, or else by the end of its name", () => {
  expect(typeText("image/png", "x.exe")).toBe("PNG picture");
  expect(typeText("application/octet-stream", "dump.bin")).toBe("BIN file");
  expect(typeText("application/octet-stream", "dump")).toBe("File");
});
