import type { SourceFile, Table, TableRow } from "./table";
import { cleanLine, cleanText } from "./text";

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type Audit = { [key: string]: Json };

const isObject = (value: Json | undefined): value is Audit =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const COLUMNS = ["id", "audit", "result", "finding", "n", "point", "met", "area", "body", "url"];

/**
 * Audits as JSON, each with the points that were checked and a list of recommendations, as a table of findings: one
 * row for the audit with its report, one for each point that is not met, one for each recommendation. Null for a file
 * that holds no such list.
 */
export function readAssessments({ name, text, remarks }: SourceFile): Table | null {
  if (!/^\s*\[/.test(text)) return null;
  let audits: Json;
  try {
    audits = JSON.parse(text) as Json;
  } catch {
    return null;
  }
  if (!Array.isArray(audits)) return null;
  const isAudit = (value: Json): boolean =>
    isObject(value) && (isObject(value.points) || Array.isArray(value.recommendations));
  if (!audits.some(isAudit)) return null;
  const rows = audits.flatMap((audit, at) => rowsOf(audit, at + 1));
  return {
    file: name,
    columns: COLUMNS,
    rows,
    remarks: [
      ...remarks,
      `${audits.length} audits: each becomes a finding with its report, and so does every point that is not met and every recommendation.`,
    ],
  };
}

function rowsOf(audit: Json, number: number): TableRow[] {
  const blank = { number, notes: [], fault: null };
  if (!isObject(audit)) return [{ ...blank, cells: {}, fault: "is not an object with named values" }];
  const { points, recommendations, body } = audit;
  const checked = isObject(points) ? Object.entries(points) : [];
  const isMet = (value: Json) => /^(met|yes|true|1|pass(ed)?)$/i.test(String(value).trim());
  const missed = checked.filter(([, value]) => !isMet(value)).map(([point]) => point);
  const advice = Array.isArray(recommendations) ? recommendations.map((each) => String(each ?? "")) : [];
  const shared = {
    id: textOf(audit.id) || textOf(audit.title),
    audit: textOf(audit.title) || textOf(audit.id),
    result: textOf(audit.result_norm) || textOf(audit.result),
    url: textOf(audit.source_url) || textOf(audit.url),
  };
  const facts = Object.entries(audit).flatMap(([key, value]) => {
    const isTold = ["id", "title", "points", "recommendations", "body", "source_url", "url"].includes(key);
    const text = isTold ? "" : textOf(value);
    return text ? [`- ${cleanLine(key).replaceAll("_", " ")}: ${text}`] : [];
  });
  if (checked.length > 0) {
    const met = checked.filter(([point]) => !missed.includes(point)).map(([point]) => point);
    facts.push(
      `- points met: ${met.join(", ") || "none"}`,
      `- points not met: ${missed.join(", ") || "none"}`,
    );
  }
  const report = typeof body === "string" ? cleanText(body) : "";
  return [
    { ...blank, cells: { ...shared, body: [facts.join("\n"), report].filter(Boolean).join("\n\n") } },
    ...missed.map((point) => ({ ...blank, cells: { ...shared, point, met: "no" } })),
    ...advice.map((finding, at) => ({ ...blank, cells: { ...shared, finding, n: String(at + 1) } })),
  ];
}

function textOf(value: Json | undefined): string {
  if (value === null || value === undefined) return "";
  return cleanLine(typeof value === "object" ? JSON.stringify(value) : String(value));
}
