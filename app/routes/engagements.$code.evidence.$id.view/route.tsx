import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { readEvidenceFile } from "db/evidence-page.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { evidencePath, subjectPath } from "~/domain/evidence";
import { readFileOr404 } from "~/files/reading.server";
import { AppShell } from "~/ui/app-shell";
import { FileLine } from "~/ui/file-line";
import { FileReadingShown } from "~/ui/file-reading";
import { PageHeader } from "~/ui/page-header";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.file.name} · ${data.engagement.title} · Phaseline` : "Phaseline" },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { code = "", id = "" } = args.params;
  const { db, files } = args.context;
  const { engagement, subject, ...file } = await readOrRefuse(() => readEvidenceFile(db, actor, code, id));
  return { engagement, subject, file, reading: await readFileOr404(files, file), shell: shellOf(actor) };
}

export default function EvidenceFileView() {
  const { engagement, subject, file, reading, shell } = useLoaderData<typeof loader>();
  return (
    <AppShell {...shell}>
      <PageHeader
        above={
          <>
            <Link to={`/engagements/${engagement.code}`} className="underline-offset-2 hover:underline">
              {engagement.title}
            </Link>
            <span>{engagement.code}</span>
            <Link to={subjectPath(engagement.code, subject)} className="underline-offset-2 hover:underline">
              What it is evidence of
            </Link>
          </>
        }
        title={file.name}
      />
      <FileLine file={file} href={evidencePath(engagement.code, file.id, false)} />
      <FileReadingShown reading={reading} />
    </AppShell>
  );
}
