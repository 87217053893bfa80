import { Form } from "@remix-run/react";
import { ROLE_LABEL } from "~/domain/permissions";
import { STAFF_ROLES } from "~/domain/person";
import { Button, ButtonLink } from "~/ui/button";
import { Checkbox, Select, TextInput } from "~/ui/field";
import type { Asked } from "./address";

type Props = { asked: Asked; isNow: boolean; canNarrow: boolean };

/** Narrows the picture by what stands in the address; a plain form, so it needs no script. */
export function FilterForm({ asked, isNow, canNarrow }: Props) {
  const { search, role, withProspects, fromOn } = asked;
  const isNarrowed = search !== "" || role !== null || withProspects;
  return (
    <search>
      <Form
        key={JSON.stringify(asked)}
        action="/capacity"
        aria-label="Narrow the picture"
        className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2"
      >
        {!isNow && <input type="hidden" name="from" value={fromOn} />}
        {canNarrow && (
          <>
            <TextInput
              name="q"
              type="search"
              label="Person"
              hideLabel
              placeholder="Person"
              defaultValue={search}
              maxLength={100}
              autoComplete="off"
              data-key="/"
              data-key-label="search for a person"
              className="min-w-32 flex-1 sm:max-w-52"
            />
            <Select
              name="role"
              label="Role"
              hideLabel
              emptyLabel="Any role"
              options={STAFF_ROLES.map((value) => ({ value, label: ROLE_LABEL[value] }))}
              defaultValue={role ?? ""}
              className="w-40"
            />
          </>
        )}
        <Checkbox
          name="prospects"
          value="counted"
          label="Count what is not agreed yet"
          defaultChecked={withProspects}
          className="self-center"
        />
        <Button>Show</Button>
        {isNarrowed && (
          <ButtonLink tone="quiet" to={isNow ? "/capacity" : `/capacity?from=${fromOn}`}>
            Clear
          </ButtonLink>
        )}
      </Form>
    </search>
  );
}
