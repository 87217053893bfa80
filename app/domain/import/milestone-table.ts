import { type ReadMilestone, readMilestone } from "./milestones";
import { cellText, type Table } from "./table";
import { cleanLine, foldText } from "./text";

/** Milestones of a file beside: rows of project, month or date, and text, by the folded name of the project. */
export function readMilestoneTable(table: Table): {
  byProject: Map<string, ReadMilestone[]>;
  rows: { project: string; number: number; isDated: boolean }[];
} | null {
  const find = (...names: string[]) =>
    table.columns.find((column) => names.includes(foldText(column).replace(/[_-]/g, " ")));
  const project = find(
    "project",
    "project name",
    "engagement",
    "opportunity",
    "project id",
    "name",
    "title",
    "id",
    "key",
  );
  const text = find("milestone", "milestones", "milestone title", "text", "event", "what", "description");
  const when = find("month", "date", "when", "on", "happened on", "completed on", "due", "due date");
  if (!project || !text || project === text) return null;
  const byProject = new Map<string, ReadMilestone[]>();
  const rows: { project: string; number: number; isDated: boolean }[] = [];
  for (const row of table.rows) {
    const name = cleanLine(cellText(row.cells[project]));
    const milestone = row.fault
      ? null
      : readMilestone(cellText(row.cells[text]), when ? cellText(row.cells[when]) : "");
    if (name === "" || milestone === null) {
      rows.push({ project: "", number: row.number, isDated: false });
      continue;
    }
    const known = byProject.get(foldText(name)) ?? [];
    byProject.set(foldText(name), [...known, milestone]);
    rows.push({ project: name, number: row.number, isDated: milestone.happenedOn !== null });
  }
  return { byProject, rows };
}
