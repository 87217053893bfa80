import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { engagementHeader } from "db/engagement-header.server";
import { createShareLink, listShareLinks, revokeShareLink } from "db/share-links.server";
import { actOf, answerRefusals, readOrRefuse, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { invalid } from "~/domain/refusal";
import { SHARE_DAYS, sharePath } from "~/domain/share-link";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { AppShell } from "~/ui/app-shell";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { EngagementHeader } from "~/ui/engagement-header";
import { Select, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import { typedLine } from "~/ui/typed.server";
import { LinkList } from "./link-list";

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `Sharing · ${page?.head.title ?? "Engagement"} · Phaseline` },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "run_engagement");
  const { db } = args.context;
  const code = args.params.code ?? "";
  const { at, today } = await actOf(args, actor);
  return readOrRefuse(async () => ({
    ...(await listShareLinks(db, actor, code, at)),
    head: await engagementHeader(db, actor, code, today),
    shell: shellOf(actor),
    idempotencyKey: crypto.randomUUID(),
  }));
}

export async function action(args: ActionFunctionArgs) {
  const formData = await args.request.formData();
  const intent = requireIntent(formData, ["share", "revoke"]);
  const actor = await requirePermission(args, "run_engagement");
  const act = await actOf(args, actor, formData);
  const { db, config } = args.context;
  const code = args.params.code ?? "";
  return answerRefusals(formData, async () => {
    if (intent === "revoke") {
      const id = typedLine(formData, "id");
      if (!id) throw invalid("", "Say which address is to be taken back.");
      await revokeShareLink(db, act, code, id);
      return redirect(`/engagements/${code}/sharing`, 303);
    }
    const label = typedLine(formData, "label");
    const { token } = await createShareLink(db, act, code, { label, days: Number(formData.get("days")) });
    // Answered and not redirected to: the secret is in no address of ours and on no page that is kept.
    const address = token && `${config.baseUrl}${sharePath(token)}`;
    return data({ made: { label, address } }, { headers: { "cache-control": "no-store" } });
  });
}

export const shouldRevalidate = revalidateAfterConflict;

export default function Sharing() {
  const { shell, head, links, canShare, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const made = answer && "made" in answer ? answer.made : undefined;
  const refused = answer && "errors" in answer ? answer : undefined;
  const isOfForm = refused?.values.intent === "share";
  return (
    <AppShell {...shell}>
      <EngagementHeader head={head} />
      <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-4">
        {refused && !isOfForm && <FormErrors errors={refused.errors} title="It was not taken back." />}
        {made && <Made label={made.label} address={made.address} />}
        <Card id="share" title="Share the portal with somebody who has no account">
          <p className="max-w-prose text-muted">
            Whoever has the address reads the first page of the portal of {head.company.name}, as the client
            sees it: how the work stands and what we ask for, but no answers, no comments and no files, and
            nothing can be changed there. You can take it back at any time.
          </p>
          {canShare ? (
            <Form key={links.length} method="post" className="mt-4 grid max-w-md gap-3" noValidate>
              <input type="hidden" name="intent" value="share" />
              <input type="hidden" name="idempotency_key" value={idempotencyKey} />
              <FormErrors errors={isOfForm ? refused.errors : undefined} idPrefix="share" />
              <TextInput
                idPrefix="share"
                name="label"
                label="Who it is for"
                hint="Only we read this."
                errors={refused?.errors}
                values={refused?.values}
                maxLength={100}
              />
              <Select
                idPrefix="share"
                name="days"
                label="It works for"
                errors={refused?.errors}
                values={refused?.values}
                defaultValue="30"
                options={SHARE_DAYS.map((days) => ({ value: String(days), label: `${days} days` }))}
              />
              <Button tone="primary" className="justify-self-start">
                Make an address
              </Button>
            </Form>
          ) : (
            <p className="mt-3">It can be shared once the work is agreed and the client sees it.</p>
          )}
        </Card>
        <LinkList links={links} />
      </div>
    </AppShell>
  );
}

/** The address, this once: we keep only its fingerprint. */
function Made({ label, address }: { label: string; address: string | null }) {
  return (
    <div role="status" className="rounded-card border border-line bg-good-soft px-4 py-3 text-good-ink">
      {address ? (
        <>
          <p className="font-semibold">Copy the address for {label} now. It is not shown again.</p>
          <p className="mt-1 select-all break-all font-mono text-sm">{address}</p>
        </>
      ) : (
        <p>
          The address for {label} was made and shown already. Take it back and make another if it is lost.
        </p>
      )}
    </div>
  );
}
