import { Form } from "@remix-run/react";
import type { StartQuery } from "db/earliest-start.server";
import { Button } from "~/ui/button";
import { Checkbox, Select, TextInput } from "~/ui/field";

type Props = {
  query: StartQuery;
  /** Null for somebody who asks for themselves alone. */
  options: readonly { id: string; name: string }[] | null;
};

/** What is asked; a plain form, so that the answer has an address. */
export function StartForm({ query, options }: Props) {
  return (
    <Form
      key={JSON.stringify(query)}
      action="/capacity/start"
      aria-label="What is asked"
      className="mb-4 flex flex-wrap items-end gap-x-4 gap-y-3"
    >
      {options && (
        <Select
          name="lead"
          label="Lead"
          emptyLabel="Any lead"
          options={options.map(({ id, name }) => ({ value: id, label: name }))}
          defaultValue={query.leadId ?? ""}
          className="w-full sm:w-56"
        />
      )}
      <TextInput
        name="share"
        label="Share of them, in %"
        type="number"
        min={1}
        max={100}
        required
        defaultValue={query.sharePercent}
        className="w-40"
      />
      <TextInput
        name="weeks"
        label="Weeks"
        type="number"
        min={1}
        max={52}
        required
        defaultValue={query.weeks}
        className="w-24"
      />
      <Checkbox
        name="proposals"
        value="counted"
        label="Count proposals as won"
        defaultChecked={query.withProposals}
        className="min-h-10 content-center"
      />
      <Button tone="primary">Reckon</Button>
    </Form>
  );
}
