import { Link } from "@remix-run/react";
import type { RowReport } from "~/domain/import/outcome";
import { OutcomeBadge } from "./totals";

type Row = RowReport & { reads?: string[] };
type Props = { caption: string; rows: readonly Row[] };

/** Rows of the file with what becomes of them and every note; stacked where the screen is narrow. */
export function RowTable({ caption, rows }: Props) {
  return (
    <table className="w-full text-left text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead className="text-muted max-sm:sr-only">
        <tr className="border-b">
          <th scope="col" className="px-4 py-2 font-medium">
            Row
          </th>
          <th scope="col" className="px-4 py-2 font-medium">
            Engagement
          </th>
          <th scope="col" className="px-4 py-2 font-medium">
            Outcome
          </th>
          <th scope="col" className="px-4 py-2 font-medium">
            Notes
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {rows.map((row) => (
          <tr
            key={`${row.file} ${row.row} ${row.title}`}
            className="align-top max-sm:grid max-sm:gap-1 max-sm:py-3"
          >
            <td className="whitespace-nowrap px-4 py-2 text-muted max-sm:py-0">
              <span className="sm:hidden">Row </span>
              {row.row}
            </td>
            <td className="px-4 py-2 max-sm:py-0">
              <span className="block max-w-[34rem] font-semibold">
                {row.code ? (
                  <Link to={`/engagements/${row.code}`} className="hover:underline">
                    {row.title}
                  </Link>
                ) : (
                  row.title || "No title"
                )}
              </span>
              {row.reads && row.reads.length > 0 && (
                <span className="block text-muted">{row.reads.join(" · ")}</span>
              )}
            </td>
            <td className="px-4 py-2 max-sm:py-0">
              <OutcomeBadge outcome={row.outcome} />
            </td>
            <td className="px-4 py-2 max-sm:py-0">
              {row.notes.length > 0 && (
                <ul className="grid gap-1">
                  {row.notes.map((note) => (
                    <li key={`${note.column} ${note.text}`} className="max-w-[40rem]">
                      {note.column && <span className="font-semibold">{note.column}: </span>}
                      {note.text}
                    </li>
                  ))}
                </ul>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
