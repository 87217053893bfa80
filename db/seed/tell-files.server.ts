import type { PhaseKind } from "~/domain/phase";
import { addEvidence } from "../evidence.server";
import { FILES } from "./file-content";
import type { Plan, Scene } from "./phase-plan.server";

/** Puts bytes where files are kept. */
export type KeepFile = (bytes: Uint8Array) => Promise<{ sha256: string; size: number }>;

/** The files that were put up on a working day of a phase; none where there is nowhere to keep them. */
export async function tellFiles(scene: Scene, kind: PhaseKind, plan: Plan, day: number): Promise<void> {
  const { keepFile } = scene;
  if (!keepFile) return;
  for (const text of FILES) {
    if (text.code !== scene.code || text.kind !== kind || text.day !== day) continue;
    const shown = plan.items.filter((item) => item.isVisible);
    const item = shown.find(({ status }) => status === "done") ?? shown[0];
    if (!item) continue;
    const { name, type, note, isVisible } = text;
    const file = { name, type, ...(await keepFile(text.bytes())) };
    await addEvidence(
      scene.db,
      scene.clock.act(item.owner),
      scene.code,
      { of: "deliverable", id: item.id },
      { kind: "file", url: null, note, isVisible, file },
    );
    item.hasEvidence = true;
  }
}
