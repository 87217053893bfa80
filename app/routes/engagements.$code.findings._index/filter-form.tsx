import { Form, Link } from "@remix-run/react";
import type { FindingFilter } from "db/finding-pages.server";
import { FINDING_STATUS_LABEL, FINDING_STATUSES, SEVERITIES, SEVERITY_LABEL } from "~/domain/finding";
import { Button } from "~/ui/button";
import { Select, TextInput } from "~/ui/field";

/** Narrows the list by what stands in the address; a plain form, so it needs no script. */
export function FindingFilterForm({ filter, areas }: { filter: FindingFilter; areas: readonly string[] }) {
  const isNarrowed = Object.values(filter).some((value) => value);
  return (
    <search>
      {/* The key fills the fields anew when a link, and not the form, changed the address. */}
      <Form
        key={JSON.stringify(filter)}
        className="flex flex-wrap items-end gap-2 border-b px-4 py-3"
        aria-label="Narrow the list"
      >
        <TextInput
          name="q"
          type="search"
          label="Words in title, place or text"
          hideLabel
          placeholder="Words"
          defaultValue={filter.search}
          maxLength={200}
          autoComplete="off"
          data-key="/"
          data-key-label="search this list"
          className="min-w-32 flex-1 basis-full"
        />
        <Select
          name="severity"
          label="Severity"
          hideLabel
          emptyLabel="Any severity"
          defaultValue={filter.severity ?? ""}
          options={SEVERITIES.map((value) => ({ value, label: SEVERITY_LABEL[value] }))}
          className="w-full sm:w-44"
        />
        <Select
          name="area"
          label="Area"
          hideLabel
          emptyLabel="Any area"
          defaultValue={filter.area ?? ""}
          options={areas.map((value) => ({ value, label: value }))}
          className="w-full sm:w-44"
        />
        <Select
          name="status"
          label="Status"
          hideLabel
          emptyLabel="Any status"
          defaultValue={filter.status ?? ""}
          options={FINDING_STATUSES.map((value) => ({ value, label: FINDING_STATUS_LABEL[value] }))}
          className="w-full sm:w-44"
        />
        <Select
          name="visible"
          label="Who sees it"
          hideLabel
          emptyLabel="Seen by anyone"
          defaultValue={filter.visibility ?? ""}
          options={[
            { value: "client", label: "The client sees it" },
            { value: "internal", label: "Ours alone" },
          ]}
          className="w-full sm:w-52"
        />
        <Button>Narrow</Button>
        {isNarrowed && (
          <Link to="?" className="self-center text-sm underline underline-offset-2">
            Show all
          </Link>
        )}
      </Form>
    </search>
  );
}
