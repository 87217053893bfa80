import { addDays, type CalendarDate, shortDate } from "../calendar";
import { type DateOrder, parseDate } from "../written-date";
import { parseDuration } from "./duration";
import type { Field } from "./headings";
import { cellText, type TableRow } from "./table";
import { cleanLine, cleanText, cutText } from "./text";

export const SUMMARY_MOST = 20_000;

/** Which column holds what, and how its dates are written. */
interface Columns {
  of: Partial<Record<Field, string>>;
  order: DateOrder;
  isOrderKnown: boolean;
}

/** The description, and below it what the source says in words of its own. */
export function summaryOf(
  columns: Columns,
  row: TableRow,
  clients: readonly string[],
  createdOn: CalendarDate | null,
): { text: string | undefined; isCut: boolean } {
  const { of } = columns;
  const text = (field: Field) => cleanText(cellText(row.cells[of[field] ?? ""]));
  const paragraph = (field: Field) => text(field).replace(/(\S)\n(?=\S)/g, "$1 ");
  const wanted: Field[] = ["summary", "impact", "stage", "status", "deadline", "winner", "link"];
  if (!wanted.some((field) => of[field] !== undefined) && clients.length < 2)
    return { text: undefined, isCut: false };
  const said = [
    ...(["stage", "status"] as const).flatMap((field) =>
      text(field) ? [`${field} “${cleanLine(text(field))}”`] : [],
    ),
  ];
  const link = text("link");
  const lines = [
    said.length > 0 ? `In the source: ${said.join(", ")}.` : "",
    deadlineText(text("deadline"), createdOn, columns),
    text("winner") ? `Won by ${cleanLine(text("winner"))}.` : "",
    clients.length > 1 ? `Also for ${clients.slice(1).join("; ")}.` : "",
    /^https?:\/\/\S+$/i.test(link) ? link : "",
  ].filter(Boolean);
  const impact = paragraph("impact");
  const whole = [paragraph("summary"), impact ? `Impact: ${impact}` : "", lines.join("\n")]
    .filter(Boolean)
    .join("\n\n");
  const cut = cutText(whole, SUMMARY_MOST);
  return { text: cut, isCut: cut !== whole };
}

function deadlineText(text: string, createdOn: CalendarDate | null, columns: Columns): string {
  if (text === "") return "";
  const read = parseDate(text, columns.order, columns.isOrderKnown);
  const { weeks } = parseDuration(text);
  const on =
    read.on ?? (createdOn && weeks && /week|day|month/i.test(text) ? laterBy(createdOn, text, weeks) : null);
  return on ? `Offers until ${shortDate(on)}.` : `Offers until: ${cleanLine(text)}.`;
}

function laterBy(from: CalendarDate, text: string, weeks: number): CalendarDate {
  const days = /^(\d+)\s*days?$/i.exec(cleanLine(text))?.[1];
  return addDays(from, days ? Number(days) : weeks * 7);
}
