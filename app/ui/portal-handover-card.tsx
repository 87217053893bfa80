import { Card } from "./card";
import { type ClientDeliverable, ClientDeliverables } from "./client-deliverables";

type Props = { isOver: boolean; artefacts: readonly ClientDeliverable[] };

/** What lands in the client's hands: what is coming while the work runs, what they have once it is handed over. */
export function HandoverCard({ isOver, artefacts }: Props) {
  if (artefacts.length === 0) return null;
  const landed = artefacts.filter((artefact) => artefact.status === "done").length;
  return (
    <Card
      id="handover"
      title={isOver ? "What is in your hands now" : "What you will have in your hands"}
      aside={`${landed} of ${artefacts.length}`}
    >
      <ClientDeliverables deliverables={artefacts} />
      {isOver && (
        <p className="mt-4 border-t pt-3">
          Thank you for your time, your answers and your signatures. All of this is yours, and this page stays
          here for you.
        </p>
      )}
    </Card>
  );
}
