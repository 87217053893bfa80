import { data, redirect } from "@remix-run/node";
import type { Act } from "db/act";
import { addHolidays, type Holiday, listHolidays } from "db/firm.server";
import type { DB } from "db/schema";
import type { Kysely } from "kysely";
import { divisionLabel, readHolidays } from "~/domain/holidays";
import { invalid } from "~/domain/refusal";

const LARGEST = 1024 * 1024;

export interface ImportPreview {
  fileName: string;
  /** The file itself, so that confirming reads the same again. */
  text: string;
  divisions: { value: string; label: string }[];
  division: string | null;
  /** What would be added, by year. */
  years: { year: string; holidays: Holiday[] }[];
  freshCount: number;
  knownCount: number;
  notes: string[];
}

/** Shows what a calendar file would add, and adds it once that was confirmed. */
export async function importHolidays(db: Kysely<DB>, act: Act, formData: FormData) {
  const { text, fileName } = await uploaded(formData);
  const wanted = formData.get("division");
  const file = readHolidays(text, {
    today: act.today,
    division: typeof wanted === "string" && wanted !== "" ? wanted : null,
  });
  const known = new Set((await listHolidays(db)).map(({ onDate }) => onDate));
  const fresh = file.holidays.filter(({ onDate }) => !known.has(onDate));
  // Only what was shown is added: another region has to be looked at first.
  const isShown = formData.get("step") === "confirm" && formData.get("shown") === (file.division ?? "");
  if (isShown && fresh.length > 0) {
    const added = await addHolidays(db, act, fresh);
    throw redirect(`/settings/calendar?done=import&added=${added}&year=${fresh[0]?.onDate.slice(0, 4)}`);
  }
  const years = [...new Set(fresh.map(({ onDate }) => onDate.slice(0, 4)))];
  const preview: ImportPreview = {
    fileName,
    text,
    divisions: file.divisions.map((division) => ({ value: division, label: divisionLabel(division) })),
    division: file.division,
    years: years.map((year) => ({
      year,
      holidays: fresh.filter(({ onDate }) => onDate.startsWith(year)),
    })),
    freshCount: fresh.length,
    knownCount: file.holidays.length - fresh.length,
    notes: file.notes,
  };
  return data({ errors: {}, values: { intent: "import" }, preview });
}

async function uploaded(formData: FormData): Promise<{ text: string; fileName: string }> {
  const file = formData.get("file");
  if (file instanceof File && file.size > 0) {
    if (file.size > LARGEST)
      throw invalid("file", "The file is larger than 1 MB. That is no list of holidays.");
    return { text: decode(new Uint8Array(await file.arrayBuffer())), fileName: file.name.slice(0, 120) };
  }
  const text = formData.get("text");
  const fileName = formData.get("file_name");
  if (typeof text !== "string" || text === "") throw invalid("file", "Choose an .ics or .csv file.");
  return { text, fileName: typeof fileName === "string" ? fileName : "the file" };
}

/** UTF-8, or Windows' Latin-1 where it is not. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\0", "");
  } catch {
    return new TextDecoder("windows-1252").decode(bytes).replaceAll("\0", "");
  }
}
