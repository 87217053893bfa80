import { type CalendarDate, shortDate } from "./calendar";
import { moneyText } from "./engagement";
import { shortMoney } from "./money";
import { type Actor, may, relationTo } from "./permissions";
import { PHASE_KINDS, PHASE_LABEL, type PhaseKind } from "./phase";
import { LOST_AS_LABEL, type LostAs, OUTCOME_LABEL, STAGE_LABEL, type Stage } from "./stage";
import type { StageChance } from "./stage-chance";

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
  /** How many of the lost were lost how. */
  byLostAs: Partial<Record<LostAs, number>>;
  /** Proposals of which no decision is known. */
  undecided: number;
  money: StageMoney[];
}

/** What a stage is worth in one currency, and what people judged of it; what outcomes teach is told apart. */
export interface StageMoney {
  currency: string;
  value: number;
  /** Where somebody typed how likely it is: how many, their value, and that value weighted by what they typed. */
  judged: { count: number; value: number; weighted: number } | null;
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

/** The quiet line beside a stage's count: what it is worth and how likely we learnt it to be, or how many are off track. */
export function summaryText(summary: StageSummary, chance: StageChance | null): string | null {
  if (summary.stage === "active") return summary.offTrack > 0 ? `${summary.offTrack} off track` : null;
  const worth = summary.money.map(({ currency, value }) => shortMoney(value, currency)).join(" + ");
  if (!worth) return null;
  return chance?.percent == null ? worth : `${worth} · ${chance.percent} % of ${chance.known} won`;
}

/** What a column of the board says beside its count, where its stage does not tell it all. */
export function outcomeText(summary: Pick<StageSummary, "stage" | "byLostAs" | "undecided">): string | null {
  if (summary.stage === "proposal") {
    return summary.undecided > 0
      ? `${summary.undecided.toLocaleString("en-GB")} without a known decision`
      : null;
  }
  if (summary.stage !== "lost") return null;
  const parts = LOST_AS_SHORT.flatMap(([lostAs, words]) => {
    const count = summary.byLostAs[lostAs];
    return count ? [`${count.toLocaleString("en-GB")} ${words}`] : [];
  });
  return parts.join(" · ") || null;
}

const LOST_AS_SHORT: readonly [LostAs, string][] = [
  ["lost", "not won"],
  ["cancelled", "called off"],
  ["declined", "not taken"],
];

/** Two dates as people write a stretch: `16–24 Dec`, `28 Nov – 4 Dec`. */
export function spanText(fromOn: CalendarDate, toOn: CalendarDate, today: CalendarDate): string {
  const to = shortDate(toOn, today);
  if (fromOn >= toOn) return to;
  if (fromOn.slice(0, 7) === toOn.slice(0, 7)) return `${Number(fromOn.slice(8, 10))}–${to}`;
  const from = shortDate(fromOn, fromOn.slice(0, 4) === toOn.slice(0, 4) ? toOn : today);
  return `${from} – ${to}`;
}

/** What is known of an engagement on which no work is under way, in a line. */
export function prospectText(
  row: {
    stage: Stage;
    startsOn: CalendarDate | null;
    weeks: number | null;
    lostReason: string | null;
    lostAs: LostAs | null;
    isUndecided: boolean;
    /** Null for who may not see money. */
    money: { valueMinor: number; currency: string } | null;
    chance: number | null;
  },
  today: CalendarDate,
): string {
  if (row.stage === "lost") {
    const how = LOST_AS_LABEL[row.lostAs ?? "lost"];
    return row.lostReason ? `${how}: ${row.lostReason}` : `${how}, without a reason on record.`;
  }
  if (row.stage === "handed_over")
    return row.money ? moneyText(row.money.valueMinor, row.money.currency) : "";
  const facts = [
    row.stage === "proposal" && row.isUndecided ? OUTCOME_LABEL.undecided : "",
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
