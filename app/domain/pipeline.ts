import { type CalendarDate, shortDate } from "./calendar";
import { moneyText } from "./engagement";
import { shortMoney } from "./money";
import { type Actor, may, relationTo } from "./permissions";
import { PHASE_KINDS, PHASE_LABEL, type PhaseKind } from "./phase";
import { STAGE_LABEL, type Stage } from "./stage";

/** The stages that the pipeline counts on its cards. */
export const CARD_STAGES = [
  "lead",
  "audit",
  "proposal",
  "active",
  "handed_over",
] as const satisfies readonly Stage[];

/** A column of the board: a stage, or a phase of the active ones. */
export interface BoardColumn {
  key: string;
  label: string;
  stage: Stage;
  phase: PhaseKind | null;
}

const stageColumn = (stage: Stage): BoardColumn => ({
  key: stage,
  label: STAGE_LABEL[stage],
  stage,
  phase: null,
});

export const BOARD_COLUMNS: readonly BoardColumn[] = [
  stageColumn("lead"),
  stageColumn("audit"),
  stageColumn("proposal"),
  ...PHASE_KINDS.map((phase) => ({
    key: phase,
    label: PHASE_LABEL[phase],
    stage: "active" as const,
    phase,
  })),
  stageColumn("handed_over"),
  stageColumn("lost"),
];

/** One stage in figures. Money is in minor units by currency, and absent for who may not see it. */
export interface StageSummary {
  stage: Stage;
  count: number;
  /** At risk or off track. */
  needing: number;
  offTrack: number;
  byPhase: Partial<Record<PhaseKind, number>>;
  money: { currency: string; value: number; chance: number | null }[];
}

const WORDS = [
  "No",
  "One",
  "Two",
  "Three",
  "Four",
  "Five",
  "Six",
  "Seven",
  "Eight",
  "Nine",
  "Ten",
  "Eleven",
  "Twelve",
];

/** A count at the beginning of a sentence: in words up to twelve. */
export function countWord(count: number): string {
  return WORDS[count] ?? count.toLocaleString("en-GB");
}

/** The pipeline's first answer: how many engagements need the reader. */
export function needHeading(needing: number, active: number): string {
  if (needing === 0) return active === 0 ? "No engagement is live yet." : "Nothing needs you right now.";
  return `${countWord(needing)} engagement${needing === 1 ? " needs" : "s need"} you.`;
}

/** The quiet line beside a stage's count: what it is worth and how likely, or how many are off track. */
export function summaryText(summary: StageSummary): string | null {
  if (summary.stage === "active") return summary.offTrack > 0 ? `${summary.offTrack} off track` : null;
  const worth = summary.money.map(({ currency, value }) => shortMoney(value, currency)).join(" + ");
  const chance = summary.money.length === 1 ? summary.money[0]?.chance : null;
  if (!worth) return null;
  return summary.stage === "handed_over" || chance === null || chance === undefined
    ? worth
    : `${worth} · ${chance} % likely`;
}

/** What is known of an engagement on which no work is under way, in a line. */
export function prospectText(
  row: {
    stage: Stage;
    startsOn: CalendarDate | null;
    weeks: number | null;
    lostReason: string | null;
    /** Null for who may not see money. */
    money: { valueMinor: number; currency: string } | null;
    chance: number | null;
  },
  today: CalendarDate,
): string {
  if (row.stage === "lost")
    return row.lostReason ? `Lost: ${row.lostReason}` : "Lost, without a reason on record.";
  if (row.stage === "handed_over")
    return row.money ? moneyText(row.money.valueMinor, row.money.currency) : "";
  const facts = [
    row.money ? moneyText(row.money.valueMinor, row.money.currency) : "",
    row.chance === null ? "" : `${row.chance} % likely`,
    row.startsOn ? `could start ${shortDate(row.startsOn, today)}` : "",
    row.weeks === null ? "" : `${row.weeks} week${row.weeks === 1 ? "" : "s"}`,
  ].filter(Boolean);
  return facts.length === 0 ? "Value, start and length are not known yet." : facts.join(" · ");
}

/** Whether the person may see what an engagement is worth: managers all, leads those that they lead. */
export function seesMoneyOf(actor: Actor, engagement: { leadId: string | null; companyId: string }): boolean {
  const relation = relationTo(actor, { ...engagement, isOnTeam: true });
  return relation !== null && may(relation, "see_money") && may(actor.role, "see_money");
}
