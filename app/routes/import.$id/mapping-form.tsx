import { Form } from "@remix-run/react";
import type { ImportAsk } from "db/imports.server";
import { FIELD_HINT, FIELD_LABEL } from "~/domain/import/columns";
import { FIELDS, type Field } from "~/domain/import/headings";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { type FormErrors as Errors, type FormValues, Select, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import type { Preview } from "./preview.server";

type Props = {
  preview: Preview;
  ask: ImportAsk;
  saved: readonly string[];
  errors?: Errors;
  values?: FormValues;
};

/** Which column fills which field; the guess is chosen already. For a folder only what its files cannot say. */
export function MappingForm({ preview, ask, saved, errors, values }: Props) {
  const { columns } = preview;
  const shared = { errors, values };
  return (
    <Card id="columns" title={columns ? "Which column is what" : "What the files do not say"}>
      <Form method="post" className="grid gap-4" preventScrollReset>
        <input type="hidden" name="intent" value="map" />
        <FormErrors errors={errors} />
        {columns && <ColumnSelects columns={columns} chosen={preview.chosen} />}
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          <TextInput
            {...shared}
            name="client"
            label={columns ? "Client of rows that name none" : "Client"}
            defaultValue={ask.fallbackClient ?? ""}
            className="content-start"
            optional
          />
          {columns ? (
            <TextInput
              {...shared}
              name="currency"
              label="Currency of amounts that name none"
              hint="Such as GBP; the firm’s otherwise."
              defaultValue={ask.currency ?? ""}
              maxLength={3}
              className="content-start"
              optional
            />
          ) : (
            <TextInput
              {...shared}
              name="title"
              label="Title of the engagement"
              defaultValue={ask.title ?? preview.title ?? ""}
              optional
            />
          )}
          {columns && (
            <TextInput
              {...shared}
              name="save_as"
              label="Keep this mapping as"
              hint="For the next file of this kind."
              maxLength={80}
              className="content-start"
              optional
            />
          )}
        </div>
        <div className="flex flex-wrap items-center gap-3">
          <Button>Show the preview again</Button>
        </div>
        {columns && saved.length > 0 && (
          <div className="flex flex-wrap items-end gap-3 border-t pt-4">
            <Select
              {...shared}
              name="saved"
              label="A mapping kept before"
              emptyLabel="Choose one"
              options={saved.map((name) => ({ value: name, label: name }))}
            />
            <Button name="use" value="saved">
              Use it
            </Button>
          </div>
        )}
      </Form>
    </Card>
  );
}

type SelectsProps = { columns: NonNullable<Preview["columns"]>; chosen: Preview["chosen"] };

/** Asked first even where nothing fills them; the rest opens on demand. */
const FIRST: readonly Field[] = ["title", "client", "key", "stage", "status", "starts_on", "length", "value"];

function ColumnSelects({ columns, chosen }: SelectsProps) {
  const shown = FIELDS.filter((field) => FIRST.includes(field) || chosen[field] !== undefined);
  const rest = FIELDS.filter((field) => !shown.includes(field));
  const select = (field: Field) => {
    const samples = columns.find(({ name }) => name === chosen[field])?.samples;
    return (
      <Select
        key={field}
        name={`column-${field}`}
        label={FIELD_LABEL[field]}
        hint={samples ? <span>{samples}</span> : FIELD_HINT[field]}
        defaultValue={chosen[field] ?? ""}
        emptyLabel="Not in this file"
        options={columns.map(({ name }) => ({ value: name, label: name }))}
        className="content-start"
      />
    );
  };
  return (
    <fieldset>
      <legend className="sr-only">Columns of the file</legend>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">{shown.map(select)}</div>
      {rest.length > 0 && (
        <details className="mt-4">
          <summary className="font-semibold text-sm underline underline-offset-2">
            {rest.length} more that nothing fills
          </summary>
          <div className="mt-3 grid gap-4 sm:grid-cols-2 lg:grid-cols-3">{rest.map(select)}</div>
        </details>
      )}
    </fieldset>
  );
}
