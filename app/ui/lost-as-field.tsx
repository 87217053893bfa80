import { LOST_AS, LOST_AS_LABEL } from "~/domain/stage";
import { type FormErrors, type FormValues, Select } from "./field";

type Props = { idPrefix: string; errors?: FormErrors; values?: FormValues };

/** How it was lost, beside a field `to`; where the browser can tell, it shows once that says Lost. */
export function LostAsField({ idPrefix, errors, values }: Props) {
  return (
    <Select
      name="lost_as"
      label="How it was lost"
      hint="Counts only for Lost."
      idPrefix={idPrefix}
      className="when-lost"
      options={LOST_AS.map((value) => ({ value, label: LOST_AS_LABEL[value] }))}
      errors={errors}
      values={values}
    />
  );
}
