import { Form } from "@remix-run/react";
import { Button } from "./button";
import { TextInput } from "./field";

/** Looks through one list by a text; the address holds what was searched for. */
export function SearchForm({ label, search }: { label: string; search: string }) {
  return (
    <Form method="get" role="search" className="flex items-stretch gap-2">
      <TextInput
        key={search}
        name="q"
        label={label}
        hideLabel
        type="search"
        defaultValue={search}
        placeholder={label}
        className="min-w-0 flex-1"
      />
      <Button>Search</Button>
    </Form>
  );
}
