/** `ENG-0042` from 42. */
export function engagementCode(number: number): string {
  return `ENG-${String(number).padStart(4, "0")}`;
}

export const ORIGINS = ["fresh", "existing"] as const;
export type Origin = (typeof ORIGINS)[number];
export const ORIGIN_LABEL: Record<Origin, string> = {
  fresh: "A fresh codebase",
  existing: "An existing codebase",
};

export const LANGUAGES = ["Node", "Python", "Go"] as const;
export const API_STYLES = ["REST", "GraphQL", "Event-driven"] as const;
export const STORES = ["Postgres", "Redis", "SQS", "Kafka"] as const;
export const JOB_RUNNERS = ["SQS", "BullMQ", "Temporal"] as const;
export const IAC_TOOLS = ["Terraform", "Pulumi"] as const;

/** What the work is built on. Texts may name something outside the usual choices; empty means not known yet. */
export interface TechnicalProfile {
  language: string;
  apiStyle: string;
  relationalStore: string;
  otherStores: string;
  backgroundJobs: string;
  backgroundJobsWhy: string;
  cloud: string;
  infrastructureAsCode: string;
  infrastructureOwner: string;
}

/** Our defaults: Postgres as the relational store, and infrastructure that the client owns. */
export const DEFAULT_PROFILE: TechnicalProfile = {
  language: "",
  apiStyle: "",
  relationalStore: "Postgres",
  otherStores: "",
  backgroundJobs: "",
  backgroundJobsWhy: "",
  cloud: "",
  infrastructureAsCode: "",
  infrastructureOwner: "The client",
};

export const PROFILE_LABEL: Record<keyof TechnicalProfile, string> = {
  language: "Language",
  apiStyle: "API style",
  relationalStore: "Relational store",
  otherStores: "Other stores and queues",
  backgroundJobs: "Background jobs",
  backgroundJobsWhy: "Why this runner",
  cloud: "Cloud",
  infrastructureAsCode: "Infrastructure as code",
  infrastructureOwner: "Infrastructure is owned by",
};

/** Money as people read it: `£48,000`, from minor units and an ISO 4217 code; minor digits only where there are any. */
export function moneyText(minorUnits: number, currency: string): string {
  const digits = new Intl.NumberFormat("en-GB", { style: "currency", currency }).resolvedOptions();
  const scale = 10 ** (digits.maximumFractionDigits ?? 2);
  const whole = minorUnits % scale === 0;
  return new Intl.NumberFormat("en-GB", {
    style: "currency",
    currency,
    minimumFractionDigits: whole ? 0 : digits.maximumFractionDigits,
    maximumFractionDigits: whole ? 0 : digits.maximumFractionDigits,
  }).format(minorUnits / scale);
}
