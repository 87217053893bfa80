/** Who may do what, as one table. Pages, actions and endpoints are all in `ROUTES`; a test walks every one by role. */
export const ROLES = ["admin", "manager", "lead", "member", "client"] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_LABEL: Record<Role, string> = {
  admin: "Administrator",
  manager: "Manager",
  lead: "Lead",
  member: "Member",
  client: "Client contact",
};

/** The person who asks. `companyIds` holds the companies that a client contact speaks for; empty for our own people. */
export interface Actor {
  id: string;
  name: string;
  email: string;
  role: Role;
  companyIds: readonly string[];
}

/** `all`: on everything; `own`: on engagements that they lead, work on, or that their company bought; `none`: never. */
type Reach = "all" | "own" | "none";

const TABLE = {
  administer: { admin: "all", manager: "none", lead: "none", member: "none", client: "none" },
  see_pipeline: { admin: "all", manager: "all", lead: "own", member: "own", client: "none" },
  see_money: { admin: "all", manager: "all", lead: "own", member: "none", client: "none" },
  see_clients: { admin: "all", manager: "all", lead: "none", member: "none", client: "none" },
  create_engagement: { admin: "all", manager: "all", lead: "none", member: "none", client: "none" },
  move_stage: { admin: "all", manager: "all", lead: "none", member: "none", client: "none" },
  waive_gate: { admin: "all", manager: "all", lead: "none", member: "none", client: "none" },
  run_engagement: { admin: "all", manager: "all", lead: "own", member: "none", client: "none" },
  work_checklist: { admin: "all", manager: "all", lead: "own", member: "own", client: "none" },
  see_portal: { admin: "all", manager: "all", lead: "own", member: "own", client: "own" },
  answer_as_client: { admin: "none", manager: "none", lead: "none", member: "none", client: "own" },
} as const satisfies Record<string, Record<Role, Reach>>;

export type Permission = keyof typeof TABLE;

/** How far a role reaches with a permission. */
export function reach(role: Role, permission: Permission): Reach {
  return TABLE[permission][role];
}

/** Whether the role has the permission on anything at all. */
export function may(role: Role, permission: Permission): boolean {
  return reach(role, permission) !== "none";
}

/**
 * What the person is to one engagement; null when it is hidden from them. Administrators and managers reach all of
 * them, others those that they lead, are on the team of, or that their company bought.
 */
export function relationTo(
  actor: Actor,
  engagement: { leadId: string | null; companyId: string; isOnTeam: boolean },
): Role | null {
  if (actor.role === "admin" || actor.role === "manager") return actor.role;
  if (actor.role === "client") return actor.companyIds.includes(engagement.companyId) ? "client" : null;
  if (engagement.leadId === actor.id) return "lead";
  return engagement.isOnTeam ? "member" : null;
}

/** Where a person lands after signing in. */
export function homeOf(role: Role): string {
  if (role === "client") return "/portal";
  return role === "admin" || role === "manager" ? "/pipeline" : "/today";
}

export type Access = Permission | "anyone" | "signed_in";

export interface RouteRule {
  /** Who may GET it. Absent: the route only takes posts. */
  read?: Access;
  /** Who may post each `intent` of its forms. */
  write?: Readonly<Record<string, Access>>;
}

/** Every address that the server answers, apart from static files. */
export const ROUTES: Readonly<Record<string, RouteRule>> = {
  "/": { read: "anyone" },
  "/healthz": { read: "anyone" },
  "/readyz": { read: "anyone" },
  "/setup": { read: "anyone", write: { found: "anyone" } },
  "/sign-in": { read: "anyone", write: { password: "anyone", link: "anyone" } },
  "/link/:token": { read: "anyone", write: { use: "anyone" } },
  "/invite/:token": { read: "anyone", write: { accept: "anyone", renew: "anyone" } },
  "/reset": { read: "anyone", write: { request: "anyone" } },
  "/reset/:token": { read: "anyone", write: { reset: "anyone" } },
  "/sign-out": { write: { sign_out: "signed_in" } },
  "/account": {
    read: "signed_in",
    write: { rename: "signed_in", password: "signed_in", end_session: "signed_in", end_others: "signed_in" },
  },
  "/find": { read: "signed_in" },

  "/today": { read: "see_pipeline" },
  "/pipeline": { read: "see_pipeline", write: { move_stage: "move_stage" } },
  "/engagements": { read: "see_pipeline" },
  "/engagements.csv": { read: "see_pipeline" },
  "/engagements/new": { read: "create_engagement", write: { create: "create_engagement" } },
  "/engagements/:code": {
    read: "see_pipeline",
    write: {
      set_status: "work_checklist",
      add: "work_checklist",
      reorder: "work_checklist",
      start_phase: "run_engagement",
      pause: "run_engagement",
      resume: "run_engagement",
      hand_clock: "run_engagement",
      move_stage: "move_stage",
      undo_move: "run_engagement",
    },
  },
  "/engagements/:code/deliverables/:id": {
    read: "see_pipeline",
    write: {
      edit: "work_checklist",
      add_evidence: "work_checklist",
      remove_evidence: "work_checklist",
      remove: "run_engagement",
    },
  },
  "/engagements/:code/profile": {
    read: "see_pipeline",
    write: { profile: "run_engagement", terms: "move_stage", team: "run_engagement" },
  },
  "/engagements/:code/dates": {
    read: "run_engagement",
    write: { preview: "run_engagement", move: "run_engagement", confirm_actual: "run_engagement" },
  },
  "/engagements/:code/gates/:phase": {
    read: "see_pipeline",
    write: { request: "run_engagement", withdraw: "run_engagement", waive: "waive_gate" },
  },
  "/engagements/:code/ledger": { read: "see_pipeline" },
  "/engagements/:code/ledger.csv": { read: "see_pipeline" },
  "/engagements/:code/updates": { read: "see_pipeline" },
  "/engagements/:code/activity": { read: "see_pipeline" },

  "/portal": { read: "see_portal" },
  "/portal/:code": { read: "see_portal" },
  "/portal/:code/ledger": { read: "see_portal" },
  "/portal/:code/activity": { read: "see_portal" },
  "/portal/:code/gates/:phase": {
    read: "see_portal",
    write: { sign: "answer_as_client", decline: "answer_as_client" },
  },

  "/clients": { read: "see_clients", write: { add: "create_engagement" } },
  "/clients/:id": {
    read: "see_clients",
    write: { rename: "create_engagement", invite: "administer", remove_contact: "administer" },
  },
  "/people": { read: "administer", write: { invite: "administer" } },
  "/people/:id": {
    read: "administer",
    write: { edit: "administer", disable: "administer", enable: "administer", invite_again: "administer" },
  },
  "/templates": { read: "administer", write: { copy: "administer" } },
  "/templates/:id": { read: "administer", write: { save: "administer", archive: "administer" } },
  "/settings": { read: "administer", write: { firm: "administer" } },
  "/settings/calendar": {
    read: "administer",
    write: { weekend: "administer", add: "administer", remove: "administer", import: "administer" },
  },
  "/outbox": { read: "administer" },
  "/outbox/:id": { read: "administer" },
  "/audit": { read: "administer" },
  "/import": { read: "create_engagement", write: { upload: "create_engagement" } },
  "/import/:id": {
    read: "create_engagement",
    write: { map: "create_engagement", confirm: "create_engagement", discard: "create_engagement" },
  },
  "/import/:id/notes.csv": { read: "create_engagement" },
};
