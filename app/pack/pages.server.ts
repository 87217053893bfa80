import { csvOf } from "db/csv.server";
import { writeDecisionRecord } from "~/domain/decision-record";
import type { PackContents } from "~/domain/pack/contents";
import type { PackTools } from "~/domain/pack/evidence-list";
import { type PackPage, packPage } from "~/domain/pack/frame";
import { filesPage, frontPage, gatesPage, registerPage } from "~/domain/pack/handover-pages";
import { Html } from "~/domain/pack/html";
import { decisionPath, gatePath } from "~/domain/pack/paths";
import { packTables } from "~/domain/pack/tables";
import { asksPage, commentsPage, ledgerPage, updatesPage } from "~/domain/pack/time-pages";
import { decisionsPage, findingsPage, measuresPage, standardsPage } from "~/domain/pack/work-pages";
import { packMarkdown } from "./pack-markdown.server";
import { phasePicture } from "./phase-picture.server";

/** A text of the pack, by its path. */
export interface PackText {
  path: string;
  text: string;
}

function htmlPages(contents: PackContents, tools: PackTools): PackText[] {
  const { title, handedOverOn } = contents.engagement;
  const picture = phasePicture(contents.rail, handedOverOn ? "End" : "Pack");
  const page = (path: PackPage, heading: string, body: Html): PackText => ({
    path,
    text: packPage(contents, path, heading, body),
  });
  return [
    page("index.html", title, frontPage(contents, tools, picture === null ? null : new Html(picture))),
    page("register.html", "Register of what was handed over", registerPage(contents, tools)),
    page("gates.html", "Gates", gatesPage(contents)),
    page("decisions.html", "Decisions", decisionsPage(contents, tools)),
    page("findings.html", "Findings and their fixes", findingsPage(contents, tools)),
    page("standards.html", "Standards", standardsPage(contents, tools)),
    page("measures.html", "Measures before and after", measuresPage(contents)),
    page("ledger.html", "Every date that was promised", ledgerPage(contents)),
    page("asks.html", "Asks and the clock", asksPage(contents, tools)),
    page("updates.html", "Weekly updates", updatesPage(contents, tools)),
    page("comments.html", "What was said", commentsPage(contents, tools)),
    page("files.html", "Deliverables and files", filesPage(contents, tools)),
  ];
}

function records(contents: PackContents): PackText[] {
  return contents.decisions.map((one) => ({
    path: decisionPath(one),
    text: writeDecisionRecord(one, one.supersededBy),
  }));
}

/** What was signed, byte for byte: the fingerprint of the file is the one on the receipt. */
function documents({ gates }: PackContents): PackText[] {
  return gates.flatMap((gate) => (gate.document ? [{ path: gatePath(gate), text: gate.document.text }] : []));
}

function tables(contents: PackContents): PackText[] {
  return packTables(contents).flatMap(({ name, columns, rows }) => [
    { path: `data/${name}.json`, text: `${JSON.stringify(rows, null, 2)}\n` },
    {
      path: `data/${name}.csv`,
      text: csvOf(
        columns,
        rows.map((row) => columns.map((column) => row[column] ?? null)),
      ),
    },
  ]);
}

/** Every text of a pack, sorted by path. `hasFile` says whether the bytes of a file are there. */
export function packTexts(contents: PackContents, hasFile: (sha256: string) => boolean): PackText[] {
  const texts = [
    ...htmlPages(contents, { markdown: packMarkdown, hasFile }),
    ...records(contents),
    ...documents(contents),
    ...tables(contents),
  ];
  return texts.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
