import { type EvidenceInput, requireEvidenceFits } from "db/evidence.server";
import { z } from "zod";
import { EVIDENCE_LIMITS } from "~/domain/evidence";
import { invalid } from "~/domain/refusal";
import { anyText, box, readForm } from "~/ui/finding-form.server";
import type { ReceivedForm } from "./receive.server";
import type { FileStore } from "./store.server";

const line = (most: number) =>
  anyText
    .transform((value) => value.trim())
    .refine((value) => value.length <= most, `At most ${most.toLocaleString("en-GB")} characters.`);

const schema = z.object({
  url: line(EVIDENCE_LIMITS.url),
  note: line(EVIDENCE_LIMITS.note),
  is_visible: box,
});

/** Puts the files of a form into the store; what a form brings is all or nothing, so nothing is put in before. */
export async function storeFiles(
  received: ReceivedForm,
  store: FileStore,
  of: { note: string; isVisible: boolean },
): Promise<EvidenceInput[]> {
  const pieces: EvidenceInput[] = [];
  for (const { path, sha256, size, name, type } of received.files()) {
    await store.put(path, sha256);
    pieces.push({ kind: "file", url: null, ...of, file: { sha256, size, name, type } });
  }
  return pieces;
}

/**
 * The evidence that a form brings: a link, files, or else a note. A note beside a link or files says what they are.
 * @throws Refusal `invalid` on the field that is wrong
 */
export async function readEvidence(received: ReceivedForm, store: FileStore): Promise<EvidenceInput[]> {
  const { url, note, is_visible: isVisible } = readForm(schema, received.formData);
  const hasFiles = received.files().length > 0;
  if (!url && !note && !hasFiles) throw invalid("url", "Give a link, a note or a file.");
  const written: EvidenceInput[] = [];
  if (url) written.push({ kind: "link", url, note, isVisible });
  else if (!hasFiles) written.push({ kind: "note", url: null, note, isVisible });
  for (const piece of written) requireEvidenceFits(piece);
  return [...written, ...(await storeFiles(received, store, { note: url ? "" : note, isVisible }))];
}

/** Which piece of evidence a form is about. @throws Refusal `invalid` */
export function readEvidenceId(formData: FormData): string {
  return readForm(z.object({ evidence_id: z.string("That is gone.").max(100) }), formData).evidence_id;
}
