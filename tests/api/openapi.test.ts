import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { operationsText } from "~/domain/openapi";
import { OPENAPI_BYTES_MOST, readOpenApi } from "~/files/openapi.server";

const BOOKINGS = `openapi: 3.0.3
info:
  title: Bookings
  version: 1.4.0
paths:
  /bookings:
    get:
      summary: List bookings
      responses:
        "200":
          description: The bookings
    post:
      operationId: book
      deprecated: true
      responses:
        "201":
          description: Booked
  /bookings/{id}:
    get:
      responses:
        "200":
          description: One booking
`;

describe("an OpenAPI file", () => {
  test("is read as what it describes", async () => {
    const reading = await readOpenApi(BOOKINGS);
    expect(reading).toMatchObject({ format: "3.0.3", title: "Bookings", version: "1.4.0", problems: [] });
    expect(operationsText(reading)).toBe("3 operations: 2 GET, 1 POST");
    expect(reading.operations).toEqual([
      { method: "get", path: "/bookings", summary: "List bookings", isDeprecated: false, line: 7 },
      { method: "post", path: "/bookings", summary: "book", isDeprecated: true, line: 12 },
      { method: "get", path: "/bookings/{id}", summary: "", isDeprecated: false, line: 19 },
    ]);
  });

  test("is read in JSON too", async () => {
    const text = JSON.stringify({ swagger: "2.0", info: { title: "Old", version: "1" }, paths: {} }, null, 2);
    expect(await readOpenApi(text)).toMatchObject({ format: "2.0", title: "Old", problemCount: 0 });
  });

  test("has its problems told with their place", async () => {
    const text = BOOKINGS.replace("  version: 1.4.0\n", "").replace("    post:", "    pots:");
    const { problems } = await readOpenApi(text);
    expect(problems).toContainEqual({
      message: "must have required property 'version'",
      where: "info",
      line: 2,
      column: 1,
    });
    expect(problems).toContainEqual({
      message: "has “pots”, which has no place here",
      where: "paths › /bookings",
      line: 11,
      column: 5,
    });
  });

  test.each([
    ["a line that is no YAML", BOOKINGS.replace("info:", "info: ["), 3],
    ["a key that stands twice", `${BOOKINGS}info:\n  title: Again\n`, 23],
    [
      "a reference that leads nowhere",
      BOOKINGS.replace("description: The bookings", "$ref: '#/components/x'"),
      11,
    ],
  ])("%s is told with its line", async (_, text, line) => {
    const { problems } = await readOpenApi(text);
    expect(problems[0]?.line).toBe(line);
  });

  const nested = (levels: number) =>
    Array.from({ length: levels }, (_, level) => `${" ".repeat(level)}a:`).join("\n");
  const bomb = ["a: &a [1,1,1,1,1,1,1,1,1]"].concat(
    [..."bcdefghi"].map((name, index) => `${name}: &${name} [${`*${"abcdefgh"[index]},`.repeat(8)}1]`),
  );
  test.each([
    ["five megabytes", `openapi: 3.0.0\n${"x: y\n".repeat(1024 * 1024)}`],
    ["a bomb of aliases", `openapi: 3.0.0\n${bomb.join("\n")}`],
    ["an alias of itself", "openapi: 3.0.0\na: &a\n  b: *a\n"],
    ["a million brackets", `openapi: 3.0.0\nx: ${"[".repeat(400_000)}`],
    ["lists in lists", `openapi: 3.0.0\nx:\n${"- ".repeat(200_000)}`],
    ["a thousand levels", `openapi: 3.0.0\n${nested(700)}`],
    ["numbers without an end", `openapi: 3.0.0\nx: [${"1,".repeat(250_000)}1]`],
    [
      "a hundred thousand keys",
      `openapi: 3.0.0\n${Array.from({ length: 40_000 }, (_, n) => `k${n}: v`).join("\n")}`,
    ],
    ["nothing", ""],
    ["a list", "- openapi"],
    ["a prototype", "openapi: 3.0.0\n__proto__: {polluted: yes}\nconstructor: {prototype: {polluted: yes}}"],
  ])("%s comes to an end, and is told as a problem", async (_, text) => {
    const { problemCount, problems } = await readOpenApi(text);
    expect(problemCount).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(50);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test("up to its limit is read", async () => {
    const text = `${BOOKINGS}# ${"x".repeat(OPENAPI_BYTES_MOST - BOOKINGS.length - 10)}\n`;
    expect(await readOpenApi(text)).toMatchObject({ problemCount: 0, operationCount: 3 });
  });
});

/** A published description of a real service, for whoever has one at hand. */
const GIVEN = process.env.OPENAPI_SAMPLE ?? "";

test.skipIf(!existsSync(GIVEN))(
  "a real one is read (skipped unless OPENAPI_SAMPLE names a file)",
  async () => {
    const reading = await readOpenApi(readFileSync(GIVEN, "utf8"));
    expect(reading.title).not.toBe("");
    expect(reading.operationCount).toBeGreaterThan(10);
    for (const { line } of reading.problems) expect(line).toBeGreaterThan(0);
  },
);
