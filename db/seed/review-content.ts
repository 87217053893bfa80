/** What a manager asks in the review of a week, and what the lead answers. */
interface Query {
  /** Weeks before the sample's own, 0 for its own. */
  weeksAgo: number;
  question: string;
  answer: string;
}

interface ReviewHabit {
  /** The last weeks in which nobody looked, this one not counted. */
  unseenWeeks?: number;
  /** Whether it has been looked at in the sample's own week already. */
  isSeen?: true;
  asked?: Query;
}

/** How the managers have looked at an engagement in their reviews, by the slug of its title; the rest every week. */
export const REVIEW_HABITS: Readonly<Record<string, ReviewHabit>> = {
  "booking-api": { isSeen: true },
  "event-ingestion": { isSeen: true },
  "fleet-telemetry": { unseenWeeks: 1 },
  "grant-payments": { unseenWeeks: 2 },
  "claims-intake": {
    asked: {
      weeksAgo: 1,
      question:
        "Who on their side decides what a proper restore looks like, before we show it a second time?",
      answer:
        "Their head of operations. I have asked her to sit in while we rehearse it with the photographs.",
    },
  },
  "ledger-stabilisation": {
    asked: {
      weeksAgo: 2,
      question: "Does the month end fall into our freeze, or do we go live before it?",
      answer:
        "Before it: two working days to spare as of today. If the parser slips I will say so the same day.",
    },
  },
};
