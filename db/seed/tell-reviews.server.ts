import { daysBetween, workingDayOnOrAfter } from "~/domain/calendar";
import { mondayOf } from "~/domain/review";
import { writeComment } from "../comments.server";
import { acknowledgeEngagement, askInReview } from "../reviews.server";
import type { Scene } from "./phase-plan.server";
import { REVIEW_HABITS } from "./review-content";

/** The firm took the review up only so many weeks ago. */
const WEEKS_TOLD = 6;

/**
 * On the first working day of each of the last weeks the manager looks at the engagement, or does not, or asks. Some of
 * the sample's own week are seen already, unless it begins on that very day.
 */
export async function tellReview(scene: Scene): Promise<void> {
  const { calendar, clock, code, db, lead, manager, place, untilOn } = scene;
  const weekOn = mondayOf(clock.today);
  if (clock.today !== workingDayOnOrAfter(weekOn, calendar)) return;
  const weeksAgo = daysBetween(weekOn, mondayOf(untilOn)) / 7;
  const { asked, isSeen, unseenWeeks = 0 } = REVIEW_HABITS[place.slug] ?? {};
  if (weeksAgo > WEEKS_TOLD || (weeksAgo === 0 ? !isSeen : weeksAgo <= unseenWeeks)) return;
  if (asked?.weeksAgo !== weeksAgo) return acknowledgeEngagement(db, clock.actAfter(manager, 4), code);
  await askInReview(db, clock.actAfter(manager, 6), code, asked.question);
  await writeComment(db, clock.actAfter(lead, 35), code, {
    subject: { about: "engagement", id: null },
    visibility: "internal",
    body: asked.answer,
  });
}
