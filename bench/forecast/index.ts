import { existsSync } from "node:fs";
import { invented, recorded, type Section, smallPasts } from "./scenarios";
import { type Scored, SHARES, scoreOf } from "./score";

/** Several measurements as one, each question counting alike. */
function together(name: string, all: readonly Scored[]): Scored {
  const asked = all.reduce((sum, each) => sum + each.asked, 0);
  const mean = (of: (each: Scored) => number) =>
    all.reduce((sum, each) => sum + of(each) * each.asked, 0) / (asked || 1);
  return {
    name,
    past: Math.round(mean(({ past }) => past)),
    asked,
    held: SHARES.map((_, at) => mean(({ held }) => held[at] ?? 0)),
    loss: mean(({ loss }) => loss),
    baseline: mean(({ baseline }) => baseline),
  };
}

const HEADING = `${"".padEnd(46)} ${"past".padStart(6)} ${"asked".padStart(6)} ${SHARES.map((share) => `P${String(share * 100).padStart(2, "0")}`.padStart(6)).join("")} ${"loss".padStart(8)} ${"relative".padStart(9)}`;

function print({ name, past, asked, held, loss, baseline }: Scored): void {
  const shares = held.map((share) => share.toFixed(2).padStart(6)).join("");
  const relative = (loss / baseline).toFixed(3);
  console.log(
    `${name.padEnd(46)} ${String(past).padStart(6)} ${String(asked).padStart(6)} ${shares} ${loss.toFixed(4).padStart(8)} ${relative.padStart(9)}`,
  );
}

const scored = ({ name, scenarios }: Section): Scored => together(name, scenarios.map(scoreOf));

const folder = process.argv[2] ?? "../shared/data";
console.log(
  "Share of actual durations at or below each quantile; loss is the pinball loss in shares of the plan,",
);
console.log("relative to resampling the past ratios of the same group and third of plan sizes.\n");
console.log(HEADING);
if (existsSync(folder)) for (const section of recorded(folder)) print(scored(section));
else
  console.log(`There is no ${folder}: the recorded projects are left out, only invented work is measured.`);
const all = invented().map(scored);
for (const each of all) print(each);
for (const section of smallPasts(folder)) print(scored(section));
