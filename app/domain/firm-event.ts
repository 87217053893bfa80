import type { Facts } from "./event";
import { ROLE_LABEL, type Role } from "./permissions";

/** A change that belongs to no engagement, as the audit log tells it. */
export interface FirmEvent {
  kind: string;
  /** What it happened to, in words: a person's, a template's, a client's name. */
  label: string | null;
  before: Facts;
  after: Facts;
}

const WAYS: Record<string, string> = {
  password: "with their password",
  link: "by a mailed link",
  invitation: "by their invitation",
  reset: "by a reset link",
  setup: "after setting the firm up",
};

const LINKS: Record<string, string> = {
  sign_in: "a sign-in link",
  reset: "a link to reset the password",
  invite: "a new invitation",
};

const roleName = (role: unknown): string => (ROLE_LABEL[role as Role] ?? "person").toLowerCase();
const sessions = (count: unknown): string => (count === 1 ? "1 session" : `${count} sessions`);

function changes(before: Facts, after: Facts): string {
  const told = Object.keys(after)
    .filter((key) => before[key] !== after[key])
    .map((key) => `${key.replaceAll("_", " ")} from “${before[key] ?? ""}” to “${after[key] ?? ""}”`);
  return told.join(" and ") || "nothing";
}

/** The event as a sentence without its subject, to stand after the actor's name. Never empty, whatever the kind. */
export function describeFirmEvent({ kind, label, before, after }: FirmEvent): string {
  const whom = label ?? "somebody";
  switch (kind) {
    case "firm.founded":
      return `set up ${whom}`;
    case "firm.sample_taken":
      return `set up ${whom} with the sample firm`;
    case "person.invited":
      return `invited ${whom} as ${roleName(after.role)}`;
    case "person.invited_again":
      return `invited ${whom} again`;
    case "person.joined":
      return after.password === "set"
        ? "accepted the invitation and chose a password"
        : "accepted the invitation";
    case "person.signed_in":
      return `signed in ${WAYS[String(after.way)] ?? ""}`.trimEnd();
    case "person.signed_out":
      return "signed out";
    case "person.link_requested":
      return `asked for ${LINKS[String(after.purpose)] ?? "a link"} for ${whom}`;
    case "person.password_set":
      return "changed their password";
    case "person.password_reset":
      return `reset their password, which ended ${sessions(after.sessions_ended)}`;
    case "person.renamed":
      return `changed their name from “${before.name}” to “${after.name}”`;
    case "person.edited":
      return before.role === after.role
        ? `renamed ${before.name} to ${after.name}`
        : `made ${whom} ${roleName(after.role)} instead of ${roleName(before.role)}`;
    case "person.disabled":
      return `disabled ${whom}, which ended ${sessions(after.sessions_ended)}`;
    case "person.enabled":
      return `enabled ${whom} again`;
    case "person.session_ended":
      return "ended one of their sessions";
    case "person.sessions_ended":
      return `ended their other sessions (${after.ended})`;
    case "company.added":
      return `added the client ${whom}`;
    case "company.renamed":
      return `renamed the client ${before.name} to ${after.name}`;
    case "company.contact_added":
      return `invited ${whom} as a contact of ${after.company}`;
    case "company.contact_removed":
      return `took ${whom} off the contacts of ${before.company}`;
    case "template.saved":
      return `saved the template ${whom}`;
    case "template.copied":
      return `copied a template as ${whom}`;
    case "template.made":
      return `made the template ${whom} of a finished engagement`;
    case "template.archived":
      return `archived the template ${whom}`;
    case "settings.changed":
      return `changed the firm’s settings: ${changes(before, after)}`;
    case "settings.weekend_changed":
      return "changed the firm’s weekend";
    case "settings.holidays_added":
      return label ? `added the holiday ${label}` : `added ${after.added} holidays`;
    case "settings.holiday_removed":
      return `took the holiday ${whom} off the calendar`;
    case "absence.added":
      return `noted that ${whom} is away from ${after.from_on} to ${after.until_on}`;
    case "absence.removed":
      return `took back that ${whom} is away from ${before.from_on} to ${before.until_on}`;
    case "settings.enquiry_opened":
      return "opened the enquiry form to everybody";
    case "settings.enquiry_closed":
      return "closed the enquiry form";
    default: {
      const [noun = "", verb = "changed"] = kind.split(".");
      const words = `${verb.replaceAll("_", " ")} ${noun.replaceAll("_", " ")}`;
      return label ? `${words}: ${label}` : words;
    }
  }
}
