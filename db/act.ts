import { v7 } from "uuid";
import type { Actor } from "~/domain/permissions";

/** Who does something and when; every verb that changes anything takes one. */
export interface Act {
  actor: Actor;
  /** Epoch milliseconds. */
  at: number;
  /** The firm's calendar date at that instant. */
  today: string;
  /** Set by a form so that the same post sent twice acts once. */
  idempotencyKey?: string | undefined;
}

/** The program itself: the operator's commands and what follows from the passing of time. No row in `person`. */
export const OPERATOR: Actor = {
  id: "operator",
  name: "Operator",
  email: "",
  role: "admin",
  companyIds: [],
};

/** The actor's id as a foreign key: null for the program itself. */
export function personIdOf(actor: Actor): string | null {
  return actor.id === OPERATOR.id ? null : actor.id;
}

/** A UUIDv7: unique, and in the order of time. */
export function newId(): string {
  return v7();
}
