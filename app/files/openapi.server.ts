import type { Validator } from "@seriousme/openapi-schema-validator";
import type { Document, LineCounter } from "yaml";
import {
  HTTP_METHODS,
  type OpenApiOperation,
  type OpenApiProblem,
  type OpenApiReading,
} from "~/domain/openapi";

/** Bytes of a file that is read here; a larger one is for a program of the reader's own. */
export const OPENAPI_BYTES_MOST = 512 * 1024;
const DEPTH_MOST = 60;
const NODES_MOST = 100_000;
/** How far aliases may multiply what they stand for. */
const ALIASES_MOST = 200;
const OPERATIONS_SHOWN = 500;
const PROBLEMS_SHOWN = 50;
const PROBLEMS_LOOKED_AT = 500;

type ErrorObject = Exclude<NonNullable<Awaited<ReturnType<Validator["validate"]>>["errors"]>, string>[number];
type Keys = (string | number)[];
/** What is of use here of a node of the parser: of a map, the keys of its items. */
type Ranged = { range?: [number, number, number] | null; items?: { key?: Ranged & { value?: unknown } }[] };
type Place = Pick<OpenApiProblem, "line" | "column">;
type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value).slice(0, 300) : "";

/** Whether brackets or indentation go deeper than any description of an API: parsers climb down level by level. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let deepest = 0;
  let indent = 0;
  let isAtStart = true;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at);
    if (letter === 0x0a) {
      isAtStart = true;
      indent = 0;
    } else if (isAtStart && (letter === 0x20 || letter === 0x2d || letter === 0x3f)) {
      indent += 1;
      if (indent > DEPTH_MOST * 8) return true;
    } else {
      isAtStart = false;
      if (letter === 0x5b || letter === 0x7b) depth += 1;
      if ((letter === 0x5d || letter === 0x7d) && depth > 0) depth -= 1;
      if (depth > deepest) deepest = depth;
      if (deepest > DEPTH_MOST) return true;
    }
  }
  return false;
}

/** Whether a tree is small enough to be walked; what an alias stands for is counted each time. */
function isWalkable(tree: unknown): boolean {
  let left = NODES_MOST;
  const walk = (node: unknown, depth: number): boolean => {
    left -= 1;
    if (left < 0 || depth > DEPTH_MOST) return false;
    if (typeof node !== "object" || node === null) return true;
    return Object.values(node).every((child) => walk(child, depth + 1));
  };
  return walk(tree, 0);
}

class Positions {
  constructor(
    private readonly document: Document,
    private readonly lines: LineCounter,
  ) {}

  /** Where the last of a path of keys stands; of one that is not there, the place that it is missing from. */
  at(keys: Keys): Place {
    for (let count = keys.length; count > 0; count -= 1) {
      const start = this.#startOf(keys.slice(0, count));
      if (start !== undefined) return this.place(start);
    }
    return this.place(0);
  }

  #startOf(keys: Keys): number | undefined {
    const parent = this.document.getIn(keys.slice(0, -1), true) as Ranged | undefined;
    const last = String(keys.at(-1));
    const pair = parent?.items?.find((item) => String(item.key?.value) === last);
    const node = pair?.key ?? (this.document.getIn(keys, true) as Ranged | undefined);
    return node?.range?.[0];
  }

  place(offset: number): Place {
    const { line, col } = this.lines.linePos(offset);
    return { line, column: col };
  }
}

function keysOf(pointer: string): Keys {
  return pointer
    .split("/")
    .slice(1)
    .map((key) => decodeURIComponent(key.replaceAll("~1", "/").replaceAll("~0", "~")));
}

function operationsOf(tree: Tree): Omit<OpenApiOperation, "line">[] {
  const { paths } = tree;
  if (!isTree(paths)) return [];
  return Object.entries(paths).flatMap(([path, item]) => {
    if (!isTree(item)) return [];
    return HTTP_METHODS.flatMap((method) => {
      const operation = item[method];
      if (!isTree(operation)) return [];
      return {
        method,
        path,
        summary: textOf(operation.summary) || textOf(operation.operationId),
        isDeprecated: operation.deprecated === true,
      };
    });
  });
}

/** Says less where the schema offers alternatives: that none of them fits follows from what each of them lacks. */
function isTelling(error: ErrorObject, all: readonly ErrorObject[]): boolean {
  const { keyword, instancePath, params } = error;
  if (["oneOf", "anyOf", "allOf", "if", "not", "$ref", "$dynamicRef"].includes(keyword))
    return all.length === 1;
  const isAboutRef = params.missingProperty === "$ref" || params.additionalProperty === "$ref";
  return !isAboutRef || !all.some((other) => other !== error && other.instancePath.startsWith(instancePath));
}

function wordsOf({ message = "is not allowed", params }: ErrorObject): string {
  const extra = params.additionalProperty ?? params.unevaluatedProperty;
  const allowed: unknown = params.allowedValues;
  if (typeof extra === "string") return `has “${extra.slice(0, 100)}”, which has no place here`;
  if (Array.isArray(allowed)) return `${message}: ${allowed.slice(0, 12).join(", ")}`;
  return message;
}

/** What is said of a reference that leads nowhere, at the place where it stands. */
function lostReference(said: string, text: string, positions: Positions): OpenApiProblem {
  const to = /^Can't resolve (\S+?),?( only internal refs are supported\.)?$/.exec(said)?.[1];
  if (to === undefined) return { message: said, where: "", ...positions.place(0) };
  const message = to.startsWith("#")
    ? `refers to ${to}, which is not there`
    : `refers to ${to} in another file, which is not looked at`;
  return { message, where: "", ...positions.place(Math.max(0, text.indexOf(to))) };
}

/** The schemas of OpenAPI take long to make ready: once for all files. */
let validator: Promise<Validator> | undefined;

async function makeValidator(): Promise<Validator> {
  const { Validator } = await import("@seriousme/openapi-schema-validator");
  return new Validator({ allErrors: true });
}

async function problemsOf(tree: Tree, text: string, positions: Positions): Promise<OpenApiProblem[]> {
  validator ??= makeValidator();
  const { errors: all = [] } = await (await validator).validate(tree);
  if (typeof all === "string") return [lostReference(all, text, positions)];
  const errors = all.slice(0, PROBLEMS_LOOKED_AT);
  const told = errors.filter((error) => isTelling(error, errors));
  const problems = (told.length > 0 ? told : errors.slice(0, 1)).map((error) => {
    const keys = keysOf(error.instancePath);
    const extra: unknown = error.params.additionalProperty ?? error.params.unevaluatedProperty;
    return {
      message: wordsOf(error),
      where: keys.join(" › "),
      ...positions.at(typeof extra === "string" ? [...keys, extra] : keys),
    };
  });
  return [...new Map(problems.map((problem) => [`${problem.where}\n${problem.message}`, problem])).values()];
}

const unread = (message: string, place: Place = { line: null, column: null }): OpenApiReading => ({
  format: "",
  title: "",
  version: "",
  operations: [],
  operationCount: 0,
  counts: [],
  problems: [{ message, where: "", ...place }],
  problemCount: 1,
});

/** Reads an OpenAPI file, in YAML or JSON; whatever is in it, within a second or two and without running out. */
export async function readOpenApi(text: string): Promise<OpenApiReading> {
  if (Buffer.byteLength(text) > OPENAPI_BYTES_MOST) return unread("The file is too large to be read here.");
  if (isTooDeep(text)) return unread("The file is nested too deeply to be read here.");
  const { isScalar, LineCounter, parseDocument, visit } = await import("yaml");
  const lines = new LineCounter();
  // The parser compares every key with every other one: doubled keys are looked for here, in one pass.
  const options = { lineCounter: lines, prettyErrors: false, stringKeys: true, uniqueKeys: false };
  const document = parseDocument(text, options);
  const positions = new Positions(document, lines);
  const faults = document.errors.map((error) => ({
    message: error.message.split("\n", 1)[0] ?? "",
    where: "",
    ...positions.place(error.pos[0]),
  }));
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const message = `“${textOf(key.value)}” stands here for the second time`;
        if (seen.has(key.value)) faults.push({ message, where: "", ...positions.place(key.range?.[0] ?? 0) });
        seen.add(key.value);
      }
    },
  });
  if (faults.length > 0) {
    return { ...unread(""), problems: faults.slice(0, PROBLEMS_SHOWN), problemCount: faults.length };
  }
  let tree: unknown;
  try {
    tree = document.toJS({ maxAliasCount: ALIASES_MOST });
  } catch {
    return unread("The file refers to its own parts too often to be read here.");
  }
  if (!isTree(tree)) return unread("The file describes nothing.");
  if (!isWalkable(tree)) return unread("The file is too large to be read here.");
  const operations = operationsOf(tree);
  const problems = await problemsOf(tree, text, positions);
  const info = isTree(tree.info) ? tree.info : {};
  return {
    format: textOf(tree.openapi) || textOf(tree.swagger),
    title: textOf(info.title),
    version: textOf(info.version),
    operations: operations.slice(0, OPERATIONS_SHOWN).map((operation) => ({
      ...operation,
      path: operation.path.slice(0, 300),
      line: positions.at(["paths", operation.path, operation.method]).line ?? 1,
    })),
    operationCount: operations.length,
    counts: HTTP_METHODS.map((method) => ({
      method,
      count: operations.filter((operation) => operation.method === method).length,
    })).filter(({ count }) => count > 0),
    problems: problems.slice(0, PROBLEMS_SHOWN),
    problemCount: problems.length,
  };
}
