import { normalPoint } from "./normal";

/**
 * What is believed of a phase's ratio before any history, for engagements of 6 to 12 weeks: on the median a tenth over
 * plan, one in five more than 1.6 times and one in twenty more than 2.5 times the plan. It counts as few phases, so that
 * a firm's own past soon outweighs it.
 */
export const PRIOR = {
  centre: Math.log(1.1),
  spread: 0.5,
  /** Phases that the centre and the spread count for. */
  centreRows: 1.5,
  spreadRows: 4,
} as const;

const POINTS = 120;

/** Quantiles of Student's t with 5 degrees of freedom (Cornish–Fisher), which has wider tails than the normal. */
export const PRIOR_SHAPE: Float64Array = Float64Array.from({ length: POINTS }, (_, index) => {
  const z = normalPoint((index + 0.5) / POINTS);
  const df = 5;
  return z + (z ** 3 + z) / (4 * df) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * df * df);
});
