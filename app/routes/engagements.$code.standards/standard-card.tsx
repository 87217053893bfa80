import { Form } from "@remix-run/react";
import type { ShownStandard } from "db/standards-page.server";
import { areaLabel } from "~/domain/standard";
import { Badge } from "~/ui/badge";
import { Button, buttonClass } from "~/ui/button";
import { DateText } from "~/ui/date";
import { TextArea } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import { Markdown } from "~/ui/markdown";
import type { RefusedForm } from "~/ui/refused.server";
import { Theirs } from "~/ui/theirs";
import { StandardFields } from "./standard-fields";

type Props = {
  standard: ShownStandard & { html: string };
  /** How many deliverables of Extend meet it or are excepted, and how many meet it; null once it is withdrawn. */
  count: { settled: number; met: number; of: number } | null;
  canRun: boolean;
  refused: RefusedForm | undefined;
};

/** One standard: the rule, who agreed to it, and the forms that change or withdraw it. */
export function StandardCard({ standard, count, canRun, refused }: Props) {
  const { title, number, area, agreedOn, agreedBy, withdrawnOn, withdrawnReason } = standard;
  const refusedAs = refused?.values.intent;
  return (
    <li id={`s-${standard.id}`} className="px-4 py-3">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="font-semibold">
          {number}. {title}
        </h3>
        <Badge>{areaLabel(area)}</Badge>
        {withdrawnOn && <Badge tone="waiting">Withdrawn</Badge>}
        {count && count.of > 0 && (
          <span className="ml-auto text-muted text-sm">
            {count.settled} of {count.of} settled
          </span>
        )}
      </div>
      <Markdown html={standard.html} className="mt-1" />
      <p className="mt-2 text-muted text-sm">
        Agreed on <DateText on={agreedOn} short /> by {agreedBy}
      </p>
      {withdrawnOn && (
        <p className="mt-1 text-sm">
          Withdrawn on <DateText on={withdrawnOn} short />: {withdrawnReason}
        </p>
      )}
      {canRun && !withdrawnOn && (
        <div className="mt-2 flex flex-wrap items-start gap-2">
          <details open={refusedAs === "edit" ? true : undefined} className="open:basis-full">
            <summary className={buttonClass("secondary", "small")}>
              Edit<span className="sr-only"> {title}</span>
            </summary>
            <EditForm
              key={standard.version}
              standard={standard}
              met={count?.met ?? 0}
              refused={refusedAs === "edit" ? refused : undefined}
            />
          </details>
          <details open={refusedAs === "withdraw" ? true : undefined} className="open:basis-full">
            <summary className={buttonClass("quiet", "small")}>
              Withdraw<span className="sr-only"> {title}</span>
            </summary>
            <WithdrawForm standard={standard} refused={refusedAs === "withdraw" ? refused : undefined} />
          </details>
        </div>
      )}
    </li>
  );
}

type FormProps = Pick<Props, "standard" | "refused">;

function EditForm({ standard, met, refused }: FormProps & { met: number }) {
  const idPrefix = `edit-${standard.number}`;
  const mine = refused?.values ?? {};
  return (
    <Form method="post" className="mt-3 grid gap-3">
      <input type="hidden" name="intent" value="edit" />
      <input type="hidden" name="id" value={standard.id} />
      <input type="hidden" name="version" value={standard.version} />
      {refused?.current ? (
        <Theirs
          keepHref="?"
          rows={[
            { label: "Title", theirs: standard.title, mine: mine.title ?? "" },
            { label: "About", theirs: areaLabel(standard.area), mine: areaLabel(mine.area ?? "") },
            { label: "The rule", theirs: standard.rule, mine: (mine.rule ?? "").replace(/\r\n?/g, "\n") },
            { label: "Agreed on", theirs: standard.agreedOn, mine: mine.agreed_on ?? "" },
            { label: "Agreed by", theirs: standard.agreedBy, mine: mine.agreed_by ?? "" },
          ]}
        />
      ) : (
        <FormErrors errors={refused?.errors} idPrefix={idPrefix} />
      )}
      <StandardFields
        fields={standard}
        errors={refused?.errors}
        values={refused?.values}
        idPrefix={idPrefix}
      />
      {met > 0 && (
        <p className="text-sm">
          With another rule,{" "}
          {met === 1 ? "the deliverable that meets it has" : `the ${met} deliverables that meet it have`} to
          be checked anew; what is excepted stays excepted. Another title or date changes nothing of that.
        </p>
      )}
      <Button tone="primary" className="justify-self-start">
        {refused?.current ? "Save mine over theirs" : "Save"}
      </Button>
    </Form>
  );
}

function WithdrawForm({ standard, refused }: FormProps) {
  const idPrefix = `withdraw-${standard.number}`;
  return (
    <Form method="post" className="mt-3 grid gap-3">
      <input type="hidden" name="intent" value="withdraw" />
      <input type="hidden" name="id" value={standard.id} />
      <input type="hidden" name="version" value={standard.version} />
      <FormErrors errors={refused?.errors} idPrefix={idPrefix} />
      <TextArea
        errors={refused?.errors}
        values={refused?.values}
        idPrefix={idPrefix}
        name="reason"
        label="Why it is withdrawn"
        hint="The client reads it. From then on no deliverable has to meet it."
        rows={2}
        required
        maxLength={1000}
      />
      <Button className="justify-self-start">Withdraw it</Button>
    </Form>
  );
}
