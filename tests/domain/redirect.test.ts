import { describe, expect, it } from "vitest";
import { safeRedirect } from "~/auth/redirect";

const HOME = "/today";

const OFF_SITE = [
  "https://evil.example",
  "http://evil.example/today",
  "HTTPS:evil.example",
  "//evil.example",
  "///evil.example",
  "////evil.example/%2e%2e",
  "/\\evil.example",
  "\\\\evil.example",
  "\\/evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "\t//evil.example",
  " //evil.example",
  "/\u0000/evil.example",
  "/.//evil.example",
  "/today/..//evil.example",
  "/today/../..//evil.example",
  "/@evil.example//x",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "evil.example",
  "http:/\\evil.example",
  "/\u202e//evil.example",
] as const;

const encodeAll = (text: string) =>
  [...new TextEncoder().encode(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");

describe("a redirect parameter", () => {
  it.each(OFF_SITE)("does not lead off the site: %j", (form) => {
    expect(safeRedirect(form, HOME)).toBe(HOME);
  });

  it.each(OFF_SITE)("does not lead off the site when encoded: %j", (form) => {
    const afterSlash = form.startsWith("/") ? `/${encodeAll(form.slice(1))}` : encodeAll(form);
    expect(safeRedirect(afterSlash, HOME)).toBe(HOME);
    expect(safeRedirect(afterSlash.replaceAll("%", "%25"), HOME)).toBe(HOME);
  });

  it.each([undefined, null, "", 7, ["/today"], `/${"a".repeat(3000)}`, "/%", "/%e0%a4"])(
    "is left out when it is no path: %j",
    (form) => {
      expect(safeRedirect(form, HOME)).toBe(HOME);
    },
  );

  it.each([
    "/",
    "/portal/ENG-0042/gates/read",
    "/engagements?q=billing%20api&page=2",
    "/engagements?next=https%3A%2F%2Fexample.com//x",
    "/engagements/ENG-0001#phase-read",
    "/clients/018f-%C3%BC",
  ])("leads back to a page of ours: %j", (form) => {
    expect(safeRedirect(form, HOME)).toBe(form);
  });
});
