/** What people notice before they call us, in words for who is asked. */
export const SYMPTOMS = ["auth_flow", "latency", "data_model", "auth_styles", "no_tests", "other"] as const;
export type Symptom = (typeof SYMPTOMS)[number];

export const SYMPTOM_LABEL: Record<Symptom, string> = {
  auth_flow: "Signing in works, and everybody is afraid to change it",
  latency: "It gets slow when it is busiest, and nothing we look at says why",
  data_model: "One more endpoint is days of work, because of how the data is laid out",
  auth_styles: "Our services each have their own way of telling who is asking",
  no_tests: "There are hardly any tests",
  other: "Something else",
};

/** The longest that each text may be, in characters. */
export const ENQUIRY_LIMITS = { company: 120, person: 120, message: 5000 } as const;

const MINUTE = 60_000;

/** How often: from one address in an hour, and from all of them in a day. */
export const ENQUIRY_RATE = {
  perSource: 5,
  sourceWindow: 60 * MINUTE,
  inAll: 60,
  allWindow: 24 * 60 * MINUTE,
} as const;

/** How young and how old a form may be when it is sent, in milliseconds. */
const FORM_AGE = { least: 3000, most: 24 * 60 * MINUTE } as const;

/** Why a form of that age is not taken yet or any more, in words for who sent it; null when it is taken. */
export function whyFormIsNotTaken(ageMs: number): "too_soon" | "too_old" | null {
  if (ageMs < FORM_AGE.least) return "too_soon";
  return ageMs > FORM_AGE.most ? "too_old" : null;
}

/** Why an enquiry is not taken now; what was typed is kept on the page. */
export const ENQUIRY_REFUSAL = {
  too_soon: "That was quicker than anybody types. Nothing is lost: press “Send” once more.",
  too_old: "This page lay open for more than a day. Nothing is lost: press “Send” once more.",
  filled:
    "A field that has to stay empty was filled in, perhaps by your browser. We emptied it: press “Send” once more.",
  per_source:
    "Several enquiries came from your network within the hour. Try again in an hour, or write to us by mail.",
  in_all: "More enquiries reached us today than we can answer. Try again tomorrow, or write to us by mail.",
} as const;

/** What a lead that came by the form is called until somebody knows better. */
export function enquiryTitle(company: string): string {
  return `Enquiry of ${company}`;
}

export function isSymptom(text: unknown): text is Symptom {
  return (SYMPTOMS as readonly unknown[]).includes(text);
}
