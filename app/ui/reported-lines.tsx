import { Link } from "@remix-run/react";
import type { Reported } from "db/updates.server";
import { accountText } from "~/domain/clock";
import { FACT_SECTION_LABEL, FACT_SECTIONS } from "~/domain/update";

type Props = {
  reported: Reported;
  /** What the client is called: `you` in their own version. */
  client: string;
  level: 3 | 4;
};

/** What an update reports, section by section; each line links to where it comes from. */
export function ReportedLines({ reported, client, level }: Props) {
  const { lines, days } = reported;
  const Heading = `h${level}` as const;
  const total = days.us + days.client + days.third_party + days.paused;
  return (
    <div className="grid gap-3">
      {FACT_SECTIONS.map((section) => {
        const told = lines.filter((line) => line.section === section);
        if (told.length === 0) return null;
        return (
          <div key={section}>
            <Heading className="font-semibold text-muted text-sm">{FACT_SECTION_LABEL[section]}</Heading>
            <ul className="mt-1 grid list-disc gap-1 pl-5 marker:text-muted">
              {told.map((line) => (
                <li key={line.key}>
                  <Link to={line.to} className="underline underline-offset-2">
                    {line.title}
                  </Link>
                  {line.rest && <span>: {line.rest}</span>}
                </li>
              ))}
            </ul>
          </div>
        );
      })}
      {total > 0 && <p className="text-muted text-sm">{accountText({ total, days }, client)}</p>}
    </div>
  );
}
