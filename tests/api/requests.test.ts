import { describe, expect, test } from "vitest";
import { contentSecurityPolicy } from "~/server/answer";
import { acceptsGzip, compress, isCompressible } from "~/server/compression";
import { isOwnOrigin } from "~/server/origin-check";
import { bodyFault, bodyLimit, isReadablePath, takesFiles } from "~/server/readable-request";
import { loggablePath } from "~/server/request-log";
import { sourceAddress } from "~/server/source-address";
import { isUnavailable } from "~/server/unavailable";

const BASE = "https://track.example.com";

describe("where a change may come from", () => {
  test.each([
    ["a form of our own page", { fetchSite: "same-origin", origin: BASE }, true],
    ["a browser that only says the site", { fetchSite: "same-origin" }, true],
    ["a browser that only says the origin", { origin: BASE }, true],
    [
      "the address in use, when it is not the public one",
      { origin: "http://localhost:3000", host: "localhost:3000" },
      true,
    ],
    ["something that says neither", { host: "track.example.com" }, false],
    ["another site", { fetchSite: "cross-site", origin: "https://evil.example" }, false],
    ["another site that forges the origin only", { fetchSite: "cross-site", origin: BASE }, false],
    [
      "a neighbour under the same domain",
      { fetchSite: "same-site", origin: "https://blog.example.com" },
      false,
    ],
    ["a sandboxed frame", { origin: "null", host: "track.example.com" }, false],
    ["another port of the same machine", { origin: "http://localhost:4000", host: "localhost:3000" }, false],
    [
      "another site that names our host in its path",
      { origin: "https://evil.example/track.example.com", host: "track.example.com" },
      false,
    ],
  ])("%s", (_, asked, expected) => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      expect(isOwnOrigin({ method, ...asked }, BASE)).toBe(expected);
    }
  });

  test("reading is free", () => {
    expect(isOwnOrigin({ method: "GET", fetchSite: "cross-site" }, BASE)).toBe(true);
  });
});

describe("the client's address", () => {
  test("is the socket's when no proxy is believed, whatever the headers say", () => {
    expect(sourceAddress("::ffff:192.0.2.7", "198.51.100.1", 0)).toBe("192.0.2.7");
  });

  test("is what the outermost believed proxy saw, not what the client wrote before it", () => {
    expect(sourceAddress("10.0.0.1", "6.6.6.6, 198.51.100.1", 1)).toBe("198.51.100.1");
    expect(sourceAddress("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.9", 2)).toBe("198.51.100.1");
  });
});

describe("bodies", () => {
  const form = "application/x-www-form-urlencoded";
  const bytes = (text: string) => new TextEncoder().encode(text);

  test.each([
    ["a form", form, "title=Booking+API&tag[0]=a", null],
    ["an empty form", form, "", null],
    ["JSON", "application/json", "null", null],
    ["broken JSON", "application/json", "{", 400],
    ["no type", "", "a=1", 415],
    ["text", "text/plain", "a=1", 415],
    ["a multipart form without its parts", "multipart/form-data; boundary=x", "nonsense", 400],
    ["a NUL in a value", form, "title=a%00b", 400],
    ["a NUL in a name", form, "a%00b=1", 400],
    ["an index that would fill the memory", form, "tag[99999999]=a", 400],
    ["a reach into every object", form, "__proto__.isAdmin=1", 400],
    ["more fields than any form has", form, "a=1&".repeat(6000), 400],
  ])("%s", async (_, type, text, expected) => {
    expect(await bodyFault(bytes(text), type)).toBe(expected);
  });

  test("twenty thousand levels of JSON are read or refused, not stumbled over", async () => {
    const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
    expect([null, 400]).toContain(await bodyFault(bytes(deep), "application/json"));
  });

  test("are small, but for uploads", () => {
    expect(bodyLimit("/engagements/ENG-0001")).toBe(1024 * 1024);
    expect(bodyLimit("/import")).toBe(12 * 1024 * 1024);
    expect(bodyLimit("/settings/calendar.data")).toBe(12 * 1024 * 1024);
    expect(bodyLimit("/importance")).toBe(1024 * 1024);
  });

  test("with files are taken where there is something to bring them for, and nowhere else", () => {
    const multipart = "multipart/form-data; boundary=b";
    const id = "0197e3c0-0000-7000-8000-000000000000";
    for (const path of [
      `/engagements/ENG-0001/deliverables/${id}`,
      `/engagements/ENG-0001/findings/${id}.data`,
      "/portal/ENG-0001/asks",
    ]) {
      expect(takesFiles(path, multipart)).toBe(true);
      expect(takesFiles(path, form)).toBe(false);
      expect(bodyLimit(path, multipart)).toBe(101 * 1024 * 1024);
      expect(bodyLimit(path, form)).toBe(1024 * 1024);
    }
    for (const path of ["/sign-in", "/engagements/ENG-0001", "/engagements/ENG-0001/findings/new"]) {
      expect(takesFiles(path, multipart)).toBe(false);
    }
  });
});

test.each([
  ["/engagements/ENG-0001?q=%25", true],
  ["/%zz", false],
  ["/%E0%A4%A", false],
  ["/a%00b", false],
  ["/find?q=a%00b", false],
])("the address %s is readable: %s", (path, expected) => {
  expect(isReadablePath(path)).toBe(expected);
});

test.each([
  ["/link/abc123", "/link/[redacted]"],
  ["/reset/abc123.data", "/reset/[redacted]"],
  ["/shared/abc123.data", "/shared/[redacted]"],
  ["//invite//abc123/x", "/invite/[redacted]/x"],
  ["/links/abc123", "/links/abc123"],
])("%s is written down as %s", (path, expected) => {
  expect(loggablePath(path)).toBe(expected);
});

test("the policy allows our own files and this answer's nonce, and nothing inline", () => {
  const policy = contentSecurityPolicy("abc");
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self' 'nonce-abc'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
});

describe("compression", () => {
  test.each([
    ["gzip, deflate, br", true],
    ["br;q=1, gzip;q=0.5", true],
    ["*", true],
    ["gzip;q=0", false],
    ["br", false],
    [undefined, false],
  ])("accept-encoding %s takes gzip: %s", (header, expected) => {
    expect(acceptsGzip(header)).toBe(expected);
  });

  test("leaves event streams and packed files alone", () => {
    expect(isCompressible(new Headers({ "content-type": "text/html; charset=utf-8" }))).toBe(true);
    expect(isCompressible(new Headers({ "content-type": "text/event-stream" }))).toBe(false);
    expect(isCompressible(new Headers({ "content-type": "application/zip" }))).toBe(false);
    const asItIs = { "content-type": "text/plain", "cache-control": "private, no-transform" };
    expect(isCompressible(new Headers(asItIs))).toBe(false);
  });

  async function unpacked(body: BodyInit): Promise<string> {
    const stream = new Response(body).body?.pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  }

  test("packs a whole page, and passes a small one on as it is", async () => {
    const page = "Stabilise ".repeat(1000);
    const packed = await compress(new Blob([page]).stream());
    expect(packed.isGzip).toBe(true);
    expect(await unpacked(packed.body)).toBe(page);
    const small = await compress(new Blob(["short"]).stream());
    expect(small.isGzip).toBe(false);
    expect(await new Response(small.body).text()).toBe("short");
  });

  test("sends the beginning of a slow page before its end exists", async () => {
    let finish: () => void = () => undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode("first"));
        finish = () => {
          controller.enqueue(new TextEncoder().encode(" last"));
          controller.close();
        };
      },
    });
    const packed = await compress(body);
    const reader = (packed.body as ReadableStream<Uint8Array<ArrayBuffer>>)
      .pipeThrough(new DecompressionStream("gzip"))
      .getReader();
    const beginning = await reader.read();
    expect(new TextDecoder().decode(beginning.value)).toBe("first");
    finish();
    let rest = "";
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      rest += new TextDecoder().decode(step.value);
    }
    expect(rest).toBe(" last");
  });
});

test("a database that is away is told from a mistake of ours", () => {
  expect(isUnavailable(Object.assign(new Error("refused"), { code: "ECONNREFUSED" }))).toBe(true);
  expect(isUnavailable(Object.assign(new Error("full"), { code: "SQLITE_FULL" }))).toBe(true);
  expect(
    isUnavailable(new Error("wrapped", { cause: new Error("Connection terminated unexpectedly") })),
  ).toBe(true);
  expect(isUnavailable(new TypeError("x is not a function"))).toBe(false);
  expect(isUnavailable(Object.assign(new Error("twice"), { code: "SQLITE_CONSTRAINT_UNIQUE" }))).toBe(false);
});
