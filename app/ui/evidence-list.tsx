import { Form, Link } from "@remix-run/react";
import { type EvidenceShown, evidencePath } from "~/domain/evidence";
import { isPicture, isReadable, sizeText, typeText } from "~/domain/file";
import { Badge } from "./badge";
import { Button } from "./button";
import { Instant } from "./date";

type Props = {
  evidence: readonly EvidenceShown[];
  code: string;
  /** Whether it is shown on the portal, whose files have addresses of their own. */
  isPortal?: boolean;
  /** Whether the client sees what it is evidence of; then each piece says whether they see it too. */
  isShared?: boolean;
  /** Hidden fields of the form that removes a piece; without them none can be removed. */
  removal?: Readonly<Record<string, string>>;
};

/** Evidence piece by piece: links, notes and files, with who brought it. */
export function EvidenceList({ evidence, code, isPortal = false, isShared, removal }: Props) {
  return (
    <ul className="divide-y divide-line">
      {evidence.map((piece) => (
        <li key={piece.id} className="flex items-start gap-3 px-4 py-2.5">
          <div className="min-w-0 flex-1">
            <Piece piece={piece} path={evidencePath(code, piece.id, isPortal)} />
            <p className="flex flex-wrap items-center gap-x-2 text-muted text-sm">
              {piece.addedBy}, <Instant at={piece.addedAt} />
              {piece.isVisible && isShared && <Badge>The client sees it</Badge>}
            </p>
          </div>
          {removal && (
            <Form method="post" preventScrollReset>
              <input type="hidden" name="intent" value="remove_evidence" />
              {Object.entries(removal).map(([name, value]) => (
                <input key={name} type="hidden" name={name} value={value} />
              ))}
              <input type="hidden" name="evidence_id" value={piece.id} />
              <Button tone="quiet" size="small">
                Remove<span className="sr-only"> {piece.file?.name ?? (piece.note || piece.url)}</span>
              </Button>
            </Form>
          )}
        </li>
      ))}
    </ul>
  );
}

function Piece({ piece: { url, note, file }, path }: { piece: EvidenceShown; path: string }) {
  if (file) {
    return (
      <>
        {note && <p className="whitespace-pre-wrap">{note}</p>}
        <FilePiece file={file} note={note} path={path} />
      </>
    );
  }
  if (!url) return <p className="whitespace-pre-wrap">{note}</p>;
  return (
    <p>
      <a
        href={url}
        rel="noopener noreferrer nofollow"
        target="_blank"
        className="inline-block max-w-full underline underline-offset-2"
      >
        {note || url}
      </a>
    </p>
  );
}

type FilePieceProps = { file: NonNullable<EvidenceShown["file"]>; note: string; path: string };

function FilePiece({ file: { name, type, size }, note, path }: FilePieceProps) {
  return (
    <div>
      {isPicture(type) && (
        <a href={`${path}?preview=1`} className="my-1 block min-h-6 w-fit min-w-6 max-w-full">
          <img
            src={`${path}?preview=1`}
            alt={note || name}
            loading="lazy"
            decoding="async"
            className="max-h-40 max-w-full rounded-control border bg-surface object-contain"
          />
        </a>
      )}
      <p className="flex flex-wrap items-baseline gap-x-3">
        <a href={path} className="inline-block min-h-6 max-w-full break-all underline underline-offset-2">
          {name}
        </a>
        <span className="text-muted text-sm">
          {typeText(type, name)}, {sizeText(size)}
        </span>
        {isReadable(type) && (
          <Link
            to={`${path}/view`}
            className="inline-flex min-h-6 items-center text-sm underline underline-offset-2"
          >
            Read it<span className="sr-only"> ({name})</span>
          </Link>
        )}
      </p>
    </div>
  );
}
