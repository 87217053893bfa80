import { Form } from "@remix-run/react";
import type { HandoverPage } from "db/handover-page.server";
import { ARTEFACT_HINT, artefactState } from "~/domain/artefact";
import { ARTEFACT_LABEL } from "~/domain/deliverable";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { EvidenceList } from "~/ui/evidence-list";
import { ArtefactState, PlaceText } from "~/ui/register";

type Props = { code: string; row: HandoverPage["register"][number]; canAccept: boolean };

/** One artefact in plain words: what it is, where it lies, how we know, and whether the client has taken it over. */
export function ArtefactShown({ code, row, canAccept }: Props) {
  const { kind, verifiedOn, acceptedBy, acceptedOn } = row;
  return (
    <Card id={kind} title={ARTEFACT_LABEL[kind]} actions={<ArtefactState state={artefactState(row)} />}>
      <p className="text-muted">{ARTEFACT_HINT[kind]}</p>
      {row.missingReason && (
        <p className="mt-2">
          <span className="font-semibold">It will not be there:</span> {row.missingReason}
        </p>
      )}
      {!row.missingReason && !verifiedOn && (
        <p className="mt-2">We are still at it. It is verified before we ask you to sign the last gate.</p>
      )}
      {!row.missingReason && (row.place || row.ownerAfter) && (
        <dl className="mt-3 grid gap-x-4 gap-y-1.5 sm:grid-cols-[auto_1fr]">
          <dt className="text-muted">Where it lies</dt>
          <dd className="min-w-0">
            <PlaceText place={row.place} />
          </dd>
          <dt className="text-muted">Who owns it after us</dt>
          <dd>{row.ownerAfter || "Not named yet"}</dd>
          {verifiedOn && (
            <>
              <dt className="text-muted">How we know</dt>
              <dd>
                {row.howVerified} <DateText on={verifiedOn} className="text-muted" />
              </dd>
            </>
          )}
        </dl>
      )}
      {row.evidence.length > 0 && (
        <div className="-mx-4 mt-1">
          <EvidenceList evidence={row.evidence} code={code} isPortal />
        </div>
      )}
      {acceptedBy && acceptedOn && (
        <p className="mt-3">
          Accepted by {acceptedBy} on <DateText on={acceptedOn} />.
        </p>
      )}
      {verifiedOn && !acceptedBy && canAccept && (
        <Form method="post" action={`#${kind}`} className="mt-3" preventScrollReset>
          <input type="hidden" name="intent" value="accept" />
          <input type="hidden" name="kind" value={kind} />
          <input type="hidden" name="version" value={row.version} />
          <Button>
            Accept<span className="sr-only"> {ARTEFACT_LABEL[kind]}</span>
          </Button>
        </Form>
      )}
      {verifiedOn && !acceptedBy && !canAccept && (
        <p className="mt-3 text-muted text-sm">Not accepted yet.</p>
      )}
    </Card>
  );
}
