import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { engagementHeader } from "db/engagement-header.server";
import { FINDINGS_PER_PAGE, readFindings } from "db/finding-pages.server";
import { recordFinding } from "db/findings.server";
import { actOf, answerRefusals, readOrRefuse, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { may } from "~/domain/permissions";
import { AppShell } from "~/ui/app-shell";
import { Card } from "~/ui/card";
import { DoneNotice } from "~/ui/done-notice";
import { EngagementHeader } from "~/ui/engagement-header";
import { readFindingFields } from "~/ui/finding-form.server";
import { renderMarkdown } from "~/ui/markdown.server";
import { FindingsNav } from "~/ui/room-nav";
import { AddForm } from "./add-form";
import { Board } from "./board";
import { FindingFilterForm } from "./filter-form";
import { FindingList } from "./finding-list";
import { pageHref, readFindingQuery } from "./query.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Findings · ${data?.head.title ?? "Engagement"} · Phaseline` },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { context, params, request } = args;
  const code = params.code ?? "";
  const { today } = await actOf(args, actor);
  const { filter, page } = readFindingQuery(request);
  return readOrRefuse(async () => {
    const head = await engagementHeader(context.db, actor, code, today);
    const found = await readFindings(context.db, actor, code, filter, page);
    const pages = Math.ceil(found.total / FINDINGS_PER_PAGE);
    return {
      shell: shellOf(actor),
      head,
      ...found,
      chain: found.chain.map((row) => ({ ...row, fixHtml: renderMarkdown(row.fix) })),
      filter,
      previous: page > 1 ? pageHref(request, page - 1) : null,
      next: page < pages ? pageHref(request, page + 1) : null,
      first: (page - 1) * FINDINGS_PER_PAGE + 1,
      addedId: new URL(request.url).searchParams.get("added"),
      importedCount: countOf(new URL(request.url).searchParams.get("imported")),
      idempotencyKey: crypto.randomUUID(),
    };
  });
}

function countOf(text: string | null): number | null {
  return text !== null && /^\d{1,4}$/.test(text) ? Number(text) : null;
}

export async function action(args: ActionFunctionArgs) {
  const formData = await args.request.formData();
  requireIntent(formData, ["record"]);
  const actor = await requirePermission(args, "work_checklist");
  const act = await actOf(args, actor, formData);
  const code = args.params.code ?? "";
  return answerRefusals(formData, async () => {
    const id = await recordFinding(args.context.db, act, code, readFindingFields(formData));
    const { searchParams } = new URL(args.request.url);
    const gate = searchParams.get("gate");
    const from = gate ? `&gate=${encodeURIComponent(gate)}` : "";
    return redirect(`/engagements/${code}/findings?added=${id}${from}#add`, 303);
  });
}

export default function Findings() {
  const page = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { shell, head, relation, chain, addedId, all } = page;
  const canWrite = may(relation, "work_checklist");
  return (
    <AppShell {...shell}>
      <EngagementHeader head={head} />
      <FindingsNav code={head.code} canImport={canWrite} />
      {addedId && !refused && (
        <DoneNotice>
          It is written down. <Link to={`/engagements/${head.code}/findings/${addedId}`}>Open it</Link>
        </DoneNotice>
      )}
      {page.importedCount !== null && !refused && (
        <DoneNotice>
          {page.importedCount === 0
            ? "All of them were written down before."
            : `${page.importedCount} ${page.importedCount === 1 ? "finding is" : "findings are"} written down.`}
        </DoneNotice>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {all > 0 && <Board chain={chain} code={head.code} canRun={may(relation, "run_engagement")} />}
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <Card flush id="findings" title="Findings" aside={all > 0 ? String(all) : undefined}>
            {all > 0 && <FindingFilterForm filter={page.filter} areas={page.areas} />}
            <FindingList page={page} code={head.code} />
          </Card>
          {canWrite && (
            <Card id="add" title="Write down a finding">
              <AddForm areas={page.areas} idempotencyKey={page.idempotencyKey} refused={refused} />
            </Card>
          )}
        </div>
      </div>
    </AppShell>
  );
}
