/** What progress is reckoned from: counts of a phase's deliverables and its weight in working days. */
export interface PhaseCounts {
  done: number;
  notApplicable: number;
  total: number;
  workingDays: number;
  isDone: boolean;
}

/**
 * A phase's progress from 0 to 1: done ÷ (all − not applicable). Where nothing is left to count, a finished phase is
 * whole and any other has not begun.
 */
export function phaseProgress(phase: Omit<PhaseCounts, "workingDays">): number {
  const counted = phase.total - phase.notApplicable;
  if (counted <= 0) return phase.isDone ? 1 : 0;
  return phase.done / counted;
}

/** An engagement's progress from 0 to 1: its phases', weighed by their planned working days. */
export function engagementProgress(phases: readonly PhaseCounts[]): number {
  const weight = phases.reduce((sum, phase) => sum + phase.workingDays, 0);
  if (weight <= 0) return 0;
  const gained = phases.reduce((sum, phase) => sum + phase.workingDays * phaseProgress(phase), 0);
  return Math.min(1, gained / weight);
}

/** As whole percent, rounded down so that 100 is only said when nothing is left. */
export function percent(progress: number): number {
  return Math.floor(progress * 100 + 1e-9);
}

/** `4 of 8`, leaving out what is not applicable. */
export function countText(phase: Pick<PhaseCounts, "done" | "notApplicable" | "total">): string {
  return `${phase.done} of ${Math.max(0, phase.total - phase.notApplicable)}`;
}
