import type { PhaseKind } from "~/domain/phase";

/** Something that was asked of a client. Days are working days of the phase, 1 = the day on which it started. */
export interface AskStory {
  phase: PhaseKind;
  day: number;
  title: string;
  body?: string;
  /** Working days until it was needed; absent where no day was named. */
  dueIn?: number;
  isBlocking?: true;
  /** Working days until it was answered; null while it is open. */
  answeredAfter: number | null;
  /** Empty where it was done without words. */
  answer?: string;
  /** It was withdrawn, and not answered, for this reason. */
  withdrawn?: string;
}

/** What was asked on one engagement, by the slug of its title. */
export const ASKS: Readonly<Record<string, readonly AskStory[]>> = {
  "booking-api": [
    {
      phase: "read",
      day: 1,
      title: "Access to the logs of the carrier gateway",
      body: "Read access is enough; the last four weeks, with the retries in them.",
      dueIn: 1,
      answeredAfter: 1,
      answer: "You are in the group freight-logs-read since this morning. Retries are under “gw.retry”.",
    },
    {
      phase: "stabilise",
      day: 6,
      title: "Staging access for Priya and Sam",
      body: "Two accounts on staging, with the right to deploy. We damp the retry storm there first, before anything touches production.",
      dueIn: 2,
      isBlocking: true,
      answeredAfter: 4,
      answer: "Security has signed it off. Both accounts are active; please use the hardware keys.",
    },
    {
      phase: "extend",
      day: 6,
      title: "A carrier who tries the webhooks with us",
      dueIn: 6,
      answeredAfter: 3,
      answer: "Brennan Haulage is glad to. Ask for Sive in their IT; she knows that you will call.",
    },
    {
      phase: "extend",
      day: 14,
      title: "Bookings per hour in last year's Christmas peak",
      body: "We replay that load before the board goes live. The busiest three days are enough.",
      dueIn: 6,
      answeredAfter: null,
    },
    {
      phase: "extend",
      day: 19,
      title: "Who takes the alarms after hand-over",
      body: "A name and a number for office hours, and one for the night.",
      dueIn: 9,
      answeredAfter: null,
    },
  ],
  "ledger-stabilisation": [
    {
      phase: "read",
      day: 1,
      title: "Month-end postings of the last quarter",
      body: "As they went in, with their times. Amounts may be blanked.",
      dueIn: 1,
      isBlocking: true,
      answeredAfter: 1,
      answer: "Three files in the shared vault, amounts replaced by hashes.",
    },
    {
      phase: "stabilise",
      day: 3,
      title: "Which rounding is right: the ledger's or the statement's",
      dueIn: 4,
      answeredAfter: 4,
      answer: "The ledger's, to the even penny. Finance confirmed it in writing; the note is in the vault.",
    },
    {
      phase: "stabilise",
      day: 12,
      title: "Your case number with the card scheme's support",
      body: "They answer the bank sooner than they answer us. We should like to quote it when we call.",
      dueIn: 2,
      answeredAfter: 1,
      answer: "CS-2291-07. Fiona's office calls them each morning, too.",
    },
    {
      phase: "stabilise",
      day: 14,
      title: "Settlement files of one ordinary day",
      body: "Until the test system is back we can prove the parser on files that you kept. Account numbers may be cut.",
      dueIn: 5,
      answeredAfter: null,
    },
  ],
  "clinic-scheduling": [
    {
      phase: "stabilise",
      day: 4,
      title: "Three weeks of real rotas, without patient names",
      body: "From two clinics of different size, with their part-day shifts.",
      dueIn: 2,
      isBlocking: true,
      answeredAfter: 3,
      answer: "The rotas of Castle Street and Northgate are in the secure folder.",
    },
    {
      phase: "stabilise",
      day: 20,
      title: "The two clinics that lost their shifts",
      body: "We want to run Friday's import with them, on their own rotas, before we ask you again.",
      dueIn: 2,
      answeredAfter: 1,
      answer: "Castle Street and Mill Lane. Both managers keep an hour free on Thursday.",
    },
    {
      phase: "stabilise",
      day: 24,
      title: "Somebody of your team to run the reminder tests with us",
      body: "Half an hour is enough: they run them, and we watch.",
      dueIn: 3,
      answeredAfter: null,
    },
  ],
  "event-ingestion": [
    {
      phase: "stabilise",
      day: 2,
      title: "One morning of readings from the oldest meters",
      dueIn: 3,
      answeredAfter: 2,
      answer: "The 6 to 9 o'clock readings of last Tuesday, 41,000 meters of the first series.",
    },
    {
      phase: "extend",
      day: 11,
      title: "Which meters send local time",
      isBlocking: true,
      dueIn: 1,
      answeredAfter: 2,
      answer:
        "Series A and B, and a few hundred of C that were repaired in 2019. The list is attached to the meter register.",
    },
    {
      phase: "document",
      day: 3,
      title: "Names of the night shift leads",
      body: "We explain the replay to them in person, an hour each.",
      dueIn: 4,
      answeredAfter: null,
    },
  ],
  "partner-api": [
    {
      phase: "read",
      day: 1,
      title: "A week of requests to the SOAP service",
      dueIn: 1,
      answeredAfter: 1,
      answer: "Exported from the proxy; labels and addresses are masked.",
    },
    {
      phase: "read",
      day: 2,
      title: "The partner who should move first",
      body: "Somebody who prints labels every day and would tell us plainly what is wrong.",
      dueIn: 6,
      answeredAfter: null,
    },
  ],
  "tenancy-records": [
    {
      phase: "read",
      day: 1,
      title: "Read access to the tenancy spreadsheets",
      body: "All of them, with their older versions. We change nothing in Read.",
      dueIn: 1,
      isBlocking: true,
      answeredAfter: null,
    },
  ],
  "grant-payments": [
    {
      phase: "stabilise",
      day: 4,
      title: "An account at the bank to send a penny to",
      dueIn: 3,
      answeredAfter: 3,
      answer: "Use the programme account ending 4471; finance expects the penny.",
    },
    {
      phase: "extend",
      day: 16,
      title: "Which programmes pay in euro",
      dueIn: 2,
      isBlocking: true,
      answeredAfter: 1,
      answer: "Only Spring Residencies, from this year on. Two partners, in Lyon and in Cork.",
    },
    {
      phase: "document",
      day: 2,
      title: "Finance team's own word for each approval rule",
      answeredAfter: 2,
      answer: "Marked up in the document. We say “second signature”, never “four eyes”.",
    },
  ],
  "fleet-telemetry": [
    {
      phase: "read",
      day: 1,
      title: "Engine readings of one crossing, unfiltered",
      dueIn: 1,
      answeredAfter: 1,
      answer: "The morning crossing of the 3rd, all three engines, from the black box.",
    },
    {
      phase: "stabilise",
      day: 4,
      title: "The day on which the new modems are fitted",
      body: "Two ferries are in dry dock. We plan the burst tests for the first day at the quay.",
      dueIn: 4,
      isBlocking: true,
      answeredAfter: null,
    },
  ],
  "stock-allocation": [
    {
      phase: "stabilise",
      day: 10,
      title: "What the tills count by themselves",
      body: "Each shop seems to keep a sheet. We need to know which of them are still used.",
      dueIn: 2,
      answeredAfter: 2,
      answer: "Four shops do: Keswick, Ambleside, Buxton and Hathersage. The others stopped last winter.",
    },
    {
      phase: "extend",
      day: 3,
      title: "How a bundle is counted when one part is sold out",
      body: "Both ways can be built; your shops have to live with the one you choose.",
      dueIn: 1,
      isBlocking: true,
      answeredAfter: null,
    },
  ],
  "claims-intake": [
    {
      phase: "read",
      day: 2,
      title: "Forty claims with their photographs, names removed",
      dueIn: 2,
      answeredAfter: 2,
      answer: "Forty-four, in fact. Three of them came by post.",
    },
    {
      phase: "stabilise",
      day: 17,
      title: "A backup that has claim photographs in it",
      dueIn: 1,
      isBlocking: true,
      answeredAfter: 1,
      answer: "Last Sunday's full backup is mounted on the restore host.",
    },
  ],
  "search-and-catalogue": [
    {
      phase: "stabilise",
      day: 5,
      title: "A thousand searches that real readers typed",
      dueIn: 5,
      answeredAfter: 4,
      answer: "Sampled over two weeks, one line each, with what they clicked.",
    },
    {
      phase: "extend",
      day: 9,
      title: "May we keep the descriptions of withdrawn titles?",
      body: "Past orders show them. If the publishers say no, we keep the title and the author alone.",
      dueIn: 4,
      answeredAfter: null,
    },
    {
      phase: "extend",
      day: 12,
      title: "A branch where we try availability first",
      answeredAfter: 2,
      withdrawn: "The branch in Hexham offered by itself; thank you.",
    },
  ],
  "patient-letters-api": [
    {
      phase: "extend",
      day: 9,
      title: "The wording of the Welsh letters",
      body: "All nine of them, as your communications team wants them to read.",
      dueIn: 2,
      isBlocking: true,
      answeredAfter: 4,
      answer: "Approved by communications and by the health board; two letters were merged into one.",
    },
  ],
  "royalty-statements": [
    {
      phase: "stabilise",
      day: 6,
      title: "Last year's sales from the second distributor",
      dueIn: 2,
      isBlocking: true,
      answeredAfter: 5,
      answer: "They sent it as a printed report first. The table is in the folder now.",
    },
  ],
  "card-disputes": [
    {
      phase: "stabilise",
      day: 9,
      title: "The list of deadlines, read by compliance",
      body: "Each deadline decides when a case closes by itself.",
      dueIn: 3,
      isBlocking: true,
      answeredAfter: 6,
      answer: "Compliance agrees, with one change: a chargeback has 45 days, not 60.",
    },
  ],
};

/** What nearly every engagement needs at its start: one of each is asked where nothing else is told of it. */
export const USUAL_ASKS: readonly (readonly AskStory[])[] = [
  [
    {
      phase: "read",
      day: 1,
      title: "Read access to the repository and the pipeline",
      dueIn: 1,
      isBlocking: true,
      answeredAfter: 1,
      answer: "",
    },
    {
      phase: "read",
      day: 1,
      title: "The logs of the last four weeks",
      body: "With the slow requests in them; personal data may be masked.",
      dueIn: 2,
      answeredAfter: 1,
      answer: "On the transfer host, one file a day.",
    },
    {
      phase: "read",
      day: 1,
      title: "Somebody who remembers why it was built this way",
      dueIn: 2,
      answeredAfter: 1,
      answer: "Bernard retires in spring and was there from the first day. He likes to be asked.",
    },
    {
      phase: "read",
      day: 1,
      title: "A database copy that we may run queries on",
      dueIn: 1,
      isBlocking: true,
      answeredAfter: 1,
      answer: "The nightly replica; names and addresses are scrambled in it.",
    },
  ],
  [
    {
      phase: "stabilise",
      day: 3,
      title: "A window for the first release",
      body: "Half an hour on a quiet evening, with somebody of yours at hand.",
      dueIn: 4,
      answeredAfter: 2,
      answer: "Tuesday after eight. Our duty engineer knows.",
    },
    {
      phase: "stabilise",
      day: 4,
      title: "What must never be slower than today",
      dueIn: 3,
      answeredAfter: 3,
      answer: "The search at the counter, and the nightly export. Everything else may wait a second.",
    },
    {
      phase: "stabilise",
      day: 3,
      title: "The alarm that wakes you most often",
      dueIn: 5,
      answeredAfter: 4,
      answer: "“Queue depth above 500”, three nights of five. Nobody looks at it any more.",
    },
  ],
  [
    {
      phase: "extend",
      day: 5,
      title: "A user who tries the first endpoint with us",
      dueIn: 5,
      answeredAfter: 3,
      answer: "Two volunteered; we gave them the test address.",
    },
    {
      phase: "extend",
      day: 6,
      title: "The day on which the old way is switched off",
      body: "We write it into the answers of the old routes, so that nobody is surprised.",
      dueIn: 6,
      answeredAfter: 5,
      answer: "The last day of the quarter. We have told the three teams that still call it.",
    },
    {
      phase: "extend",
      day: 7,
      title: "Examples of what goes wrong in the evening",
      answeredAfter: 2,
      withdrawn: "The logs showed it after all: the batch job holds the lock until six.",
    },
  ],
];
