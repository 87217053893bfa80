import { NavLink } from "@remix-run/react";
import { classes } from "./classes";

type Props = { label: string; links: readonly { to: string; label: string; end?: boolean }[] };

/** Between the pages of one view. */
function RoomNav({ label, links }: Props) {
  return (
    <nav aria-label={label} data-screen-only className="mb-4">
      <ul className="flex gap-4">
        {links.map((link) => (
          <li key={link.to}>
            <NavLink
              to={link.to}
              end={link.end ?? false}
              className={({ isActive }) =>
                classes(
                  "inline-flex min-h-9 items-center text-sm underline-offset-4 pointer-coarse:min-h-11",
                  isActive ? "font-semibold text-ink underline" : "text-muted hover:text-ink hover:underline",
                )
              }
            >
              {link.label}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Between findings and measures, and to the import of findings for who may write some down. */
export function FindingsNav({ code, canImport = false }: { code: string; canImport?: boolean }) {
  const base = `/engagements/${code}`;
  const links = [
    { to: `${base}/findings`, label: "Findings", end: true },
    { to: `${base}/measures`, label: "Measures" },
    ...(canImport ? [{ to: `${base}/findings/import`, label: "Import" }] : []),
  ];
  return <RoomNav label="Findings and measures" links={links} />;
}

/** Between decisions and standards. */
export function AgreementsNav({ code }: { code: string }) {
  const base = `/engagements/${code}`;
  const links = [
    { to: `${base}/decisions`, label: "Decisions" },
    { to: `${base}/standards`, label: "Standards" },
  ];
  return <RoomNav label="Decisions and standards" links={links} />;
}
