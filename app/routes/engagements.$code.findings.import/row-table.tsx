import { type Note, OUTCOME_LABEL, type Outcome } from "~/domain/import/outcome";
import { Badge, type BadgeTone } from "~/ui/badge";
import { Card } from "~/ui/card";

const TONES: Record<Outcome, BadgeTone> = {
  taken: "good",
  corrected: "waiting",
  refused: "alert",
  unchanged: "neutral",
};

type Props = {
  id: string;
  title: string;
  aside: string | undefined;
  rows: readonly { row: number; title: string; outcome: Outcome; notes: Note[] }[];
};

/** Rows of a file with what becomes of each, and why. */
export function RowTable({ id, title, aside, rows }: Props) {
  if (rows.length === 0) return null;
  return (
    <Card flush id={id} title={title} aside={aside}>
      <ol className="divide-y divide-line">
        {rows.map((row) => (
          <li key={`${row.row} ${row.outcome} ${row.title}`} className="px-4 py-2.5">
            <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
              <span className="text-muted text-sm tabular-nums">Row {row.row}</span>
              <span className="min-w-0 flex-1 basis-56">{row.title || "Without a title"}</span>
              <Badge tone={TONES[row.outcome]}>{OUTCOME_LABEL[row.outcome]}</Badge>
            </div>
            {row.notes.map((note) => (
              <p key={`${note.column} ${note.text}`} className="text-muted text-sm">
                {note.column && `Column “${note.column}”: `}
                {note.text}
              </p>
            ))}
          </li>
        ))}
      </ol>
    </Card>
  );
}
