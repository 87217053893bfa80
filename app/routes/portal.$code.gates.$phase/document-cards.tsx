import type { ReactNode } from "react";
import { artefactState } from "~/domain/artefact";
import { ARTEFACT_LABEL } from "~/domain/deliverable";
import type { DocumentFinding, DocumentHotspot, GateDocument } from "~/domain/gate-document";
import { hoursText } from "~/domain/hotspot";
import { valueText } from "~/domain/measure";
import { Badge } from "~/ui/badge";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { Markdown } from "~/ui/markdown";

/** Findings, standards, measures and artefacts as the document holds them; what there is none of is left out. */
export function DocumentCards({
  document,
  rulesHtml,
}: {
  document: GateDocument;
  /** The rules of the standards, rendered, in their order. */
  rulesHtml: readonly string[];
}) {
  const { findings, standards, measures, artefacts } = document;
  return (
    <>
      <ListCard id="findings" title="Findings" items={findings}>
        {(finding) => <Finding key={finding.id} finding={finding} />}
      </ListCard>
      <ListCard id="standards" title="Standards we agreed" items={standards}>
        {(standard, index) => (
          <li key={standard.id}>
            <p className="font-semibold">{standard.title}</p>
            <Markdown html={rulesHtml[index] ?? ""} />
            {standard.exempt.length > 0 && (
              <p className="text-muted text-sm">Not for: {standard.exempt.join(", ")}</p>
            )}
          </li>
        )}
      </ListCard>
      <ListCard id="measures" title="Measures" items={measures}>
        {(measure) => (
          <li key={measure.id}>
            <span className="font-semibold">{measure.title}</span>:{" "}
            {measure.beforeValue === null ? "not measured" : valueText(measure.beforeValue, measure.unit)}{" "}
            before the work
            {measure.afterValue !== null && `, ${valueText(measure.afterValue, measure.unit)} after it`}
          </li>
        )}
      </ListCard>
      <ListCard id="artefacts" title="What you take over" items={artefacts}>
        {(artefact) => (
          <li key={artefact.kind}>
            <p className="font-semibold">{ARTEFACT_LABEL[artefact.kind]}</p>
            {artefactState(artefact) === "missing" ? (
              <p>Missing: {artefact.missingReason}</p>
            ) : (
              <p className="text-sm">
                {artefact.place || "No place yet"}
                {artefact.ownerAfter && `, owned by ${artefact.ownerAfter}`}
                {artefact.verifiedOn && (
                  <>
                    , verified on <DateText on={artefact.verifiedOn} />
                  </>
                )}
              </p>
            )}
          </li>
        )}
      </ListCard>
    </>
  );
}

function ListCard<Item>({
  id,
  title,
  items,
  children,
}: {
  id: string;
  title: string;
  items: readonly Item[];
  children: (item: Item, index: number) => ReactNode;
}) {
  if (items.length === 0) return null;
  return (
    <Card id={id} title={title} aside={`${items.length}`}>
      <ul className="grid gap-2.5">{items.map(children)}</ul>
    </Card>
  );
}

const STATUS_TEXT: Record<DocumentFinding["status"], string> = {
  open: "open",
  resolved: "resolved",
  accepted: "accepted as it is",
};

function Finding({ finding: { number, title, severity, status, hotspot } }: { finding: DocumentFinding }) {
  return (
    <li>
      <p>
        <span className="text-muted">F-{number}</span> <span className="font-semibold">{title}</span>{" "}
        <Badge>{severity}</Badge> <span className="text-muted text-sm">{STATUS_TEXT[status]}</span>
      </p>
      {hotspot && <p className="text-sm">{hotspotText(hotspot)}</p>}
    </li>
  );
}

function hotspotText({
  minutesBefore,
  minutesAfter,
  fixedOn,
  acceptedBy,
  acceptedReason,
  tests,
}: DocumentHotspot) {
  const cost = `Costs ${hoursText(minutesBefore)} a week`;
  const after = minutesAfter === null ? "" : `, ${hoursText(minutesAfter)} since the fix`;
  const guard = fixedOn
    ? ` Fixed; ${tests.length === 0 ? "no test protects it yet" : `protected by ${tests.map((test) => `“${test}”`).join(", ")}`}.`
    : "";
  const word = acceptedReason ? ` Accepted by ${acceptedBy}: ${acceptedReason}` : "";
  return `${cost}${after}.${guard}${word}`;
}
