import type { PortalGate } from "db/portal-gate.server";
import { PHASE_LABEL } from "~/domain/phase";
import { consequence } from "~/domain/portal";
import type { Words } from "~/domain/words";

/** `Sign the Read gate` while it is with the client, `The Read gate` otherwise. */
export function gateTitle({ kind, attempts }: Pick<PortalGate, "kind" | "attempts">): string {
  const name = `${PHASE_LABEL[kind]} gate`;
  return attempts[0]?.outcome === null ? `Sign the ${name}` : `The ${name}`;
}

/** What this gate is about now, in a sentence or two. */
export function gateLead({ kind, nextKind, status, attempts, plannedFinishOn }: PortalGate): Words {
  const name = PHASE_LABEL[kind];
  const [latest] = attempts;
  if (latest?.outcome === null) {
    return [
      `We finished our part of ${name} on `,
      { on: latest.requestedOn },
      ` and ask you to read it and sign. ${consequence(kind, nextKind)}`,
    ];
  }
  if (status === "done") {
    return latest?.outcome === "waived"
      ? [`${name} is done. This gate was passed without a signature.`]
      : [`${name} is done and signed. This is your receipt.`];
  }
  const promised: Words = [`${name} is promised for `, { on: plannedFinishOn }, "."];
  if (latest?.outcome === "declined") {
    return ["You declined. We mend what is missing and ask you again. ", ...promised];
  }
  if (latest?.outcome === "withdrawn") {
    return ["We took this gate back and will ask you again. ", ...promised];
  }
  if (status === "upcoming")
    return [`${name} has not started, so there is nothing to sign yet. `, ...promised];
  return [`${name} is under way. We ask you to sign once its deliverables are done. `, ...promised];
}
