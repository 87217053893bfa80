import { createHash } from "node:crypto";

/** Sent with a form by our own script only: a press of the same button without script means the same act. */
const BESIDE_THE_ACT = new Set(["idempotency_key", "answer"]);

/**
 * The key of the one act that a form asks for, from its own key and what was filled in; undefined for a form without
 * one. Equal posts are one act. A page that two tabs show, or that the back button brings again, may send its key a
 * second time with something else in it: that is another act, and must not be answered with the first.
 */
export function formKey(formData: FormData): string | undefined {
  const given = formData.get("idempotency_key");
  if (typeof given !== "string" || given === "") return undefined;
  const filled = [...formData].flatMap(([name, value]) => {
    if (BESIDE_THE_ACT.has(name)) return [];
    return [[name, typeof value === "string" ? value : [value.name, value.type, value.size]]];
  });
  const digest = createHash("sha256").update(JSON.stringify(filled)).digest("base64url");
  return `${given.slice(0, 100)}.${digest.slice(0, 22)}`;
}
