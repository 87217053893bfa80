/**
 * One interface per table, the same on SQLite and PostgreSQL: ids are UUIDv7 text, dates `YYYY-MM-DD` text (`_on`),
 * instants epoch milliseconds (`_at`), JSON is text, and yes/no is 1/0.
 */
import type { Generated } from "kysely";
import type { AskStatus } from "~/domain/ask";
import type { Health } from "~/domain/attention";
import type { EstimatePoint, Recommendation } from "~/domain/audit";
import type { Holder } from "~/domain/clock";
import type { CommentAbout } from "~/domain/comment";
import type { DecisionStatus } from "~/domain/decision";
import type { Artefact, DeliverableStatus } from "~/domain/deliverable";
import type { Origin } from "~/domain/engagement";
import type { EventKind, Visibility } from "~/domain/event";
import type { FindingStatus, Severity, TestKind } from "~/domain/finding";
import type { GateOutcome, GateState } from "~/domain/gate";
import type { Role } from "~/domain/permissions";
import type { PhaseKind, PhaseStatus } from "~/domain/phase";
import type { PromiseCause } from "~/domain/promise";
import type { LostAs, Stage } from "~/domain/stage";
import type { StandardState } from "~/domain/standard";

type Bit = 0 | 1;

/** The one firm of this deployment. */
export interface FirmTable {
  id: "firm";
  name: string;
  time_zone: string;
  currency: string;
  /** JSON array of days off, 0 = Sunday. */
  weekend: string;
  /** Moves on whenever the weekend or a holiday changes. */
  calendar_version: Generated<number>;
  created_at: number;
  version: Generated<number>;
  /** Whether anybody may send an enquiry. */
  is_enquiry_open: Generated<Bit>;
  /** Signs the forms of enquiries that are handed out; drawn anew whenever the form is opened. */
  enquiry_key: string | null;
}

export interface HolidayTable {
  on_date: string;
  name: string;
}

/** The next number of each sequence, such as engagement codes. */
export interface CounterTable {
  name: string;
  value: number;
}

export interface PersonTable {
  id: string;
  /** Lower case. */
  email: string;
  name: string;
  role: Role;
  password_hash: string | null;
  disabled_at: number | null;
  created_at: number;
  version: Generated<number>;
}

export interface CompanyTable {
  id: string;
  name: string;
  created_at: number;
  version: Generated<number>;
}

/** A person who speaks for a company. */
export interface ContactTable {
  company_id: string;
  person_id: string;
}

export interface SessionTable {
  /** SHA-256 of the id in the cookie, so that a copied database opens nothing. */
  id: string;
  person_id: string;
  expires_at: number;
  created_at: number;
  last_seen_at: number;
  user_agent: string;
  source: string;
}

/** A single-use link sent by mail. */
export interface MailLinkTable {
  /** SHA-256 of the token in the link. */
  id: string;
  person_id: string;
  purpose: "sign_in" | "invite" | "reset";
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

/** Tries counted per key (`sign_in:address:…`) until the window resets. */
export interface AttemptTable {
  key: string;
  count: number;
  resets_at: number;
}

export interface MailTable {
  id: string;
  to_address: string;
  subject: string;
  text: string;
  html: string;
  created_at: number;
  sent_at: number | null;
  attempts: Generated<number>;
  next_attempt_at: number | null;
  last_error: string | null;
}

export interface TemplateTable {
  id: string;
  name: string;
  /** JSON of `TemplateBody`. */
  body: string;
  is_builtin: Bit;
  archived_at: number | null;
  created_at: number;
  version: Generated<number>;
}

export interface EngagementTable {
  id: string;
  number: number;
  code: string;
  title: string;
  summary: string;
  service: string;
  origin: Origin;
  stage: Stage;
  company_id: string;
  lead_id: string | null;
  manager_id: string | null;
  template_name: string;
  starts_on: string | null;
  weeks: number | null;
  /** Why the length lies outside the usual range. */
  weeks_reason: string | null;
  value_minor: number | null;
  currency: string;
  win_probability: number | null;
  lost_reason: string | null;
  /** How it was lost; null unless it is. */
  lost_as: LostAs | null;
  /** Whether offers were closed in its source without any word of who was chosen. */
  is_undecided: Generated<Bit>;
  /** JSON of `TechnicalProfile`. */
  profile: string;
  created_at: number;
  /** Where an imported engagement came from, its key there, and the fingerprint of what was read. */
  source: string | null;
  source_ref: string | null;
  source_hash: string | null;
  /** Number of the last event: the engagement's version. */
  seq: Generated<number>;
  last_hash: Generated<string>;
  /** Kept beside the rows by `refreshStanding`, in the same transaction as every change. */
  phase: PhaseKind | null;
  phase_status: PhaseStatus | null;
  phase_start_on: string | null;
  phase_finish_on: string | null;
  promised_finish_on: string | null;
  gate: Generated<GateState>;
  gate_requested_on: string | null;
  declines: Generated<number>;
  progress_bp: Generated<number>;
  open_count: Generated<number>;
  late_count: Generated<number>;
  blocked_count: Generated<number>;
  next_due_on: string | null;
  holder: Generated<Holder>;
  holder_since_on: string | null;
  is_paused: Generated<Bit>;
  health: Health | null;
  need: Generated<number>;
  /** The day for which need, health and late_count were reckoned. */
  standing_on: string | null;
  /** The weekday on which the weekly update is due, 0 = Sunday. */
  update_weekday: Generated<number>;
  /** When it is expected to finish, with a chance of 50, 80 and 95 %; null where nothing can be reckoned. */
  p50_on: string | null;
  p80_on: string | null;
  p95_on: string | null;
  /** The day for which the expected dates were reckoned. */
  forecast_on: string | null;
  /** Whether they lean on what is usual more than on the firm's own past, which says little yet. */
  is_forecast_little: Generated<Bit>;
  /** The day of the last update that was published. */
  last_update_on: string | null;
  /** From when updates are expected: since the work began or was last resumed; null before. */
  updates_from_on: string | null;
  /** When the first of the client's open asks is due; null where none has a date. */
  ask_due_on: string | null;
  /** Whether its lead can no longer sign in. */
  is_lead_disabled: Generated<Bit>;
  /** Whether the client sees the expected dates. */
  is_forecast_shared: Generated<Bit>;
}

/** People on an engagement besides its lead. */
export interface EngagementMemberTable {
  engagement_id: string;
  person_id: string;
}

export interface PhaseTable {
  id: string;
  engagement_id: string;
  kind: PhaseKind;
  position: number;
  status: PhaseStatus;
  /** What was promised first; null until a promise was made. */
  first_start_on: string | null;
  first_finish_on: string | null;
  /** The plan, which is the promise once one was made. */
  planned_start_on: string;
  planned_finish_on: string;
  actual_start_on: string | null;
  actual_finish_on: string | null;
  working_days: number;
  gate: Generated<GateState>;
  total_count: Generated<number>;
  done_count: Generated<number>;
  not_applicable_count: Generated<number>;
  version: Generated<number>;
  /** When it is expected to end, with a chance of 50, 80 and 95 %; null once it is done. */
  p50_on: string | null;
  p80_on: string | null;
  p95_on: string | null;
}

/** The promise ledger: one row per promised date that was made or moved. Rows of one act share `move_id`. */
export interface PromiseTable {
  id: string;
  engagement_id: string;
  move_id: string;
  /** Order within the move; the date that was moved by hand is 0, those that followed come after. */
  position: number;
  phase_kind: PhaseKind;
  edge: "start" | "finish";
  from_on: string | null;
  to_on: string;
  working_days: number;
  cause: PromiseCause;
  sentence: string;
  made_by: string | null;
  made_by_name: string;
  made_at: number;
  /** JSON of the due dates that moved along, `[deliverable_id, from, to][]`; on the first row of a move only. */
  carried: string | null;
  undone_at: number | null;
}

export interface DeliverableTable {
  id: string;
  engagement_id: string;
  phase_id: string;
  position: number;
  title: string;
  notes: string;
  status: DeliverableStatus;
  /** Why it is blocked, or why it does not apply. Internal. */
  reason: string | null;
  owner_id: string | null;
  due_on: string | null;
  is_visible: Bit;
  requires_evidence: Bit;
  evidence_count: Generated<number>;
  artefact: Artefact | null;
  done_at: number | null;
  created_at: number;
  source_ref: string | null;
  version: Generated<number>;
}

/** What proves exactly one thing: of the five subjects one is set. */
export interface EvidenceTable {
  id: string;
  engagement_id: string;
  deliverable_id: string | null;
  finding_id: string | null;
  hotspot_id: string | null;
  artefact_id: string | null;
  ask_id: string | null;
  kind: "link" | "note" | "file";
  url: string | null;
  file_id: string | null;
  note: string;
  is_visible: Bit;
  added_by: string | null;
  added_by_name: string;
  added_at: number;
}

/** A file that somebody put up; its bytes lie in the store under their SHA-256. */
export interface FileTable {
  id: string;
  engagement_id: string;
  sha256: string;
  /** Bytes. */
  size: number;
  name: string;
  /** Sniffed from the bytes, never what the browser said. */
  type: string;
  added_by: string | null;
  added_by_name: string;
  added_at: number;
}

export interface FindingTable {
  id: string;
  engagement_id: string;
  number: number;
  title: string;
  severity: Severity;
  area: string;
  /** Markdown. */
  body: string;
  /** A path or address in the client's system; may be empty. */
  place: string;
  status: FindingStatus;
  /** How it was resolved, or why it was accepted; empty while open. */
  resolution: string;
  settled_on: string | null;
  is_visible: Bit;
  /** Written down in Read, before anything was touched. */
  is_untouched: Bit;
  source_ref: string | null;
  created_by: string | null;
  created_by_name: string;
  created_at: number;
  version: Generated<number>;
}

/** A finding that costs the client's team hours, with its fix. */
export interface HotspotTable {
  id: string;
  engagement_id: string;
  finding_id: string;
  /** Minutes a week that it cost when it was found. */
  minutes_before: number;
  /** Minutes a week that it costs since; null until measured. */
  minutes_after: number | null;
  measured_on: string | null;
  fix: string;
  fixed_on: string | null;
  /** The client's written word that it stays as it is. */
  accepted_reason: string | null;
  accepted_by_name: string | null;
  accepted_on: string | null;
  created_at: number;
  version: Generated<number>;
}

/** A test that keeps a fix from breaking again. */
export interface ProtectingTestTable {
  id: string;
  engagement_id: string;
  hotspot_id: string;
  name: string;
  kind: TestKind;
  /** Path or address; may be empty. */
  place: string;
  added_by: string | null;
  added_by_name: string;
  added_at: number;
}

/** A rule agreed in Stabilise; while it stands, every Extend deliverable has to meet it. */
export interface StandardTable {
  id: string;
  engagement_id: string;
  number: number;
  title: string;
  area: string;
  rule: string;
  agreed_on: string;
  agreed_by_name: string;
  withdrawn_on: string | null;
  withdrawn_reason: string | null;
  created_at: number;
  version: Generated<number>;
}

/** That one deliverable meets one standard, or why it need not; no row while nobody has said so. */
export interface StandardCheckTable {
  id: string;
  engagement_id: string;
  standard_id: string;
  deliverable_id: string;
  state: StandardState;
  reason: string | null;
  checked_by: string | null;
  checked_by_name: string;
  checked_at: number;
}

export interface DecisionTable {
  id: string;
  engagement_id: string;
  number: number;
  title: string;
  status: DecisionStatus;
  /** The status in its source's own words where they say more than ours. */
  status_note: string;
  decided_on: string | null;
  /** Markdown, as the next five. */
  context: string;
  options: string;
  decision: string;
  consequences: string;
  /** Parts of an imported record that have no field of their own. */
  more: string;
  present: string;
  revisit_trigger: string;
  revisit_on: string | null;
  superseded_by: string | null;
  is_visible: Bit;
  source_ref: string | null;
  created_by: string | null;
  created_by_name: string;
  created_at: number;
  version: Generated<number>;
}

/** What a decision is about: exactly one of the three is set. */
export interface DecisionLinkTable {
  id: string;
  engagement_id: string;
  decision_id: string;
  finding_id: string | null;
  deliverable_id: string | null;
  artefact: Artefact | null;
}

/** A pain measured in Read and again in Document. */
export interface MeasureTable {
  id: string;
  engagement_id: string;
  position: number;
  title: string;
  unit: string;
  better: "lower" | "higher";
  before_value: number | null;
  before_on: string | null;
  before_how: string | null;
  after_value: number | null;
  after_on: string | null;
  after_how: string | null;
  is_visible: Bit;
  created_at: number;
  version: Generated<number>;
}

/** Something that we need from the client; they always see it. */
export interface AskTable {
  id: string;
  engagement_id: string;
  number: number;
  title: string;
  body: string;
  due_on: string | null;
  /** Whether the clock is the client's while it is open. */
  is_blocking: Bit;
  status: AskStatus;
  answer: string | null;
  answered_by: string | null;
  answered_by_name: string | null;
  answered_at: number | null;
  answered_on: string | null;
  withdrawn_reason: string | null;
  asked_by: string | null;
  asked_by_name: string;
  asked_at: number;
  asked_on: string;
  version: Generated<number>;
}

/** A row of the hand-over register; none until somebody wrote something about the artefact. */
export interface ArtefactTable {
  id: string;
  engagement_id: string;
  kind: Artefact;
  /** Where it lies: an address or a path. */
  place: string;
  /** Who owns it after us. */
  owner_after: string;
  how_verified: string;
  verified_on: string | null;
  verified_by_name: string | null;
  /** Why it will not be there. */
  missing_reason: string | null;
  accepted_by: string | null;
  accepted_name: string | null;
  accepted_at: number | null;
  version: Generated<number>;
}

/** Something said about the engagement or one of its parts. */
export interface CommentTable {
  id: string;
  engagement_id: string;
  about: CommentAbout;
  /** Id of the part; null for the engagement itself. */
  subject_id: string | null;
  visibility: Visibility;
  /** Markdown. */
  body: string;
  /** JSON array of the ids of people who are mentioned. */
  mentions: string;
  written_by: string | null;
  written_by_name: string;
  written_at: number;
  removed_at: number | null;
}

/** An address by which anyone who has it reads the portal of one engagement. */
export interface ShareLinkTable {
  /** SHA-256 of the token in the address. */
  id: string;
  engagement_id: string;
  label: string;
  created_by: string | null;
  created_by_name: string;
  created_at: number;
  expires_at: number;
  revoked_at: number | null;
  last_used_at: number | null;
}

/** A code sent by mail to who is about to sign a gate. */
export interface SignCodeTable {
  id: string;
  engagement_id: string;
  gate_id: string;
  person_id: string;
  /** SHA-256 of the gate, the person and the code. */
  code_hash: string;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

/** The look back at a hand-over, 90 and 180 days after it. */
export interface HandoverCheckTable {
  id: string;
  engagement_id: string;
  day: 90 | 180;
  due_on: string;
  done_on: string | null;
  done_by_name: string | null;
  /** JSON of what was looked at and found. */
  result: string | null;
}

/** How an engagement ended, in words. */
export interface ClosingTable {
  id: string;
  engagement_id: string;
  outcome: string;
  /** Ours alone. */
  retrospective: string;
  closed_on: string;
  closed_by: string | null;
  closed_by_name: string;
  closed_at: number;
  version: Generated<number>;
}

/** One request for a gate and what became of it; `outcome` is null while the client has it. */
export interface GateTable {
  id: string;
  engagement_id: string;
  phase_id: string;
  attempt: number;
  /** JSON of the criteria as they stood when it was requested. */
  criteria: string;
  requested_by: string | null;
  requested_by_name: string;
  requested_at: number;
  requested_on: string;
  outcome: GateOutcome | null;
  decided_by: string | null;
  /** The name typed by who signed, or of who decided otherwise. */
  decided_name: string | null;
  decided_at: number | null;
  decided_on: string | null;
  reason: string | null;
  /** Canonical JSON of what the client was shown and signs, and its SHA-256; null on gates requested before these were kept. */
  document: string | null;
  document_hash: string | null;
}

export interface PauseTable {
  id: string;
  engagement_id: string;
  reason: string;
  paused_by: string | null;
  paused_at: number;
  paused_on: string;
  resumed_by: string | null;
  resumed_at: number | null;
  resumed_on: string | null;
}

export interface ClockIntervalTable {
  id: string;
  engagement_id: string;
  holder: Holder;
  /** In words that both sides read. */
  why: string;
  since_on: string;
  until_on: string | null;
  set_by: string | null;
  set_at: number;
}

/** A weekly status. */
export interface UpdateTable {
  id: string;
  engagement_id: string;
  on_date: string;
  health: Health | null;
  sentence: string;
  /** What the client reads; Markdown. */
  body: string;
  /** What only we read besides; Markdown. */
  internal_body: string | null;
  /** JSON of the lines that were written from events; null on an imported one. */
  facts: string | null;
  /** The first and the last event that it reports. */
  from_seq: number | null;
  to_seq: number | null;
  author_name: string;
  /** Null while it is a draft; locked from then on. */
  published_at: number | null;
  /** Whether the client reads it once it is published: what was written here; of what an import brought, what was shown. */
  is_visible: Generated<Bit>;
  acknowledged_by_name: string | null;
  acknowledged_at: number | null;
  source_ref: string | null;
  /** What an import noticed, such as a date that cannot be right. */
  note: string | null;
  version: Generated<number>;
}

/** A dated entry of an engagement's own history, known to the day, to the month, or not at all. */
export interface MilestoneTable {
  id: string;
  engagement_id: string;
  position: number;
  /** `YYYY-MM-DD`, `YYYY-MM`, or null where the source could not be read. */
  happened_on: string | null;
  title: string;
}

/** The expected dates as they were reckoned when a phase began: what the hit rate is measured on. */
export interface GivenForecastTable {
  id: string;
  engagement_id: string;
  phase_kind: PhaseKind;
  given_on: string;
  /** The end of the phase. */
  p50_on: string;
  p80_on: string;
  p95_on: string;
  /** The end of the engagement. */
  finish_p50_on: string;
  finish_p80_on: string;
  finish_p95_on: string;
  /** Finished phases that it was learnt from. */
  past_count: number;
}

/** When an engagement first stood in a stage. */
export interface StageEntryTable {
  engagement_id: string;
  stage: Stage;
  entered_on: string;
}

/** The two-day look before an estimate. */
export interface AuditTable {
  id: string;
  engagement_id: string;
  starts_on: string;
  finishes_on: string;
  /** Markdown. */
  summary: string;
  /** What has to be true before the work starts; empty unless it is go with conditions. */
  conditions: string;
  auditor_id: string | null;
  recommendation: Recommendation | null;
  concluded_on: string | null;
  concluded_by_name: string | null;
  created_at: number;
  version: Generated<number>;
}

/** How long the work will take as far as it is known at that point; only ever appended. */
export interface EstimateTable {
  id: string;
  engagement_id: string;
  made_after: EstimatePoint;
  made_on: string;
  weeks_low: number;
  weeks_high: number;
  /** The finish as it was promised then; null before any promise. */
  promised_finish_on: string | null;
  sentence: string;
  made_by: string | null;
  made_by_name: string;
  made_at: number;
}

/** What somebody wrote on the public form, and the lead that it became. */
export interface EnquiryTable {
  id: string;
  engagement_id: string;
  company_name: string;
  person_name: string;
  email: string;
  /** JSON array of symptoms. */
  symptoms: string;
  message: string;
  received_at: number;
}

/** A share of a person on an engagement, from one date to another, both included. */
export interface AllocationTable {
  id: string;
  engagement_id: string;
  person_id: string;
  from_on: string;
  until_on: string;
  share_percent: number;
  created_at: number;
  version: Generated<number>;
}

/** Days on which a person is away, both included. */
export interface AbsenceTable {
  id: string;
  person_id: string;
  from_on: string;
  until_on: string;
  note: string;
  created_at: number;
}

/** What a manager said of a live engagement in the review of a week. */
export interface ReviewTable {
  id: string;
  engagement_id: string;
  /** The Monday of the week. */
  week_on: string;
  outcome: "acknowledged" | "asked";
  /** Empty unless something was asked. */
  question: string;
  reviewed_by: string | null;
  reviewed_by_name: string;
  reviewed_at: number;
}

/** A way of looking at the pipeline that somebody kept under a name. */
export interface SavedViewTable {
  id: string;
  person_id: string;
  name: string;
  /** The address's query, without the question mark. */
  query: string;
  is_shared: Bit;
  created_at: number;
}

/** The date expected for a part of the work as it was told on a day: read over time, a moving promise. */
export interface MilestoneForecastTable {
  id: string;
  engagement_id: string;
  title: string;
  told_on: string;
  expected_on: string | null;
  health: Health | null;
  progress_percent: number | null;
  /** What was said beside it, or what an import noticed. */
  note: string;
}

/** Every change of an engagement, chained by hash. */
export interface EventTable {
  id: string;
  engagement_id: string;
  seq: number;
  at: number;
  on_date: string;
  actor_id: string | null;
  actor_name: string;
  kind: EventKind;
  subject_id: string | null;
  label: string | null;
  before: string;
  after: string;
  visibility: Visibility;
  previous_hash: string;
  hash: string;
}

/** Changes that belong to no engagement: people, templates, settings, sign-ins. */
export interface FirmEventTable {
  id: string;
  at: number;
  actor_id: string | null;
  actor_name: string;
  kind: string;
  subject_id: string | null;
  label: string | null;
  before: string;
  after: string;
}

/** The last event that a person has seen of an engagement on the portal. */
export interface PortalVisitTable {
  engagement_id: string;
  person_id: string;
  /** Shown as "since you last looked": the state at the visit before this one. */
  since_seq: number;
  since_at: number | null;
  seen_seq: number;
  seen_at: number;
}

/** What a repeated post of the same form answers instead of acting twice. */
export interface IdempotencyTable {
  actor_id: string;
  key: string;
  result: string;
  created_at: number;
}

export interface ImportTable {
  id: string;
  file_name: string;
  content: string;
  /** JSON: field → column. */
  mapping: string;
  status: "uploaded" | "imported";
  /** JSON of the result once imported. */
  result: string | null;
  created_by: string;
  created_at: number;
}

export interface ImportMappingTable {
  id: string;
  name: string;
  mapping: string;
  created_by: string;
  created_at: number;
}

export interface DB {
  firm: FirmTable;
  holiday: HolidayTable;
  counter: CounterTable;
  person: PersonTable;
  company: CompanyTable;
  contact: ContactTable;
  session: SessionTable;
  mail_link: MailLinkTable;
  attempt: AttemptTable;
  mail: MailTable;
  template: TemplateTable;
  engagement: EngagementTable;
  engagement_member: EngagementMemberTable;
  phase: PhaseTable;
  promise: PromiseTable;
  deliverable: DeliverableTable;
  evidence: EvidenceTable;
  file: FileTable;
  finding: FindingTable;
  hotspot: HotspotTable;
  protecting_test: ProtectingTestTable;
  standard: StandardTable;
  standard_check: StandardCheckTable;
  decision: DecisionTable;
  decision_link: DecisionLinkTable;
  measure: MeasureTable;
  ask: AskTable;
  artefact: ArtefactTable;
  comment: CommentTable;
  share_link: ShareLinkTable;
  sign_code: SignCodeTable;
  handover_check: HandoverCheckTable;
  closing: ClosingTable;
  gate: GateTable;
  pause: PauseTable;
  clock_interval: ClockIntervalTable;
  update: UpdateTable;
  milestone: MilestoneTable;
  milestone_forecast: MilestoneForecastTable;
  given_forecast: GivenForecastTable;
  stage_entry: StageEntryTable;
  audit: AuditTable;
  estimate: EstimateTable;
  enquiry: EnquiryTable;
  allocation: AllocationTable;
  absence: AbsenceTable;
  review: ReviewTable;
  saved_view: SavedViewTable;
  event: EventTable;
  firm_event: FirmEventTable;
  portal_visit: PortalVisitTable;
  idempotency: IdempotencyTable;
  import: ImportTable;
  import_mapping: ImportMappingTable;
}
