import { createElement, type ReactNode, useRef } from "react";
import type { ReportCell, ReportColumn, ReportTable as Table } from "~/domain/report";
import { useLinkClicks } from "./link-clicks";

/** What scrolls can be reached by keyboard, so that the arrows scroll it. */
const IN_TAB_ORDER = 0;

/** The table of a report, cell by cell as its file holds it. */
export function ReportTable({ table }: { table: Table }) {
  const { caption, columns, rows, total } = table;
  const body = useRef<HTMLTableSectionElement>(null);
  useLinkClicks(body);
  // Spread, because two rows may say the same and have nothing to be told apart by but their place.
  const lines = rows.map((cells) => createElement(Row, { cells, columns }));
  return (
    <section className="report-scroll" aria-label={caption} tabIndex={IN_TAB_ORDER}>
      <table className="report-table">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ heading, kind }) => (
              <th key={heading} scope="col" className={kind === "number" ? "report-number" : undefined}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        {createElement("tbody", { ref: body }, ...lines)}
        {total && (
          <tfoot>
            <Row cells={total} columns={columns} />
          </tfoot>
        )}
      </table>
    </section>
  );
}

const KIND_CLASS = { text: undefined, date: "report-date", number: "report-number" };

function Row({ cells, columns }: { cells: readonly ReportCell[]; columns: readonly ReportColumn[] }) {
  const [first, ...rest] = cells;
  if (!first) return null;
  return (
    <tr>
      <th scope="row">
        <Content cell={first} />
      </th>
      {columns.slice(1).map(({ heading, kind }, index) => (
        <td key={heading} className={KIND_CLASS[kind]}>
          <Content cell={rest[index]} />
        </td>
      ))}
    </tr>
  );
}

function Content({ cell }: { cell: ReportCell | undefined }): ReactNode {
  if (!cell || cell.text === "") return null;
  const text = cell.on ? <time dateTime={cell.on}>{cell.text}</time> : cell.text;
  if (!cell.to) return text;
  // A row of another page is marked as the target only when the browser itself goes there.
  return (
    <a href={cell.to} target={cell.to.includes("#") ? "_self" : undefined}>
      {text}
    </a>
  );
}
