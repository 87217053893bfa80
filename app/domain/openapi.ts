/** What an OpenAPI file says it describes, and what is wrong with it. */
export interface OpenApiReading {
  /** The version of OpenAPI, as the file has it. */
  format: string;
  title: string;
  /** The version of what is described. */
  version: string;
  operations: OpenApiOperation[];
  /** How many there are; more than are listed. */
  operationCount: number;
  counts: { method: HttpMethod; count: number }[];
  problems: OpenApiProblem[];
  /** How many there are; more than are listed. */
  problemCount: number;
}

export interface OpenApiOperation {
  method: HttpMethod;
  path: string;
  summary: string;
  isDeprecated: boolean;
  /** From 1. */
  line: number;
}

export interface OpenApiProblem {
  message: string;
  /** Where in the file, as a path of keys; empty for the file as a whole. */
  where: string;
  /** From 1, as the column; null where the file has no such place. */
  line: number | null;
  column: number | null;
}

export const HTTP_METHODS = [
  "get",
  "post",
  "put",
  "patch",
  "delete",
  "head",
  "options",
  "trace",
  "query",
] as const;
export type HttpMethod = (typeof HTTP_METHODS)[number];

/** `12 operations: 7 GET, 3 POST, 2 DELETE`. */
export function operationsText({ operationCount, counts }: OpenApiReading): string {
  const all = operationCount === 1 ? "1 operation" : `${operationCount} operations`;
  const each = counts.map(({ method, count }) => `${count} ${method.toUpperCase()}`).join(", ");
  return each ? `${all}: ${each}` : all;
}

/** What a file says, for a page of its own; `large` when it is too long for one. */
export type FileReading =
  | { kind: "markdown"; html: string }
  | { kind: "openapi"; openApi: OpenApiReading }
  | { kind: "large" };
