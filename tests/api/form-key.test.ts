import { expect, test } from "vitest";
import { formKey } from "~/auth/form-key.server";

function form(fields: Record<string, string | File>): FormData {
  const formData = new FormData();
  for (const [name, value] of Object.entries(fields)) formData.append(name, value);
  return formData;
}

const FILLED = { intent: "create", title: "Booking API", idempotency_key: "k1" };

test("a form without a key asks for an act of its own every time", () => {
  expect(formKey(form({ intent: "create", title: "Booking API" }))).toBeUndefined();
  expect(formKey(form({ ...FILLED, idempotency_key: "" }))).toBeUndefined();
});

test("equal posts of a form are one act, with script or without", () => {
  const once = formKey(form(FILLED));
  expect(once).toBeDefined();
  expect(formKey(form(FILLED))).toBe(once);
  expect(formKey(form({ ...FILLED, answer: "here" }))).toBe(once);
});

test.each([
  ["another text", { title: "Booking web pages" }],
  ["another button", { intent: "keep" }],
  ["a field more", { lead_id: "p1" }],
  ["another form", { idempotency_key: "k2" }],
  ["a file", { file: new File(["a"], "a.csv") }],
])("a key sent again with %s is another act", (_, changed) => {
  expect(formKey(form({ ...FILLED, ...changed }))).not.toBe(formKey(form(FILLED)));
});

test("files are told apart by name and size", () => {
  const sent = (file: File) => formKey(form({ ...FILLED, file }));
  expect(sent(new File(["a"], "a.csv"))).toBe(sent(new File(["a"], "a.csv")));
  expect(sent(new File(["ab"], "a.csv"))).not.toBe(sent(new File(["a"], "a.csv")));
});
