import { Form, Link } from "@remix-run/react";
import {
  PIPELINE_COLUMN_LABEL,
  PIPELINE_COLUMNS,
  PIPELINE_GROUP_LABEL,
  PIPELINE_GROUPS,
  PIPELINE_SORT_LABEL,
  PIPELINE_SORTS,
  type PipelineColumn,
  type PipelineView,
  viewAddress,
} from "~/domain/pipeline-view";
import { Button, buttonClass } from "~/ui/button";
import { Checkbox, Select } from "~/ui/field";
import { HiddenView } from "./hidden-view";

type Props = { view: PipelineView; columns: readonly PipelineColumn[]; hasMoney: boolean };

/** Order, groups and columns of the table; a plain form, so it needs no script. */
export function Arrange({ view, columns, hasMoney }: Props) {
  const mayShow = (name: string) => hasMoney || name !== "value";
  return (
    <details className="open:w-full">
      <summary className={buttonClass("secondary", "small")} data-key="o" data-key-label="order and columns">
        Order and columns
      </summary>
      <Form
        key={viewAddress(view)}
        action="/pipeline"
        aria-label="Order and columns"
        className="mt-2 grid gap-4 rounded-card border bg-surface p-4"
      >
        <HiddenView view={{ ...view, sort: "need", isReversed: false, group: null, columns: null }} />
        <div className="flex flex-wrap items-end gap-3">
          <Select
            name="sort"
            label="In the order of"
            idPrefix="arrange"
            className="w-full sm:w-44"
            options={PIPELINE_SORTS.filter(mayShow).map((value) => ({
              value,
              label: PIPELINE_SORT_LABEL[value],
            }))}
            defaultValue={view.sort}
          />
          <Checkbox
            name="order"
            value="reversed"
            label="The other way round"
            idPrefix="arrange"
            defaultChecked={view.isReversed}
            className="min-h-10 content-center"
          />
          <Select
            name="group"
            label="Grouped by"
            emptyLabel="Nothing"
            idPrefix="arrange"
            className="w-full sm:w-44"
            options={PIPELINE_GROUPS.map((value) => ({ value, label: PIPELINE_GROUP_LABEL[value] }))}
            defaultValue={view.group ?? ""}
          />
        </div>
        <fieldset>
          <legend className="font-semibold text-sm">Columns</legend>
          <div className="mt-1 flex flex-wrap gap-x-5 gap-y-1">
            {PIPELINE_COLUMNS.filter(mayShow).map((column) => (
              <Checkbox
                key={column}
                name="columns"
                value={column}
                label={PIPELINE_COLUMN_LABEL[column]}
                idPrefix="arrange"
                defaultChecked={columns.includes(column)}
              />
            ))}
          </div>
        </fieldset>
        <div className="flex flex-wrap items-center gap-3">
          <Button tone="primary" size="small">
            Arrange
          </Button>
          <Link
            to={viewAddress(view, { sort: "need", isReversed: false, group: null, columns: null })}
            className="text-sm underline underline-offset-2"
          >
            As usual
          </Link>
        </div>
      </Form>
    </details>
  );
}
