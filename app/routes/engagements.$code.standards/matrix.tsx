import { Form, Link } from "@remix-run/react";
import type { MatrixRow, ShownCheck, ShownStandard } from "db/standards-page.server";
import { Check } from "lucide-react";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";

type Props = {
  code: string;
  standing: readonly Pick<ShownStandard, "id" | "number" | "title">[];
  matrix: readonly MatrixRow[];
  canCheck: boolean;
};

/** Every standard that stands against every deliverable of Extend; one press says that it is met. */
export function Matrix({ code, standing, matrix, canCheck }: Props) {
  const cells = matrix.flatMap((row) => row.cells);
  const settled = cells.filter((cell) => cell !== null).length;
  return (
    <Card
      flush
      id="matrix"
      title="Acceptance criteria of Extend"
      aside={`${settled} of ${cells.length} settled`}
      className="overflow-hidden"
    >
      <Form id="check" method="post" preventScrollReset>
        <input type="hidden" name="intent" value="check" />
      </Form>
      <Form id="meet-all" method="post" preventScrollReset>
        <input type="hidden" name="intent" value="meet_all" />
      </Form>
      <div className="relative overflow-x-auto">
        <table className="w-full text-left text-sm">
          <caption className="sr-only">
            Which deliverables of Extend meet which standards, and which are excepted
          </caption>
          <thead>
            <tr className="border-b align-bottom">
              <th
                scope="col"
                className="sticky left-0 z-10 min-w-36 bg-surface px-4 py-2 font-normal text-muted text-xs"
              >
                Deliverable
              </th>
              {standing.map((standard) => (
                <th key={standard.id} scope="col" className="min-w-28 px-2 py-2 font-normal text-xs">
                  <a href={`#s-${standard.id}`} className="underline-offset-2 hover:underline">
                    {standard.number}. {standard.title}
                  </a>
                </th>
              ))}
              {canCheck && (
                <th scope="col" className="px-4 py-2">
                  <span className="sr-only">All at once</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {matrix.map((row) => (
              <tr key={row.id} id={`d-${row.id}`}>
                <th scope="row" className="sticky left-0 z-10 bg-surface px-4 py-2 font-medium">
                  <Link
                    to={`/engagements/${code}/deliverables/${row.id}#criteria`}
                    className="underline-offset-2 hover:underline"
                  >
                    {row.title}
                  </Link>
                </th>
                {row.cells.map((check, at) => (
                  <td key={standing[at]?.id} className="px-2 py-1.5">
                    <Cell row={row} standard={standing[at]} check={check} canCheck={canCheck} />
                  </td>
                ))}
                {canCheck && (
                  <td className="px-4 py-1.5 text-right">
                    {row.cells.includes(null) && row.cells.length > 1 && (
                      <Button size="small" form="meet-all" name="deliverable_id" value={row.id}>
                        All met<span className="sr-only"> by {row.title}</span>
                      </Button>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

type CellProps = {
  row: MatrixRow;
  standard: Props["standing"][number] | undefined;
  check: ShownCheck | null;
  canCheck: boolean;
};

function Cell({ row, standard, check, canCheck }: CellProps) {
  if (!standard) return null;
  const what = `${row.title}, standard ${standard.number}, ${standard.title}`;
  if (check?.state === "exempt") return <Badge tone="waiting">Excepted</Badge>;
  if (!canCheck) {
    return check ? <Badge tone="good">Met</Badge> : <span className="text-muted">Not yet</span>;
  }
  const to = check ? "none" : "met";
  return (
    <Button
      size="small"
      tone={check ? "quiet" : "secondary"}
      form="check"
      name="cell"
      value={`${standard.id} ${row.id} ${to}`}
      className={check ? "text-good-ink" : undefined}
    >
      {check && <Check aria-hidden="true" className="size-3.5" />}
      {check ? "Met" : "Mark met"}
      <span className="sr-only">
        : {what}
        {check && ", take it back"}
      </span>
    </Button>
  );
}
