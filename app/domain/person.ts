import { ROLES, type Role } from "./permissions";

/** Shortest and longest password that we take, in characters. There are no rules about which characters. */
export const PASSWORD_LENGTH = { min: 12, max: 200 };

/** The roles of the firm's own people; client contacts are invited from their company's page. */
export const STAFF_ROLES = ROLES.filter((role) => role !== "client") as readonly Exclude<Role, "client">[];

export type PersonState = "active" | "invited" | "disabled";

export const PERSON_STATE_LABEL: Record<PersonState, string> = {
  active: "Active",
  invited: "Invited",
  disabled: "Disabled",
};

/** The form in which an address is stored and compared. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** Where a person stands: `invited` until they have entered once. */
export function personState(person: { isDisabled: boolean; hasEntered: boolean }): PersonState {
  if (person.isDisabled) return "disabled";
  return person.hasEntered ? "active" : "invited";
}
