import { Form, Link } from "@remix-run/react";
import type { SavedView } from "db/saved-views.server";
import { type PipelineView, viewParams } from "~/domain/pipeline-view";
import { Button, buttonClass } from "~/ui/button";
import { classes } from "~/ui/classes";
import { Checkbox, type FormErrors as Errors, type FormValues, TextInput } from "~/ui/field";
import { ScrollStrip } from "~/ui/scroll-strip";

const LINK =
  "flex min-h-8 items-center whitespace-nowrap rounded-full border px-3 text-sm pointer-coarse:min-h-11";

/** The views that the reader and others keep, as plain links. */
export function ViewLinks({ views, view }: { views: readonly SavedView[]; view: PipelineView }) {
  if (views.length === 0) return null;
  const query = queryOf(view);
  return (
    <ScrollStrip label="Kept views" className="min-w-0 flex-1">
      <ul className="flex w-max gap-1.5">
        {views.map((one) => (
          <li key={one.id}>
            <Link
              to={one.query ? `/pipeline?${one.query}` : "/pipeline"}
              prefetch="intent"
              aria-current={one.query === query ? "page" : undefined}
              className={classes(LINK, one.query === query ? "border-ink font-semibold" : "border-line")}
            >
              {one.name}
              {!one.isOwn && <span className="font-normal text-muted">, {one.by}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </ScrollStrip>
  );
}

type Props = {
  views: readonly SavedView[];
  view: PipelineView;
  errors?: Errors;
  values?: FormValues;
  idempotencyKey: string;
};

/** Keeps what stands in the address under a name, and takes own views away. */
export function KeepView({ views, view, errors, values, idempotencyKey }: Props) {
  const own = views.filter((one) => one.isOwn);
  const here = `/pipeline${viewParams(view)}`;
  return (
    <details className="open:w-full" open={errors ? true : undefined}>
      <summary className={buttonClass("secondary", "small")} data-key="v" data-key-label="keep this view">
        Keep this view
      </summary>
      <div className="mt-2 grid gap-4 rounded-card border bg-surface p-4">
        <Form
          key={views.length}
          method="post"
          action={here}
          aria-label="Keep this view"
          className="flex flex-wrap items-start gap-3"
          preventScrollReset
        >
          <input type="hidden" name="intent" value="save_view" />
          <input type="hidden" name="idempotency_key" value={idempotencyKey} />
          <input type="hidden" name="query" value={queryOf(view)} />
          <TextInput
            name="name"
            label="Its name"
            idPrefix="view"
            required
            autoComplete="off"
            errors={errors}
            values={values}
            className="w-full sm:w-72"
          />
          <Checkbox
            name="is_shared"
            label="Everybody here may use it"
            idPrefix="view"
            values={values}
            className="sm:mt-8"
          />
          <Button tone="primary" className="sm:mt-6">
            Keep it
          </Button>
        </Form>
        {own.length > 0 && (
          <ul className="grid gap-1 border-t pt-3">
            {own.map((one) => (
              <li key={one.id} className="flex flex-wrap items-center justify-between gap-2 text-sm">
                <span>
                  {one.name}
                  {one.isShared && <span className="text-muted"> · shared</span>}
                </span>
                <Form method="post" action={here} preventScrollReset>
                  <input type="hidden" name="intent" value="remove_view" />
                  <input type="hidden" name="id" value={one.id} />
                  <Button size="small">
                    Remove<span className="sr-only"> the view {one.name}</span>
                  </Button>
                </Form>
              </li>
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}

const queryOf = (view: PipelineView) => viewParams(view).replace(/^\?/, "");
