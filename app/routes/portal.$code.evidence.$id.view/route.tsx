import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { readPortalEvidenceFile } from "db/evidence-page.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { evidencePath } from "~/domain/evidence";
import { readFileOr404 } from "~/files/reading.server";
import { FileLine } from "~/ui/file-line";
import { FileReadingShown } from "~/ui/file-reading";
import { PortalFrame } from "~/ui/portal-frame";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? [{ title: `${data.file.name} · ${data.frame.title} · ${data.frame.firm}` }] : [];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_portal");
  const { code = "", id = "" } = args.params;
  const { db, files } = args.context;
  const { frame, ...file } = await readOrRefuse(() => readPortalEvidenceFile(db, actor, code, id));
  const reading = await readFileOr404(files, file);
  const shown = { id: file.id, name: file.name, type: file.type, size: file.size, addedBy: file.addedBy };
  return {
    frame,
    file: { ...shown, addedAt: file.addedAt },
    reading,
    person: { name: actor.name, email: actor.email },
  };
}

export default function PortalEvidenceFileView() {
  const { frame, file, reading, person } = useLoaderData<typeof loader>();
  return (
    <PortalFrame frame={frame} person={person} isBelow>
      <h1 className="font-semibold text-2xl tracking-tight">{file.name}</h1>
      <FileLine file={file} href={evidencePath(frame.code, file.id, true)} />
      <FileReadingShown reading={reading} />
    </PortalFrame>
  );
}
