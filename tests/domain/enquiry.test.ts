import { describe, expect, it } from "vitest";
import { ENQUIRY_REFUSAL, isSymptom, SYMPTOM_LABEL, SYMPTOMS, whyFormIsNotTaken } from "~/domain/enquiry";
import { describeFirmEvent } from "~/domain/firm-event";

describe("an enquiry", () => {
  it("is not taken sooner than anybody types, nor from a page of yesterday", () => {
    expect(whyFormIsNotTaken(0)).toBe("too_soon");
    expect(whyFormIsNotTaken(2999)).toBe("too_soon");
    expect(whyFormIsNotTaken(3000)).toBeNull();
    expect(whyFormIsNotTaken(24 * 3_600_000)).toBeNull();
    expect(whyFormIsNotTaken(24 * 3_600_000 + 1)).toBe("too_old");
    expect(whyFormIsNotTaken(-1)).toBe("too_soon");
  });

  it("has words for each symptom and each refusal", () => {
    for (const symptom of SYMPTOMS) expect(SYMPTOM_LABEL[symptom]).not.toBe("");
    for (const text of Object.values(ENQUIRY_REFUSAL)) expect(text).toMatch(/press|Try again/);
    expect(isSymptom("latency")).toBe(true);
    expect(isSymptom("toString")).toBe(false);
  });

  it("is opened and closed in words of the audit log", () => {
    const told = (kind: string) => describeFirmEvent({ kind, label: null, before: {}, after: {} });
    expect(told("settings.enquiry_opened")).toBe("opened the enquiry form to everybody");
    expect(told("settings.enquiry_closed")).toBe("closed the enquiry form");
  });
});
