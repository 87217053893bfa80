import { Link } from "@remix-run/react";

const ROOMS = [
  ["updates", "Weekly updates"],
  ["findings", "Findings"],
  ["decisions", "Decisions"],
  ["standards", "Standards"],
  ["measures", "Measures"],
  ["asks", "Asks and whose days they were"],
  ["ledger", "Promised dates"],
  ["handover", "Hand-over"],
  ["comments", "Comments"],
  ["activity", "Everything that has happened"],
] as const;

/** Where the rest of what we share with the client is to be found. */
export function PortalRooms({ code }: { code: string }) {
  return (
    <nav aria-label="More of this engagement" className="print:hidden">
      <ul className="grid grid-cols-2 gap-x-5 sm:grid-cols-3 lg:grid-cols-4">
        {ROOMS.map(([room, label]) => (
          <li key={room}>
            <Link
              to={`/portal/${code}/${room}`}
              className="inline-flex min-h-9 items-center text-sm underline underline-offset-2 pointer-coarse:min-h-11"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
