import type { FormValues } from "~/ui/field";

type Props = {
  current: Record<string, string> | undefined;
  values: FormValues | undefined;
  labels: Readonly<Record<string, string>>;
};

/** After a conflict: what the other person's change made of the fields that differ from what was typed. */
export function Theirs({ current, values, labels }: Props) {
  if (!current) return null;
  const differing = Object.entries(current).filter(
    ([key, text]) => key in labels && (values?.[key] ?? "") !== text,
  );
  if (differing.length === 0) return null;
  return (
    <div className="rounded-control border border-waiting bg-waiting-soft px-4 py-3 text-sm">
      <p className="font-semibold text-waiting-ink">What stands there now</p>
      <dl className="mt-1 grid gap-x-4 gap-y-1 sm:grid-cols-[auto_1fr]">
        {differing.map(([key, text]) => (
          <div key={key} className="contents">
            <dt className="text-muted">{labels[key]}</dt>
            <dd>{text || "nothing"}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-1">Yours is kept in the form; saving again replaces theirs.</p>
    </div>
  );
}
