import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { Refusal } from "~/domain/refusal";
import { forecastCommand } from "~/ops/forecast";

const folder = mkdtempSync(join(tmpdir(), "phaseline-forecast-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

const HISTORY = "id,group,planned,actual,finished";
const QUESTIONS = "id,group,planned,elapsed";
const PAST = [HISTORY, "1,read,3,4,1", "2,read,3,3,1", "3,extend,20,31,1", "4,extend,20,12,0"];
const ASKED = [QUESTIONS, "a,read,3,0", '"b, again",extend,20,25', "c,unheard of,8,0"];

function file(name: string, text: string | readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, typeof text === "string" ? text : `${text.join("\n")}\n`);
  return path;
}

/** What the command writes to standard output and standard error. */
async function answer(history: string | readonly string[], questions: string | readonly string[]) {
  const written: string[] = [];
  const said: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
  vi.spyOn(console, "error").mockImplementation((text: string) => void said.push(text));
  const paths = ["--history", file("h.csv", history), "--questions", file("q.csv", questions)];
  try {
    await forecastCommand().parseAsync(paths, { from: "user" });
  } finally {
    vi.restoreAllMocks();
  }
  return { lines: written.join("").trimEnd().split("\n"), said };
}

async function refusal(history: string | readonly string[], questions: string | readonly string[] = ASKED) {
  const error: unknown = await answer(history, questions).catch((thrown: unknown) => thrown);
  if (!(error instanceof Refusal)) throw new Error("It was not refused.");
  return error.message;
}

test("answers each question in turn with seven rising quantiles, none below what has elapsed", async () => {
  const { lines, said } = await answer(PAST, ASKED);
  expect(said).toEqual([]);
  expect(lines[0]).toBe("id,p05,p10,p20,p50,p80,p90,p95");
  expect(lines).toHaveLength(4);
  expect(lines[2]?.startsWith('"b, again",')).toBe(true);
  for (const line of lines.slice(1)) {
    const quantiles = line.split(",").slice(-7).map(Number);
    expect(quantiles.every(Number.isFinite)).toBe(true);
    expect([...quantiles].sort((a, b) => a - b)).toEqual(quantiles);
  }
  expect(Number(lines[2]?.split(",").at(-7))).toBeGreaterThanOrEqual(25);
});

test("says the same twice, and the same of semicolons, Windows lines, a mark and columns in another order", async () => {
  const first = await answer(PAST, ASKED);
  expect(await answer(PAST, ASKED)).toEqual(first);
  const swapped = [
    "\ufeffFinished;Actual;note;planned;group;id",
    "1;4;x;3;read;1",
    "1;3;;3;read;2",
    "1;31;;20;extend;3",
    "0;12;;20;extend;4",
  ];
  expect(await answer(swapped.join("\r\n"), ASKED)).toEqual(first);
});

test("an empty history answers with the prior, no questions with the heading", async () => {
  const { lines } = await answer([HISTORY], [QUESTIONS, "a,read,10,0"]);
  expect(Number(lines[1]?.split(",")[4])).toBeCloseTo(10.94, 1);
  expect((await answer(PAST, [QUESTIONS])).lines).toEqual(["id,p05,p10,p20,p50,p80,p90,p95"]);
});

test("past rows without a plan are left out, and said", async () => {
  const { lines, said } = await answer([...PAST, "5,read,0,9,1", "6,read,,9,1"], ASKED);
  expect(lines).toEqual((await answer(PAST, ASKED)).lines);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/column planned: 2 of the rows have no plan .*row 6/);
});

test("what is malformed is refused with its file, row and column", async () => {
  expect(await refusal("")).toMatch(/h\.csv is empty/);
  expect(await refusal(["id,group,planned,actual", "1,read,3,4"])).toMatch(/h\.csv has no column finished/);
  expect(await refusal([HISTORY, "", "1,read,3,4,1", "2,read,3,four,1"])).toMatch(
    /row 4, column actual: is “four”/,
  );
  expect(await refusal([HISTORY, "1,read,3,,1"])).toMatch(/row 2, column actual: is empty/);
  expect(await refusal([HISTORY, "1,read,-3,4,1"])).toMatch(/row 2, column planned: -3 is less than 0/);
  expect(await refusal([HISTORY, "1,read,Infinity,4,1"])).toMatch(/row 2, column planned/);
  expect(await refusal([HISTORY, "1,read,3,4,perhaps"])).toMatch(
    /row 2, column finished: is “perhaps”; 1 or 0/,
  );
  expect(await refusal([HISTORY, "1,read,3,4"])).toMatch(/row 2, column finished: is empty/);
  expect(await refusal([HISTORY, "1,read,3,4,1,9"])).toMatch(/row 2: 6 cells, where the heading has 5/);
  expect(await refusal([HISTORY, '1,"read,3,4,1'])).toMatch(/row 2: a quotation mark is not closed/);
  expect(await refusal(PAST, [QUESTIONS, "a,read,0,0"])).toMatch(
    /q\.csv, row 2, column planned: 0; a plan above 0/,
  );
  expect(await refusal(PAST, [QUESTIONS, "a,read,3,-1"])).toMatch(/row 2, column elapsed: -1 is less than 0/);
  expect(await refusal(PAST, ["id,group,planned", "a,read,3"])).toMatch(/q\.csv has no column elapsed/);
});

test("a file that is not there is named", async () => {
  const command = forecastCommand().parseAsync(["--history", "nowhere.csv", "--questions", "q.csv"], {
    from: "user",
  });
  await expect(command).rejects.toThrow("There is no file nowhere.csv.");
});
