/** What a canonical document may hold. Numbers are written as JavaScript writes them; there is no NaN or Infinity. */
export type Canonical =
  | string
  | number
  | boolean
  | null
  | readonly Canonical[]
  | { readonly [key: string]: Canonical };

/**
 * JSON with one spelling only: keys in the order of their code units, no white space. Equal content gives equal bytes
 * in UTF-8, as RFC 8785 asks, so that a fingerprint changes if and only if the content does.
 * @throws RangeError on a number that JSON cannot say
 */
export function canonicalJson(value: Canonical): string {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new RangeError("Not a number that JSON knows.");
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${members.join(",")}}`;
}

const isList = (value: Canonical): value is readonly Canonical[] => Array.isArray(value);
