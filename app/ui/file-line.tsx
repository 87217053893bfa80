import type { EvidenceFile } from "~/domain/evidence";
import { sizeText, typeText } from "~/domain/file";
import { Instant } from "./date";

type Props = { file: EvidenceFile & { addedBy: string; addedAt: number }; href: string };

/** What a file is and who brought it, above what it says. */
export function FileLine({ file, href }: Props) {
  return (
    <p className="mt-1 mb-4 flex flex-wrap items-center gap-x-3 text-muted">
      <span>
        {typeText(file.type, file.name)}, {sizeText(file.size)}
      </span>
      <span>
        {file.addedBy}, <Instant at={file.addedAt} />
      </span>
      <a
        href={href}
        className="inline-flex min-h-6 items-center text-ink underline underline-offset-2 pointer-coarse:min-h-11"
      >
        Download
      </a>
    </p>
  );
}
