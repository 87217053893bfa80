import type { Load } from "~/domain/allocation";
import { DateInput, type FormErrors, type FormValues, TextInput } from "~/ui/field";

type Props = { load: Load; idPrefix: string; errors?: FormErrors; values?: FormValues };

/** How much of somebody, and from when until when. */
export function ShareFields({ load, ...shared }: Props) {
  return (
    <div className="grid grid-cols-2 gap-3">
      <TextInput
        {...shared}
        name="share_percent"
        label="Share in %"
        type="number"
        min={1}
        max={100}
        required
        defaultValue={load.sharePercent}
        className="col-span-2 max-w-32"
      />
      <DateInput {...shared} name="from_on" label="From" required defaultValue={load.fromOn} />
      <DateInput {...shared} name="until_on" label="Until" required defaultValue={load.untilOn} />
    </div>
  );
}
