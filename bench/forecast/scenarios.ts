import { existsSync, readFileSync } from "node:fs";
import Papa from "papaparse";
import { type CalendarDate, daysBetween } from "~/domain/calendar";
import type { PastPhase } from "~/domain/forecast";
import type { Question, Scenario } from "./score";
import { inventedSources, type Random, type Source, seeded } from "./sources";

/** A phase of a record with its dates: unfinished when `end` is null, then last seen on `seen`. */
interface Dated {
  group: string;
  planned: number;
  start: CalendarDate;
  end: CalendarDate | null;
  seen: CalendarDate;
}

/** What is printed as one line. */
export interface Section {
  name: string;
  scenarios: Scenario[];
}

type Line = Record<string, string>;

function readDated(file: string, group: string): Dated[] | null {
  if (!existsSync(file)) return null;
  const { data } = Papa.parse<Line>(readFileSync(file, "utf8"), { header: true, skipEmptyLines: true });
  return data
    .map(
      (line): Dated => ({
        group: line[group] ?? "",
        planned: Number(line.planned_days),
        start: line.start ?? "",
        end: line.actual_end || null,
        seen: line.actual_end || line.observed_until || line.updated || "",
      }),
    )
    .filter(({ planned }) => planned > 0)
    .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
}

/** As it was known on a day: what had not ended by then counts as unfinished. */
function knownOn(phase: Dated, day: CalendarDate): PastPhase {
  const isFinished = phase.end !== null && phase.end <= day;
  const until = isFinished ? (phase.end ?? day) : phase.seen < day ? phase.seen : day;
  return { group: phase.group, planned: phase.planned, actual: daysBetween(phase.start, until), isFinished };
}

const asked = (phases: readonly Dated[]): Question[] =>
  phases
    .filter(({ end }) => end !== null)
    .map(({ group, planned, start, end }) => ({
      group,
      planned,
      elapsed: 0,
      actual: daysBetween(start, end ?? start),
    }));

/** Split by start: asked are those begun from `split` to before `until`, answered from what was known on `known`. */
function bySplit(
  phases: readonly Dated[],
  split: CalendarDate,
  known: CalendarDate,
  until: CalendarDate,
): Scenario {
  const history = phases.filter(({ start }) => start < split).map((phase) => knownOn(phase, known));
  return { history, questions: asked(phases.filter(({ start }) => start >= split && start < until)) };
}

const pastOf = (phases: readonly Dated[]): PastPhase[] =>
  phases.map(({ group, planned, start, end, seen }) => ({
    group,
    planned,
    actual: daysBetween(start, end ?? seen),
    isFinished: end !== null,
  }));

const questionsOf = (rows: readonly PastPhase[]): Question[] =>
  rows
    .filter(({ isFinished }) => isFinished)
    .map(({ group, planned, actual }) => ({ group, planned, actual, elapsed: 0 }));

function shuffled<T>(rows: readonly T[], random: Random): T[] {
  return rows
    .map((row) => ({ row, key: random.uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row);
}

/** Asked some way into the phase; those that ended before are no question any more. */
function underWay({ history, questions }: Scenario, random: Random): Scenario {
  const open = questions
    .map((question) => ({ ...question, elapsed: question.planned * random.uniform() * 1.6 }))
    .filter(({ actual, elapsed }) => actual > elapsed);
  return { history, questions: open };
}

/** Unfinished as if each had begun at a random moment before the one day on which all were looked at. */
function cutShort(rows: readonly PastPhase[], random: Random, share: number): PastPhase[] {
  return rows.map((row) => {
    const seen = row.planned * random.uniform() * 2.5;
    return random.uniform() < share && seen < row.actual ? { ...row, actual: seen, isFinished: false } : row;
  });
}

function ofSource({ name, rows }: Source, random: Random): Section[] {
  const split = Math.floor(rows.length * 0.7);
  const inOrder = { name, history: rows.slice(0, split), questions: questionsOf(rows.slice(split)) };
  const mixed = shuffled(rows, random);
  const cut = { ...inOrder, history: cutShort(inOrder.history, random, 0.6) };
  return [
    { name, scenarios: [inOrder] },
    {
      name: `${name}, shuffled`,
      scenarios: [{ history: mixed.slice(0, split), questions: questionsOf(mixed.slice(split)) }],
    },
    { name: `${name}, cut short`, scenarios: [cut] },
    { name: `${name}, under way`, scenarios: [underWay(inOrder, random)] },
  ];
}

/** Split by start: the day of the split, the day on which the past was known, and the last day of starts asked about. */
const SPLITS = [
  ["2018-07-01", "2019-07-01", "2019-07-01"],
  ["2019-07-01", "2020-07-01", "2020-07-01"],
  ["2020-07-01", "2021-07-01", "2021-07-01"],
  ["2021-07-01", "2022-07-01", "2022-07-01"],
  ["2019-07-01", "2019-07-01", "2020-07-01"],
  ["2020-07-01", "2020-07-01", "2021-07-01"],
  ["2021-07-01", "2021-07-01", "2022-07-01"],
] as const;

const schoolsIn = (folder: string) => readDated(`${folder}/forecast-nyc-sca/phases_train.csv`, "phase");

export function recorded(folder: string): Section[] {
  const random = seeded(5);
  const sections: Section[] = [];
  const schools = schoolsIn(folder);
  if (schools) {
    for (const [split, known, until] of SPLITS) {
      const scenario = bySplit(schools, split, known, until);
      const later = known === split ? "" : ", known a year later";
      sections.push({ name: `schools from ${split}${later}`, scenarios: [scenario] });
      if (known === split) {
        sections.push({ name: `schools from ${split}, under way`, scenarios: [underWay(scenario, random)] });
      }
    }
    const all = pastOf(schools);
    const parts = folds(all, 5, random);
    sections.push({ name: "schools, five parts", scenarios: parts });
    sections.push({
      name: "schools, five parts, under way",
      scenarios: parts.map((part) => underWay(part, random)),
    });
    for (const group of new Set(all.map((row) => row.group))) {
      sections.push({
        name: `schools, ${group} never seen`,
        scenarios: [
          {
            history: all.filter((row) => row.group !== group),
            questions: questionsOf(all.filter((row) => row.group === group)),
          },
        ],
      });
    }
  }
  const federal = readDated(`${folder}/forecast-us-it-dashboard/projects_train.csv`, "agency");
  if (federal) {
    sections.push({
      name: "federal from 2011",
      scenarios: [bySplit(federal, "2011-01-01", "2011-01-01", "2013-01-01")],
    });
    sections.push({
      name: "federal from 2011, known a year later",
      scenarios: [bySplit(federal, "2011-01-01", "2012-01-01", "2013-01-01")],
    });
    sections.push({ name: "federal, five parts", scenarios: folds(pastOf(federal), 5, random) });
  }
  return sections;
}

function folds(rows: readonly PastPhase[], count: number, random: Random): Scenario[] {
  const mixed = shuffled(rows, random);
  return Array.from({ length: count }, (_, fold) => ({
    history: mixed.filter((_, at) => at % count !== fold),
    questions: questionsOf(mixed.filter((_, at) => at % count === fold)),
  }));
}

export function invented(): Section[] {
  const random = seeded(6);
  const sources = inventedSources();
  return [...sources.flatMap((source) => ofSource(source, random)), ...sorted(sources[0], random)];
}

/** A past that is not in the order of time. */
function sorted(source: Source | undefined, random: Random): Section[] {
  if (!source) return [];
  const mixed = shuffled(source.rows, random);
  const split = Math.floor(mixed.length * 0.7);
  const [past, questions] = [mixed.slice(0, split), questionsOf(mixed.slice(split))];
  const byGroup = past.toSorted((a, b) => a.group.localeCompare(b.group));
  const byRatio = past.toSorted((a, b) => a.actual / a.planned - b.actual / b.planned);
  return [
    { name: `${source.name}, by group`, scenarios: [{ history: byGroup, questions }] },
    { name: `${source.name}, by ratio`, scenarios: [{ history: byRatio, questions }] },
  ];
}

/** Many small pasts of a source, each asked a few questions. */
export function smallPasts(folder: string): Section[] {
  const random = seeded(7);
  const schools = schoolsIn(folder);
  const sources = inventedSources().filter((_, at) => [0, 1, 7].includes(at));
  if (schools) sources.unshift({ name: "schools", rows: pastOf(schools) });
  return sources.flatMap(({ name, rows }) =>
    [3, 10, 30].map((known) => ({
      name: `${name}, ${known} known`,
      scenarios: Array.from({ length: 60 }, () => {
        const mixed = shuffled(rows, random);
        return { history: mixed.slice(0, known), questions: questionsOf(mixed.slice(known, known + 25)) };
      }),
    })),
  );
}
