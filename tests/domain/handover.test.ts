import { describe, expect, it } from "vitest";
import { artefactState, registerSummary } from "~/domain/artefact";
import { STANDARD_CALENDAR } from "~/domain/calendar";
import { type CheckResult, checkDueOn, checkProblems, checkVerdict } from "~/domain/handover-check";
import { html } from "~/domain/pack/html";
import { filePath } from "~/domain/pack/paths";
import { PHASE_KINDS } from "~/domain/phase";
import { templateErrors } from "~/domain/template";
import { templateFrom } from "~/domain/template-from";

const verified = { verifiedOn: "2026-03-02", missingReason: null };
const missing = { verifiedOn: null, missingReason: "The vendor keeps it." };
const open = { verifiedOn: null, missingReason: null };

describe("the register at a glance", () => {
  it("counts what is verified, missing and open, and names only what there is", () => {
    expect(registerSummary([verified, verified, verified, verified, missing, open])).toBe(
      "4 of 6 verified, 1 missing with the reason, 1 open",
    );
    expect(registerSummary([verified, verified])).toBe("2 of 2 verified");
    expect([verified, missing, open].map(artefactState)).toEqual(["verified", "missing", "open"]);
  });
});

describe("a look back", () => {
  const sound: CheckResult = {
    links: [
      { artefact: "api_schema", place: "https://a.example", state: "resolves", what: "answered 200" },
      { artefact: "observability", place: "a safe", state: "unlooked", what: "" },
      { artefact: "secrets_access", place: "https://b.example", state: "guarded", what: "answered 401" },
    ],
    schema: { state: "parses", what: "OpenAPI 3.1" },
    owners: [{ artefact: "api_schema", owner: "API guild", answer: "yes" }],
  };

  it("is due so many calendar days after the hand-over", () => {
    expect(checkDueOn("2026-03-02", 90)).toBe("2026-05-31");
    expect(checkDueOn("2026-03-02", 180)).toBe("2026-08-29");
  });

  it("names what needs somebody, and nothing else", () => {
    expect(checkProblems(sound)).toEqual([]);
    expect(checkVerdict(sound)).toBe("All as it was handed over.");
    const worse: CheckResult = {
      links: [{ artefact: "api_schema", place: "https://a.example", state: "fails", what: "answered 404" }],
      schema: { state: "broken", what: "no paths" },
      owners: [
        { artefact: "api_schema", owner: "API guild", answer: "no" },
        { artefact: "observability", owner: "Ops", answer: "unknown" },
      ],
    };
    expect(checkProblems(worse)).toHaveLength(4);
    expect(checkVerdict(worse)).toBe("4 things need somebody.");
  });
});

describe("a template of a finished engagement", () => {
  const row = { title: "Runbook", isVisible: true, requiresEvidence: false, artefact: null };
  const phases = PHASE_KINDS.map((kind) => ({
    kind,
    plannedStartOn: "2026-03-02",
    workingDays: 10,
    deliverables: [
      { ...row, dueOn: "2026-03-04" },
      { ...row, dueOn: "2026-02-01" },
      { ...row, dueOn: "2026-06-01" },
      { ...row, dueOn: null, artefact: "api_schema" as const },
    ],
  }));

  it("keeps lengths and days within the phases, and each artefact once", () => {
    const body = templateFrom(phases, null, STANDARD_CALENDAR);
    expect(body.weeks).toBe(8);
    expect(body.phases[0]?.deliverables.map((one) => one.dueDay)).toEqual([3, 1, 10, 10]);
    const carried = body.phases.flatMap((phase) => phase.deliverables.flatMap((one) => one.artefact ?? []));
    expect(carried).toEqual(["api_schema"]);
    expect(templateErrors(body, PHASE_KINDS)).toEqual({});
    expect(templateFrom(phases, 9, STANDARD_CALENDAR).weeks).toBe(9);
  });
});

describe("what a pack is written with", () => {
  it("escapes whatever is not its own", () => {
    expect(html`<p title="${'"'}">${"<b>&'"}${html`<i>${null}${0}</i>`}${["a", false, "b"]}</p>`.text).toBe(
      `<p title="&quot;">&lt;b&gt;&amp;&#39;<i>0</i>ab</p>`,
    );
  });

  it("gives files names that every disk takes", () => {
    const sha256 = "0123456789abcdef";
    expect(filePath({ sha256, name: "../../etc/pass wd" })).toBe("files/0123456789ab-etc-pass-wd");
    expect(filePath({ sha256, name: "Übersicht (alt).PDF" })).toBe("files/0123456789ab-U-bersicht-alt-.PDF");
    expect(filePath({ sha256, name: "💡" })).toBe("files/0123456789ab-file");
    expect(filePath({ sha256, name: `${"x".repeat(300)}.md` })).toMatch(/^files\/0123456789ab-x{60}\.md$/);
  });
});
