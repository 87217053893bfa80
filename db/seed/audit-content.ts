import type { Symptom } from "~/domain/enquiry";
import type { Severity } from "~/domain/finding";

/** What the two days came to, in the auditor's words. */
export interface AuditStory {
  summary: string;
  /** What has to be true first; go without conditions where there are none. */
  conditions?: string;
  /** What the estimate rests on. */
  sentence: string;
}

/** By the engagement's title. */
export const AUDITS: Readonly<Record<string, AuditStory>> = {
  "Quote service": {
    summary:
      "Two services price the same pallet: the web asks a cache of last night, the telephone asks the tariff itself. The tariff code is sound and has no tests; the cache has tests and is wrong.\n\nOne of the two can go. The other is worth keeping.",
    sentence: "One service to mend, one to retire, and forty tariffs to compare by hand.",
  },
  "Patient letters API": {
    summary:
      "There is nothing to read yet but four letter templates and a printer in each clinic. We sat with the two people who post them: a third of all letters is posted twice because nobody knows whether the first one went.",
    conditions:
      "- The trust names who may read a letter besides the patient.\n- A test mailbox with the postal service.",
    sentence: "A new service of modest size; the postal service's interface is the part that we cannot see.",
  },
  "Payments gateway rescue": {
    summary:
      "Retries run on a timer and carry no key, so a slow bank means a second charge. We traced eleven doubled payments to the minute with their own logs. Everything around it was written with care.\n\nThe repair is small. Proving it is not.",
    conditions:
      "- A sandbox of the bank that can be slow on purpose.\n- Nobody changes the retry timer until we have begun.",
    sentence: "Half of the time is proof: replays of three months of payments against the mended service.",
  },
  "Meter readings intake": {
    summary:
      "The web form writes to the billing database while the customer waits, so a busy Sunday loses readings. The validation rules are good and live in one file of nine hundred lines.",
    sentence: "A queue in front, the rules kept, and two weeks of running beside the old form.",
  },
  "Label printing service": {
    summary:
      "One query without an index and one lock held while the printer spools. Both show in the slow log, which nobody had opened since spring. The rest of the service is fit to stay.",
    sentence: "Two faults that we saw with our own eyes, and a queue to put between them and the printers.",
  },
  "Repairs scheduling": {
    summary:
      "Today's schedule is a shared calendar and four telephones. The rules that dispatchers keep in their heads are few and clear; we wrote down seventeen in a morning.",
    conditions: "- Two dispatchers with half a day a week for us.",
    sentence: "Seventeen rules, one calendar to leave, and tradespeople's telephones of every age.",
  },
  "Ticketing API": {
    summary:
      "Every seat map is computed anew for every visitor. At two hundred visitors a second the database spends its time on the same three queries. The sale itself is correct, and has tests.",
    sentence: "Three queries and a waiting room; the sale itself stays as it is.",
  },
  "Timetable feeds": {
    summary:
      "Sailings are kept in a spreadsheet that the harbour office mails on Fridays. The standard for such feeds fits them well. Cancellations are told by radio, and somebody has to type them.",
    sentence: "A small feed; how a cancellation gets from the radio to the feed is most of the work.",
  },
  "Returns service": {
    summary:
      "Three systems have to say yes to a refund, each waits for the other two, and one of them answers at night. Nothing in the code needs that order.\n\nThe shop's own tests are the best that we have seen this year.",
    sentence: "The order of questions turned round, with the three systems left as they are.",
  },
  "Policy documents": {
    summary:
      "A macro of four thousand lines puts policies together. Its author sat with us for both days and could say why each rule is there. That knowledge leaves with her in the autumn.",
    conditions: "- Her time, two mornings a week, until the rules are written down as tests.",
    sentence: "Two hundred rules, of which we have read sixty; the others look alike.",
  },
  "Royalty statements": {
    summary:
      "Sales arrive in nine formats from six shops and are added up in an annual run that is started by hand. The sums are right. It is the waiting that is wrong.",
    sentence: "Nine formats, one sum, and a statement that finance agreed to draw up with us.",
  },
  "Outage notices": {
    summary:
      "Calls about a burst main reach the control room within minutes; homes nearby hear of it in hours, because a list of addresses has to be made by hand. The map of mains that would make it is complete and unused.",
    sentence: "The map exists and is good; three ways to tell people have to be built.",
  },
  "Order capture": {
    summary:
      "Orders are heard from voice mail between midnight and five, by two people. One order in twenty is misheard. The warehouse's interface takes orders well; nobody had asked it.",
    sentence: "A small service with one interface that already works.",
  },
  "Course enrolment": {
    summary:
      "Places are counted in two tables that agree most of the time. On results day they do not. The pages are quick; what queues behind them is one lock on the courses table.",
    conditions: "- A copy of last year's results day to rehearse with, names removed.",
    sentence: "One count in place of two, and a rehearsal of the day itself.",
  },
  "Lettings feed": {
    summary:
      "Each portal is fed by a job of its own, and three of seven jobs have failed in silence since June. The data they read is good.",
    sentence: "Seven portals, one feed; four of the seven take the same format.",
  },
  "Address matching": {
    summary:
      "One label in thirty names the right street and the wrong door. We matched a week's labels against the national list and found nine in ten of the faults without writing any code of note.",
    sentence: "The list does most of the work; what is left is the parcels that it does not know.",
  },
  "Card disputes": {
    summary:
      "Disputes live in a shared inbox with colours for states. The scheme's deadlines are strict and known; nobody can see them until they have passed. The payments service behind it has changed hands four times and shows it.",
    conditions:
      "- Read access to the scheme's test system.\n- One owner on their side for the rules of evidence.",
    sentence: "The clock is simple; gathering the papers from four systems is where the weeks go.",
  },
  "Cold-chain alerts": {
    summary:
      "The vans' sensors report every two minutes and are read once a day. Mobile cover on the coast road is patchy, and the sensors keep what they could not send.",
    sentence: "Sensors that behave well, and a coast road that has to be driven to be believed.",
  },
  "Marking queue": {
    summary:
      "Scripts are handed out by a nightly job that forgets what it handed out when it is run twice. Markers work round it with a list on the wall. The scripts themselves are safe.",
    sentence: "One job to replace by a queue, with the exam board's rules as its tests.",
  },
  "Booking API": {
    summary:
      "Every afternoon three carriers slow down, each caller retries at once, and the retries outnumber the bookings by six to one. Sessions live in the same process. The booking rules are clear, and half of them are tested.\n\nCalm first, then build on it.",
    conditions: "- Credentials to the carriers' sandboxes before Stabilise begins.",
    sentence: "The retries can be calmed in weeks; how the carriers answer us is the unknown.",
  },
  "Ledger stabilisation": {
    summary:
      "Month end locks the postings table from nine until noon, and the rounding is done in three places that differ by a penny in ten thousand. Nobody we met would touch it. With the tests that it lacks, we would.",
    conditions: "- Three closed months to replay.\n- The card scheme's start stays where it is.",
    sentence: "The code is small and feared; most of the weeks are tests before anything moves.",
  },
  "Clinic scheduling": {
    summary:
      "Two services both write the rota and both believe that they own it; on Mondays each undoes the other's weekend. One of them is older and better. We would let it win.",
    sentence: "One owner of the rota, and a way for the other service to ask.",
  },
  "Event ingestion": {
    summary:
      "The importer takes files in the order of their names, one at a time, and is behind by breakfast. We fed it a day's readings on a laptop: the work is small, the order is what costs.",
    sentence: "Half a million meters, a known rate, and a replay that has to be built in from the start.",
  },
  "Partner API": {
    summary:
      "The SOAP service has forty callers and a description that is right in all but two places. It can stay where it is while partners move off it one by one.",
    sentence: "The old service stays beside ours until the last partner has moved.",
  },
  "Tenancy records": {
    summary:
      "Nine thousand tenancies in thirty-one spreadsheets, and one colleague who knows which of them to believe. About one in twelve contradicts another.",
    conditions: "- Somebody who decides which record is right where two differ.",
    sentence: "The service is plain; the thirty-one spreadsheets decide how long it takes.",
  },
  "Grant payments": {
    summary:
      "Payments are made from an inbox, with care and without a record of who looked twice. The bank's interface is open to them and unused. Auditors asked for a trail in March.",
    sentence: "Six hundred payments a year are few; the rules around each of them are many.",
  },
  "Fleet telemetry": {
    summary:
      "Readings come in bursts when a ferry nears the shore, and the store sorts them by when they came, not by when they were taken. The yard therefore sees engines run backwards. The readings themselves are good.",
    sentence: "Order and storage are known ground; what the yard wants to be warned of is not yet.",
  },
  "Stock allocation": {
    summary:
      "Each shop counts its own stock and tells the web once an hour. In the hour between, a tent is sold twice. The tills can say so at once; nobody listens.",
    conditions: "- One till of each make in a room of ours.",
    sentence: "One count shared by twelve; three makes of tills, of which we have seen two.",
  },
  "Claims intake": {
    summary:
      "A claim is typed three times before anybody decides on it, and photographs are kept by file name. Two of the three systems could take it from the first one.",
    sentence: "One intake in place of three, with the oldest system fed at night as before.",
  },
  "Search and catalogue": {
    summary:
      "The catalogue is rebuilt whole each night because nothing tells which titles changed. Search falls over commas because they mean something else to it. Both are a week's work; finding what depends on the night is not.",
    sentence: "Two faults understood; eleven jobs hang on the nightly rebuild, and we have read seven.",
  },
  "Identity consolidation": {
    summary:
      "Four ways to sign in, two lists of leavers, and a gap of nine days on average between them. One of the four is a good product, configured well. The other three are habits.",
    conditions: "- The contractors' agency agrees to one list.\n- Nobody is locked out on a Monday.",
    sentence: "Moving three habits takes longer than any code that we will write.",
  },
  "Customs declarations": {
    summary:
      "Declarations are typed from the booking, field by field, by three people who know the codes by heart. The customs service has an interface with a good test system. Nine in ten declarations are alike.",
    sentence: "The common nine in ten are simple; the tenth needs a person, and a page for them.",
  },
  "Renewals engine": {
    summary:
      "Prices are worked out over a weekend by a script that has grown a branch for every exception since 2016. It can be run in an hour if it reads its tables once. It cannot be explained without being written anew.",
    conditions: "- An underwriter for one morning a week.",
    sentence: "Quick in the first half; the explaining depends on how many exceptions still hold.",
  },
  "Membership portal": {
    summary:
      "Cheques, a card index and one spreadsheet. Gift aid is claimed once a year and late. A small service with a payment provider behind it would do, and could be kept up by two engineers.",
    sentence: "A small build on known ground.",
  },
  "Crew rostering": {
    summary:
      "A cancelled sailing breaks the roster because crew are tied to sailings, not to days. The model behind it has to change, and eleven reports read it.",
    conditions: "- The eleven reports are frozen while the model changes.",
    sentence: "The model in four weeks, the reports in the rest.",
  },
};

/** An audit that is planned, or written but not concluded. */
export const DRAFTS: Readonly<Record<string, { startsIn: number; summary: string }>> = {
  "Transcript service": { startsIn: 2, summary: "" },
  "Leak reports API": {
    startsIn: -3,
    summary:
      "The form keeps the map reference in the browser and sends the street instead. We found where it is lost on the first afternoon.\n\nStill to look at: the contractor's side.",
  },
};

/** What was found in the two days, where Read has not begun: title, area and severity. */
export const AUDIT_FINDINGS: Readonly<
  Record<string, readonly { title: string; area: string; severity: Severity; body: string }[]>
> = {
  "Leak reports API": [
    {
      title: "The map reference is dropped before the report is sent",
      area: "API",
      severity: "high",
      body: "The form sends the street only. The reference stays in the browser and is gone with the page.",
    },
    {
      title: "No test covers the form's way to the depot",
      area: "Tests",
      severity: "medium",
      body: "There are tests of the page and tests of the depot's inbox, and none of what lies between.",
    },
  ],
  "Customs declarations": [
    {
      title: "Commodity codes are kept in three people's heads",
      area: "Data model",
      severity: "high",
      body: "There is no table of them. What they know fits on nine pages, which we have begun.",
    },
  ],
  "Renewals engine": [
    {
      title: "Each price reads the whole claims table",
      area: "Performance",
      severity: "critical",
      body: "Forty thousand renewals, forty thousand full reads. That is the weekend.",
    },
    {
      title: "Exceptions are told apart by policy number",
      area: "Data model",
      severity: "high",
      body: "Two hundred and six branches name a policy. Nobody knows how many of them are still in force.",
    },
  ],
};

/** What we say after Read and after Stabilise; which one, the title decides. */
export const LATER_SENTENCES: Readonly<Record<"read" | "stabilise", readonly string[]>> = {
  read: [
    "We have read all of it now; what the audit could not see is no larger than we thought.",
    "The hotspots are known and counted, which takes the widest guess out of it.",
    "Read found one thing more than the audit did; it fits within the range.",
    "Nothing that we read changes the plan; the upper end is for what others have to answer.",
  ],
  stabilise: [
    "What was shaky holds now, and what is left is building on ground that we know.",
    "The fixes are in with their tests; from here on we count endpoints, not surprises.",
    "What remains is Extend as agreed, so the range is as narrow as a promise.",
    "One dependency of yours is still open; without it the lower end holds.",
  ],
};

/** Leads that came by the form on the website, by the title that they were given since. */
export const ENQUIRIES: Readonly<
  Record<string, { person: string; email: string; symptoms: readonly Symptom[]; message: string }>
> = {
  "Deposit accounts": {
    person: "Philippa Wren",
    email: "philippa@wren-castle.example",
    symptoms: ["no_tests", "other"],
    message:
      "We hold 1,400 tenants' deposits in one bank account and keep who owns what in a spreadsheet. Month end takes two people two days, and we are afraid of the day on which a row goes missing.",
  },
  "Traceability ledger": {
    person: "Ingrid Solberg",
    email: "ingrid.solberg@halden-seafoods.example",
    symptoms: ["data_model", "latency"],
    message:
      "A supermarket wants to ask from which boat a fillet came, and get an answer while the customer waits. Today the answer takes us a day, because catches, batches and pallets are in three systems that do not know of each other.",
  },
};
