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
  /** Set for whoever has the address of a shared portal and nothing else: the id of the link that lets them read. */
  shareId?: string;
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
  acknowledge_update: { admin: "all", manager: "all", lead: "none", member: "none", client: "none" },
  review_engagement: { admin: "all", manager: "all", lead: "none", member: "none", client: "none" },
  see_reports: { admin: "all", manager: "all", lead: "none", member: "none", client: "none" },
  see_capacity: { admin: "all", manager: "all", lead: "own", member: "own", client: "none" },
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
  "/shared/:token": { read: "anyone" },
  "/enquiry": { read: "anyone", write: { send: "anyone" } },
  "/sign-out": { write: { sign_out: "signed_in" } },
  "/account": {
    read: "signed_in",
    write: { rename: "signed_in", password: "signed_in", end_session: "signed_in", end_others: "signed_in" },
  },
  "/find": { read: "signed_in" },

  "/today": { read: "see_pipeline" },
  "/pipeline": {
    read: "see_pipeline",
    write: { move_stage: "move_stage", save_view: "see_pipeline", remove_view: "see_pipeline" },
  },
  "/review": {
    read: "review_engagement",
    write: { acknowledge: "review_engagement", ask: "review_engagement" },
  },
  "/capacity": {
    read: "see_capacity",
    write: { add_absence: "see_capacity", remove_absence: "see_capacity" },
  },
  "/capacity/start": { read: "run_engagement" },
  "/reports": { read: "see_reports" },
  "/reports/promises": { read: "see_reports" },
  "/reports/promises.csv": { read: "see_reports" },
  "/reports/forecasts": { read: "see_reports" },
  "/reports/forecasts.csv": { read: "see_reports" },
  "/reports/phases": { read: "see_reports" },
  "/reports/phases.csv": { read: "see_reports" },
  "/reports/hours": { read: "see_reports" },
  "/reports/hours.csv": { read: "see_reports" },
  "/reports/audits": { read: "see_reports" },
  "/reports/audits.csv": { read: "see_reports" },
  "/updates": { read: "see_pipeline", write: { acknowledge: "acknowledge_update" } },
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
      comment: "work_checklist",
      remove_comment: "work_checklist",
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
  "/engagements/:code/audit": {
    read: "see_pipeline",
    write: {
      plan: "run_engagement",
      save: "run_engagement",
      conclude: "run_engagement",
      estimate: "run_engagement",
      move: "move_stage",
    },
  },
  "/engagements/:code/forecast": {
    read: "see_pipeline",
    write: { show: "run_engagement", hide: "run_engagement" },
  },
  "/engagements/:code/team": {
    read: "see_pipeline",
    write: { allocate: "run_engagement", change: "run_engagement", remove: "run_engagement" },
  },
  "/engagements/:code/dates": {
    read: "run_engagement",
    write: {
      promise: "run_engagement",
      preview: "run_engagement",
      move: "run_engagement",
      confirm_actual: "run_engagement",
    },
  },
  "/engagements/:code/gates/:phase": {
    read: "see_pipeline",
    write: {
      comment: "work_checklist",
      remove_comment: "work_checklist",
      request: "run_engagement",
      withdraw: "run_engagement",
      waive: "waive_gate",
    },
  },
  "/engagements/:code/findings": { read: "see_pipeline", write: { record: "work_checklist" } },
  "/engagements/:code/findings/:id": {
    read: "see_pipeline",
    write: {
      comment: "work_checklist",
      remove_comment: "work_checklist",
      edit: "work_checklist",
      settle: "work_checklist",
      reopen: "work_checklist",
      remove: "run_engagement",
      mark: "run_engagement",
      cost: "run_engagement",
      unmark: "run_engagement",
      fix: "run_engagement",
      add_test: "run_engagement",
      remove_test: "run_engagement",
      measure: "run_engagement",
      accept: "run_engagement",
      withdraw_acceptance: "run_engagement",
      add_evidence: "work_checklist",
      remove_evidence: "work_checklist",
    },
  },
  "/engagements/:code/findings/import": {
    read: "work_checklist",
    write: {
      upload: "work_checklist",
      map: "work_checklist",
      confirm: "work_checklist",
      suggest: "work_checklist",
      discard: "work_checklist",
    },
  },
  "/engagements/:code/measures": {
    read: "see_pipeline",
    write: {
      add: "run_engagement",
      edit: "run_engagement",
      take: "run_engagement",
      remove: "run_engagement",
    },
  },
  "/engagements/:code/ledger": { read: "see_pipeline" },
  "/engagements/:code/ledger.csv": { read: "see_pipeline" },
  "/engagements/:code/evidence/:id": { read: "see_pipeline" },
  "/engagements/:code/evidence/:id/view": { read: "see_pipeline" },
  "/engagements/:code/asks": {
    read: "see_pipeline",
    write: {
      open: "run_engagement",
      edit: "run_engagement",
      withdraw: "run_engagement",
      hand_clock: "run_engagement",
      comment: "work_checklist",
      remove_comment: "work_checklist",
    },
  },
  "/engagements/:code/updates": {
    read: "see_pipeline",
    write: {
      start: "run_engagement",
      save: "run_engagement",
      refresh: "run_engagement",
      publish: "run_engagement",
      weekday: "run_engagement",
      show_imported: "run_engagement",
      hide_imported: "run_engagement",
    },
  },
  "/engagements/:code/updates/:id": {
    read: "see_pipeline",
    write: {
      acknowledge: "acknowledge_update",
      comment: "work_checklist",
      remove_comment: "work_checklist",
    },
  },
  "/engagements/:code/standards": {
    read: "see_pipeline",
    write: {
      agree: "run_engagement",
      edit: "run_engagement",
      withdraw: "run_engagement",
      except: "run_engagement",
      check: "work_checklist",
      meet_all: "work_checklist",
    },
  },
  "/engagements/:code/decisions": { read: "see_pipeline" },
  "/engagements/:code/decisions.zip": { read: "see_pipeline" },
  "/engagements/:code/decisions/new": { read: "run_engagement", write: { record: "run_engagement" } },
  "/engagements/:code/decisions/import": {
    read: "run_engagement",
    write: { preview: "run_engagement", confirm: "run_engagement" },
  },
  "/engagements/:code/decisions/:id": {
    read: "see_pipeline",
    write: {
      comment: "work_checklist",
      remove_comment: "work_checklist",
      edit: "run_engagement",
      settle: "run_engagement",
      deprecate: "run_engagement",
      revisit: "run_engagement",
      place: "run_engagement",
    },
  },
  "/engagements/:code/handover": {
    read: "see_pipeline",
    write: {
      save: "run_engagement",
      add_evidence: "run_engagement",
      remove_evidence: "run_engagement",
      close: "run_engagement",
      make_template: "administer",
    },
  },
  "/engagements/:code/handover/checks/:day": {
    read: "see_pipeline",
    write: { check: "run_engagement" },
  },
  "/engagements/:code/pack.zip": { read: "run_engagement" },
  "/engagements/:code/comments": {
    read: "see_pipeline",
    write: { comment: "work_checklist", remove_comment: "work_checklist" },
  },
  "/engagements/:code/sharing": {
    read: "run_engagement",
    write: { share: "run_engagement", revoke: "run_engagement" },
  },
  "/engagements/:code/activity": { read: "see_pipeline" },

  "/portal": { read: "see_portal" },
  "/portal/:code": { read: "see_portal" },
  "/portal/:code/findings": { read: "see_portal" },
  "/portal/:code/measures": { read: "see_portal" },
  "/portal/:code/ledger": { read: "see_portal" },
  "/portal/:code/standards": { read: "see_portal" },
  "/portal/:code/decisions": { read: "see_portal" },
  "/portal/:code/decisions/:id": {
    read: "see_portal",
    write: { comment: "answer_as_client", remove_comment: "answer_as_client" },
  },
  "/portal/:code/handover": { read: "see_portal", write: { accept: "answer_as_client" } },
  "/portal/:code/pack.zip": { read: "see_portal" },
  "/portal/:code/comments": {
    read: "see_portal",
    write: { comment: "answer_as_client", remove_comment: "answer_as_client" },
  },
  "/portal/:code/activity": { read: "see_portal" },
  "/portal/:code/evidence/:id": { read: "see_portal" },
  "/portal/:code/evidence/:id/view": { read: "see_portal" },
  "/portal/:code/asks": {
    read: "see_portal",
    write: { answer: "answer_as_client", comment: "answer_as_client", remove_comment: "answer_as_client" },
  },
  "/portal/:code/updates": {
    read: "see_portal",
    write: { comment: "answer_as_client", remove_comment: "answer_as_client" },
  },
  "/portal/:code/gates/:phase": {
    read: "see_portal",
    write: {
      comment: "answer_as_client",
      remove_comment: "answer_as_client",
      sign: "answer_as_client",
      decline: "answer_as_client",
      mail_receipt: "answer_as_client",
    },
  },
  "/portal/:code/gates/:phase/document.json": { read: "see_portal" },

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
  "/settings": { read: "administer", write: { firm: "administer", enquiry: "administer" } },
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
