import type { Health } from "~/domain/attention";
import type { PhaseKind } from "~/domain/phase";

/** What an update has to say besides its facts. */
export interface Judgement {
  sentence: string;
  body: string;
  internal?: string;
}

/** What had the most weight in a week. */
export type WeekKind =
  | "paused"
  | "declined"
  | "with_client"
  | "slipped"
  | "waiting"
  | "third_party"
  | "late"
  | "steady";

/** Sentences for weeks of a kind; the next is taken each time, so that none stands twice on one page. */
export const WEEKS: Readonly<Record<Exclude<WeekKind, "steady">, readonly Judgement[]>> = {
  paused: [
    {
      sentence: "The work is taken up again after the pause; the dates are those of the ledger.",
      body: "We went through what was left open before the pause and found nothing that had gone stale. Next week is an ordinary week.",
    },
    {
      sentence: "We are back at work, and the first two days went into catching up.",
      body: "What was nearly done before the pause is done now. The rest keeps its order.",
    },
  ],
  declined: [
    {
      sentence: "You declined the gate with good reason; what was missing is being mended.",
      body: "We take the points one by one, and show you each of them before we ask for your signature again.",
      internal: "We asked a day too early. Nobody had tried it the way their people do.",
    },
    {
      sentence: "The gate came back to us, and we know what to do about it.",
      body: "The point that you named is reproduced in a test. When that is green we run it together with you, then ask again.",
      internal: "Their trust is a little dented. A short call on Monday will do more than the fix.",
    },
  ],
  with_client: [
    {
      sentence: "Our part of this phase is complete and waits for your signature.",
      body: "Everything on the list is done, with its evidence. Until you have signed we prepare the next phase, but we do not begin it.",
    },
    {
      sentence: "The gate is with you; the next phase starts on the day after you sign.",
      body: "If anything on the page is not as you remember it, tell us there: a refusal with a reason is as good as a signature.",
    },
    {
      sentence: "We have asked for your signature and use the days to tidy up.",
      body: "Small things only: names, notes, one slow test. Nothing that changes what you are asked to sign.",
    },
  ],
  slipped: [
    {
      sentence: "A date moved this week; the ledger says by how much and why.",
      body: "What follows moved along and nothing was squeezed to make up for it. We would rather move a date once than twice.",
      internal: "There was no slack left in this phase. The next one has two days.",
    },
    {
      sentence: "The phase takes longer than we first promised; you heard of it on the day we knew.",
      body: "The work itself is sound. The new date has a day in hand, which we mean to give back to you.",
    },
    {
      sentence: "The finish of this phase is later than it was; the order of the work is unchanged.",
      body: "We looked for something to leave out instead and found nothing that you would not miss.",
      internal: "Watch the next phase: its first deliverables hang on this one.",
    },
  ],
  waiting: [
    {
      sentence: "Part of the week went by waiting for an answer; we worked on what does not need it.",
      body: "As soon as it is there we go on where we stopped. What we brought forward instead is marked done below.",
    },
    {
      sentence: "One answer is missing, and from Monday on it costs a day for each day.",
      body: "If it helps, we write the first draft ourselves and you correct it. Twenty minutes on the telephone would do.",
      internal: "Their people are willing and swamped. It is nobody's fault.",
    },
    {
      sentence: "We are ready to go on when you are.",
      body: "Nothing else is in the way. The list of what we need stands on your page, with its dates.",
    },
  ],
  third_party: [
    {
      sentence: "A third party holds the ball; we call them every morning.",
      body: "Meanwhile we do what can be done without them, so that their first day back is a day of work and not of preparation.",
      internal: "If they are silent until Wednesday, their account manager hears from Adaeze.",
    },
    {
      sentence: "Neither you nor we can hurry this, but we can be ready for it.",
      body: "What waits for them is prepared and tested against a stand-in. The rest of the phase goes on.",
    },
  ],
  late: [
    {
      sentence: "We are past the date that we promised for this phase, and we owe you a new one.",
      body: "You have it on Monday, with what it takes. Until then we finish what is in hand and begin nothing new.",
      internal: "We kept hoping for one more good day. The date should have moved last week.",
    },
    {
      sentence: "This phase takes longer than we promised; what is left is small and known.",
      body: "Each open point has a name and a day. None of them is a surprise any more.",
    },
  ],
};

/** Weeks in which nothing had more weight than the work itself, by phase. */
export const STEADY: Readonly<Record<PhaseKind, readonly Judgement[]>> = {
  read: [
    {
      sentence: "We are reading, and change nothing yet.",
      body: "What we found so far is written down and shared. Next come the ranking and the measures, then we ask you to look.",
    },
    {
      sentence: "Read is nearly done and held no bad surprise.",
      body: "The parts that cost your team most time are not the ones that look worst. We explain that at the gate.",
    },
  ],
  stabilise: [
    {
      sentence: "The first fixes are in, each with a test that keeps it from coming back.",
      body: "Nothing is rewritten that can be repaired. Next week we take the one that wakes your people at night.",
    },
    {
      sentence: "Stabilise goes as planned; the quiet weeks are the good ones.",
      body: "Two fixes went live on Tuesday evening and nobody noticed, as it should be. The rest of the list keeps its order.",
    },
    {
      sentence: "We agreed the rules that everything new will follow.",
      body: "They are few: how to sign in, how an error looks, how lists come in pages, what has to be tested. Extend begins with them.",
    },
    {
      sentence: "The worst of it is behind us, and the numbers say so, too.",
      body: "We measure again at the end; until then we trust the quiet. What is left are the small things that always take a week.",
      internal: "One of the fixes is a plaster. It is written down as one.",
    },
    {
      sentence: "A good week: what broke on Monday mornings did not break.",
      body: "We leave it alone for another Monday before we call it fixed.",
    },
  ],
  extend: [
    {
      sentence: "The first of the new parts can be tried.",
      body: "Please do try it, and tell us what annoys you: small things are cheap now. Next week brings the parts that hang on it.",
    },
    {
      sentence: "Extend is on its way, one part after the other.",
      body: "Each part is finished before the next is begun, with its tests and its page in the schema.",
    },
    {
      sentence: "Half of what was agreed is there, and it holds under load.",
      body: "We replayed one of your busy hours against it. The slowest answer took a fifth of a second.",
    },
    {
      sentence: "We are where we wanted to be at the end of this week.",
      body: "The next parts are smaller, and there are more of them. Expect several short messages from us and no long ones.",
      internal:
        "The estimate for the migration is still a guess. A rehearsal on Wednesday turns it into a number.",
    },
    {
      sentence: "What was built is being used, which taught us two things.",
      body: "Both are mended. One of them became a rule, so that it cannot happen elsewhere.",
    },
    {
      sentence: "The end of Extend is in sight and nothing large is left.",
      body: "We go through the list with you on Thursday. What you would rather have differently is still easy then.",
    },
  ],
  document: [
    {
      sentence: "We write down what somebody will want to know at three in the morning.",
      body: "Each page is read by one of your people before we call it done. The hand-over list has an owner for every line.",
    },
    {
      sentence: "The last week: nothing is built any more, everything is explained.",
      body: "Your team runs the deployment itself on Tuesday, and we sit beside them with our hands in our pockets.",
    },
    {
      sentence: "The hand-over is prepared, and there is time left for questions.",
      body: "Please bring them: the awkward ones most of all.",
    },
  ],
};

/** How the updates of some live engagements stand, by the slug of the title, so that there is one of each to see. */
export const UPDATE_HABITS: Readonly<
  Record<string, { isLate?: true; isSilent?: true; isUnread?: true; claims?: Health }>
> = {
  "event-ingestion": { isLate: true },
  "stock-allocation": { isSilent: true },
  "search-and-catalogue": { claims: "on_track" },
  "booking-api": { isUnread: true },
};
