import { addDays, type CalendarDate } from "./calendar";
import { ARTEFACT_LABEL, type Artefact } from "./deliverable";

/** Calendar days after the hand-over at which we look back at it. */
export const CHECK_DAYS = [90, 180] as const;
export type CheckDay = (typeof CHECK_DAYS)[number];

export function isCheckDay(day: number): day is CheckDay {
  return (CHECK_DAYS as readonly number[]).includes(day);
}

/** The day on which a look back is due. */
export function checkDueOn(handedOverOn: CalendarDate, day: CheckDay): CalendarDate {
  return addDays(handedOverOn, day);
}

/** Whether the owner who was named in the register still owns it. */
export const OWNER_ANSWERS = ["yes", "no", "unknown"] as const;
export type OwnerAnswer = (typeof OWNER_ANSWERS)[number];

export const OWNER_ANSWER_LABEL: Record<OwnerAnswer, string> = {
  yes: "Still there",
  no: "Gone",
  unknown: "Not known",
};

/** `guarded`: it answers and asks who we are; `unlooked`: the register names a place that is no web address. */
export const LINK_STATES = ["resolves", "guarded", "fails", "unlooked"] as const;
export type LinkState = (typeof LINK_STATES)[number];

export const LINK_STATE_LABEL: Record<LinkState, string> = {
  resolves: "Resolves",
  guarded: "Answers, and asks to sign in",
  fails: "Does not resolve",
  unlooked: "No web address; not looked at",
};

export interface LinkLook {
  artefact: Artefact;
  place: string;
  state: LinkState;
  /** What came back, in words. */
  what: string;
}

/** `unlooked`: there is no address to read it from. */
export interface SchemaLook {
  state: "parses" | "broken" | "unlooked";
  what: string;
}

export const SCHEMA_STATE_LABEL: Record<SchemaLook["state"], string> = {
  parses: "It parses.",
  broken: "It does not parse.",
  unlooked: "It could not be looked at.",
};

export interface OwnerLook {
  artefact: Artefact;
  owner: string;
  answer: OwnerAnswer;
}

/** What was looked at and found, as it is kept. */
export interface CheckResult {
  links: LinkLook[];
  schema: SchemaLook;
  owners: OwnerLook[];
}

/** What needs somebody after a look back, in sentences; empty when all is as it was handed over. */
export function checkProblems({ links, schema, owners }: CheckResult): string[] {
  return [
    ...links
      .filter((link) => link.state === "fails")
      .map((link) => `${ARTEFACT_LABEL[link.artefact]}: its address does not resolve (${link.what}).`),
    ...(schema.state === "broken" ? [`The API schema does not parse: ${schema.what}`] : []),
    ...owners
      .filter((look) => look.answer === "no")
      .map((look) => `${ARTEFACT_LABEL[look.artefact]}: ${look.owner} no longer owns it.`),
    ...owners
      .filter((look) => look.answer === "unknown")
      .map((look) => `${ARTEFACT_LABEL[look.artefact]}: nobody knows whether ${look.owner} still owns it.`),
  ];
}

/** Where a look back stands on a day, for who reads of it afterwards. */
export function checkState(
  check: { dueOn: CalendarDate; doneOn: CalendarDate | null } | undefined,
  on: CalendarDate,
): "done" | "due" | "not due yet" {
  if (check?.doneOn) return "done";
  return check && check.dueOn <= on ? "due" : "not due yet";
}

/** The look back in one line. */
export function checkVerdict(result: CheckResult): string {
  const count = checkProblems(result).length;
  if (count === 0) return "All as it was handed over.";
  return `${count} ${count === 1 ? "thing needs" : "things need"} somebody.`;
}
