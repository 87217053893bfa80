import type { PersonKey } from "./firm-content";

/** How much of whom the live work and the proposals take, in percent, where it is not what is usual. */
export const SHARES: Readonly<Record<string, Readonly<Partial<Record<PersonKey, number>>>>> = {
  "Booking API": { priya: 30, sam: 60, hana: 20 },
  "Ledger stabilisation": { tomas: 60, callum: 30, hana: 20 },
  "Clinic scheduling": { mei: 50, callum: 20 },
  "Event ingestion": { priya: 30, callum: 20 },
  "Partner API": { jonas: 30, hana: 20 },
  "Tenancy records": { priya: 30, hana: 20 },
  "Grant payments": { mei: 30, callum: 10 },
  "Fleet telemetry": { jonas: 40, callum: 20 },
  "Stock allocation": { tomas: 40, hana: 20 },
  "Claims intake": { mei: 40, hana: 20 },
  "Search and catalogue": { priya: 30, sam: 40 },
  // Nobody has said yet how much of Hana it takes.
  "Identity consolidation": { jonas: 30 },
  "Customs declarations": { priya: 40 },
  "Renewals engine": { tomas: 50 },
};

/** Where the lead has planned people for longer since: so many working days after the finish as it stands now. */
export const EXTENDED: Readonly<Record<string, number>> = {
  "Clinic scheduling": 12,
  "Event ingestion": 3,
  "Grant payments": 4,
  "Partner API": 8,
  "Search and catalogue": 5,
  "Stock allocation": 2,
};

export const USUAL = { lead: 50, member: 40 };

/** Days away, counted from the Monday of the week in which the sample is looked at. */
export const ABSENCES: readonly { who: PersonKey; from: number; until: number; note: string }[] = [
  { who: "mei", from: -12, until: -10, note: "Conference in Leeds" },
  { who: "callum", from: 10, until: 11, note: "First-aid course" },
  { who: "priya", from: 21, until: 25, note: "A week in the Lakes" },
  { who: "sam", from: 28, until: 39, note: "Leave" },
  { who: "tomas", from: 49, until: 53, note: "Visiting family in Porto" },
];
