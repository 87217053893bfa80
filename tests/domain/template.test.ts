import { expect, it } from "vitest";
import { PHASE_KINDS } from "~/domain/phase";
import { BACKEND_TEMPLATE, type TemplateBody, templateErrors } from "~/domain/template";

/** The built-in template with some deliverables changed, each by `phase.row`. */
function changed(changes: Record<string, Partial<TemplateBody["phases"][number]["deliverables"][number]>>) {
  const body = structuredClone(BACKEND_TEMPLATE);
  for (const [place, change] of Object.entries(changes)) {
    const [phase = 0, row = 0] = place.split(".").map(Number);
    const deliverable = body.phases[phase]?.deliverables[row];
    if (!deliverable) throw new Error(`no deliverable at ${place}`);
    Object.assign(deliverable, change);
  }
  return templateErrors(body, PHASE_KINDS);
}

it("finds nothing wrong with the built-in template", () => {
  expect(templateErrors(BACKEND_TEMPLATE, PHASE_KINDS)).toEqual({});
});

it("names both deliverables that carry one artefact, beside the later one", () => {
  expect(changed({ "3.4": { title: "Schema", artefact: "observability" } })).toEqual({
    "phases.3.deliverables.7.artefact":
      "“Schema” and “Observability: logs, metrics and traces” hand over the same artefact; one of them may.",
  });
});

it("sees the same artefact in another phase too, and every one after the first", () => {
  const errors = changed({
    "0.0": { title: "One", artefact: "api_schema" },
    "2.1": { title: "Two", artefact: "api_schema" },
  });
  expect(Object.keys(errors)).toEqual([
    "phases.2.deliverables.1.artefact",
    "phases.3.deliverables.5.artefact",
  ]);
  expect(Object.values(errors).every((message) => message.startsWith("“One” and"))).toBe(true);
});

it("lets an artefact be left out, and many carry none", () => {
  expect(changed({ "3.4": { artefact: null }, "3.5": { artefact: null } })).toEqual({});
});
