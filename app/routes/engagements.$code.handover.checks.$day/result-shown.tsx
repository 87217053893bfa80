import type { ReactNode } from "react";
import { ARTEFACT_LABEL } from "~/domain/deliverable";
import {
  type CheckResult,
  checkProblems,
  checkVerdict,
  LINK_STATE_LABEL,
  OWNER_ANSWER_LABEL,
  SCHEMA_STATE_LABEL,
} from "~/domain/handover-check";
import { Card } from "~/ui/card";
import { PlaceText } from "~/ui/register";

/** What was found, on one page that can be printed. */
export function ResultShown({ result }: { result: CheckResult }) {
  const problems = checkProblems(result);
  return (
    <>
      <Card id="verdict" title={checkVerdict(result)} tone={problems.length > 0 ? "alert" : "plain"}>
        {problems.length > 0 && (
          <ul className="list-disc pl-5">
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        )}
      </Card>
      <Card id="links" title="Addresses" flush>
        <Rows
          rows={result.links.map((link) => ({
            name: ARTEFACT_LABEL[link.artefact],
            told: (
              <>
                <PlaceText place={link.place} />
                <br />
                {LINK_STATE_LABEL[link.state]}
                {link.what && <span className="text-muted"> ({link.what})</span>}
              </>
            ),
          }))}
        />
      </Card>
      <Card id="schema" title="The API schema">
        <p>
          {SCHEMA_STATE_LABEL[result.schema.state]} <span className="text-muted">{result.schema.what}</span>
        </p>
      </Card>
      <Card id="owners" title="Owners" flush>
        <Rows
          rows={result.owners.map((look) => ({
            name: ARTEFACT_LABEL[look.artefact],
            told: (
              <>
                {look.owner}: {OWNER_ANSWER_LABEL[look.answer].toLowerCase()}
              </>
            ),
          }))}
        />
      </Card>
    </>
  );
}

function Rows({ rows }: { rows: readonly { name: string; told: ReactNode }[] }) {
  if (rows.length === 0)
    return <p className="px-4 py-3 text-muted">Nothing was verified at the hand-over.</p>;
  return (
    <dl className="divide-y divide-line">
      {rows.map(({ name, told }) => (
        <div key={name} className="grid gap-x-4 px-4 py-2.5 sm:grid-cols-[minmax(0,16rem)_1fr]">
          <dt className="font-semibold">{name}</dt>
          <dd className="min-w-0">{told}</dd>
        </div>
      ))}
    </dl>
  );
}
