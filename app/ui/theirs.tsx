type Props = {
  rows: readonly { label: string; theirs: string; mine: string }[];
  /** Where theirs are kept and mine left. */
  keepHref: string;
  /** Who saved it, where that is known. */
  who?: string;
};

/** After a conflict: what somebody else saved meanwhile beside what was typed here, field by field. */
export function Theirs({ rows, keepHref, who = "Somebody else" }: Props) {
  const differing = rows.filter((row) => row.theirs !== row.mine);
  return (
    <div role="alert" className="rounded-control border border-waiting bg-waiting-soft px-3 py-2 text-sm">
      <p className="font-semibold">{who} changed this meanwhile. Nothing of yours was saved yet.</p>
      {differing.length > 0 && (
        <table className="mt-2 w-full table-fixed text-left">
          <thead>
            <tr>
              <th scope="col" className="w-24 py-1 pr-3 font-semibold">
                Field
              </th>
              <th scope="col" className="py-1 pr-3 font-semibold">
                Theirs, saved
              </th>
              <th scope="col" className="py-1 font-semibold">
                Mine, not saved
              </th>
            </tr>
          </thead>
          <tbody>
            {differing.map((row) => (
              <tr key={row.label} className="border-t align-top">
                <th scope="row" className="py-1 pr-3 font-normal">
                  {row.label}
                </th>
                <td className="whitespace-pre-wrap py-1 pr-3">{row.theirs || "Nothing"}</td>
                <td className="whitespace-pre-wrap py-1">{row.mine || "Nothing"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="mt-2">
        <a href={keepHref}>Keep theirs</a>, or save the form below.
      </p>
    </div>
  );
}
