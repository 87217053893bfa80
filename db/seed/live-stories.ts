import { proven, quietly, type Story } from "./story";

/** The twelve engagements that are under way, in every phase and every state of a gate. */
export const LIVE: readonly Story[] = [
  {
    title: "Booking API",
    company: "northwind",
    lead: "priya",
    team: ["sam", "hana"],
    manager: "adaeze",
    template: "rescue",
    weeks: 10,
    origin: "existing",
    pounds: 96_000,
    summary:
      "Depots and three carriers book through one API that retries itself to a standstill every afternoon. We calm it, then build booking with carrier webhooks on top.",
    profile: {
      language: "Node",
      apiStyle: "REST",
      otherStores: "Redis",
      backgroundJobs: "BullMQ",
      backgroundJobsWhy: "Jobs are short, Redis is there already, and losing one costs a retry and no money.",
      cloud: "AWS",
      infrastructureAsCode: "Terraform",
    },
    opened: 118,
    added: {
      stabilise: [
        "Retry storm on /quotes damped",
        "Booking table scans indexed",
        "Session cookie and API key brought under one check",
        "Depot cut-off times read from one place",
      ],
      extend: [
        "Quote endpoint to the agreed standard",
        "Idempotent booking",
        proven("Carrier webhooks, signed and retried"),
        "Booking state as a machine, with its migration",
        "Cancellation with the reasons that depots use",
        "Depot board fed by events instead of polling",
        "Proof-of-delivery photos stored once",
        "Surcharge table moved out of the code",
        quietly("Cost of the carrier sandbox agreed with finance"),
      ],
    },
    phases: {
      stabilise: {
        waits: [
          {
            day: 6,
            days: 4,
            holder: "client",
            why: "Staging access for Priya and Sam is with your security team.",
            back: "Staging access is there; we go on with the retry storm.",
          },
        ],
        slips: [
          {
            day: 10,
            days: 2,
            cause: "client",
            sentence: "We waited four days for access to staging and could win back two of them.",
          },
        ],
        leaves: {
          "Dependencies brought to supported versions":
            "Northwind's platform team upgrades all services together in January; we only pinned ours.",
        },
      },
      extend: {
        slips: [
          {
            day: 8,
            days: 4,
            cause: "scope",
            sentence: "Carrier webhooks were added to this engagement; they take four days to do well.",
          },
          {
            day: 9,
            days: 2,
            cause: "us",
            sentence: "The depot board needs two more days.",
            isTakenBack: true,
          },
        ],
        blocks: [
          {
            title: "Carrier webhooks, signed and retried",
            day: 9,
            days: 4,
            reason: "The carrier has not sent the sandbox keys that it promised for Monday.",
          },
        ],
        gate: [{ day: 17, act: "request" }],
      },
    },
    when: { phase: "extend", day: 21 },
  },
  {
    title: "Ledger stabilisation",
    company: "oakmere",
    lead: "tomas",
    team: ["callum", "hana"],
    manager: "adaeze",
    template: "rescue",
    weeks: 12,
    origin: "existing",
    pounds: 148_000,
    summary:
      "Postings take eleven seconds at month end and nobody dares to change the rounding. We make the ledger quick and boring before the new card scheme arrives.",
    profile: {
      language: "Python",
      apiStyle: "REST",
      otherStores: "Kafka",
      backgroundJobs: "Temporal",
      backgroundJobsWhy: "A posting that stops half-way has to be found and finished, days later if need be.",
      cloud: "Azure",
      infrastructureAsCode: "Terraform",
    },
    opened: 84,
    added: {
      stabilise: [
        "Double-entry check run over every account nightly",
        "Rounding made one function with its tests",
        "Settlement file parser rewritten, with its odd cases as tests",
        "Locks on the posting table shortened",
        "Audit columns filled by the database, not by hand",
      ],
      extend: [
        "Postings API with idempotency keys",
        "Statement export in pages",
        "Balance on any past date",
        proven("Ledger events on Kafka, with a schema registry"),
        "Card scheme reconciliation, daily",
        "Holds and releases as entries of their own",
        "Read replica for the reporting team",
        quietly("Findings of the penetration test closed"),
      ],
    },
    phases: {
      stabilise: {
        waits: [
          {
            day: 11,
            days: null,
            holder: "third_party",
            why: "The card scheme's test system is down; their support has had our case since the first day.",
          },
        ],
        blocks: [
          {
            title: "Settlement file parser rewritten, with its odd cases as tests",
            day: 11,
            days: null,
            reason: "Needs settlement files from the card scheme's test system, which is down.",
          },
        ],
        slips: [
          {
            day: 14,
            days: 3,
            cause: "third_party",
            sentence:
              "The card scheme's test system has been down for three days; each day without it is a day more.",
          },
        ],
      },
    },
    when: { phase: "stabilise", day: 16 },
  },
  {
    title: "Clinic scheduling",
    company: "alder",
    lead: "mei",
    team: ["callum"],
    manager: "elin",
    template: "rescue",
    weeks: 9,
    origin: "existing",
    pounds: 84_000,
    summary:
      "Clinics double-book on Monday mornings because two services each believe that they own the rota. One owner, one way to book, and tests that say so.",
    profile: {
      language: "Node",
      apiStyle: "GraphQL",
      otherStores: "Redis",
      backgroundJobs: "BullMQ",
      backgroundJobsWhy: "Reminders may be sent a minute late but never twice.",
      cloud: "Azure",
      infrastructureAsCode: "Pulumi",
    },
    opened: 90,
    added: {
      stabilise: [
        "Rota owned by one service",
        "Monday double bookings reproduced in a test",
        "Part-day shifts kept through the rota import",
        "Reminder messages sent once, never twice",
        "Patient search answered in under 300 ms",
      ],
      extend: [
        "Waiting list offered by distance",
        "Booking by a carer on behalf of a patient",
        "Cancellations offered to the next in line",
        "Clinic closures in one call",
        "Interpreter booked with the appointment",
        proven("Access log for every patient record"),
        quietly("Data-protection assessment renewed"),
      ],
    },
    phases: {
      stabilise: {
        waits: [
          {
            day: 4,
            days: 3,
            holder: "client",
            why: "We need three weeks of real rotas, without patient names.",
            back: "The rotas are here.",
          },
        ],
        slips: [
          {
            day: 19,
            days: 5,
            cause: "us",
            sentence:
              "The rota import still lost part-day shifts. We need a week to mend it and to prove it.",
          },
        ],
        gate: [
          { day: 18, act: "request" },
          {
            day: 19,
            act: "decline",
            reason:
              "Two clinics lost their part-day shifts in Friday's import. We cannot sign until that holds.",
            reopens: ["Part-day shifts kept through the rota import"],
          },
          { day: 22, act: "request" },
          {
            day: 23,
            act: "decline",
            reason: "Part-day shifts hold now, but the fix for reminders has no test that our team can run.",
            reopens: ["Test that protects the third fix", "Reminder messages sent once, never twice"],
          },
        ],
      },
    },
    when: { phase: "stabilise", day: 25 },
  },
  {
    title: "Event ingestion",
    company: "petrel",
    lead: "priya",
    team: ["callum"],
    manager: "adaeze",
    template: "fresh",
    weeks: 8,
    origin: "fresh",
    pounds: 112_000,
    summary:
      "Half a million meters report every half hour, and today's importer falls behind by breakfast. A new one that keeps up, and can be replayed from any morning.",
    profile: {
      language: "Go",
      apiStyle: "Event-driven",
      otherStores: "Kafka, Redis",
      cloud: "AWS",
      infrastructureAsCode: "Pulumi",
    },
    opened: 100,
    added: {
      stabilise: [
        "Meter identity resolved in one service",
        "Clock drift of the old meters measured",
        "Topics named and owned",
      ],
      extend: [
        "Half-hourly readings accepted at 4,000 a second",
        "Late readings placed in the hour they belong to",
        "Duplicate readings dropped by key",
        "Ninety days filled back without disturbing live traffic",
        "Gaps reported to the field team each morning",
        proven("Settlement extract for the market operator"),
        "Replay from any offset, rehearsed",
        "Quarantine for readings that make no sense",
        quietly("Cost of a million readings written down"),
      ],
      document: ["Catalogue of topics and schemas", "Replay explained to the night shift"],
    },
    phases: {
      extend: {
        slips: [
          {
            day: 12,
            days: 3,
            cause: "discovery",
            sentence: "The oldest meters send local time without saying so; we convert it where it comes in.",
          },
          {
            day: 20,
            days: -1,
            cause: "us",
            sentence: "The replay rehearsal went better than we planned for; Extend closes a day early.",
          },
        ],
        leaves: {
          "Background jobs, with the reason for the runner chosen":
            "There are none: everything here is a consumer of a topic.",
        },
      },
      document: {},
    },
    when: { phase: "document", day: 4 },
  },
  {
    title: "Partner API",
    company: "lumen",
    lead: "jonas",
    team: ["hana"],
    manager: "adaeze",
    template: "backend",
    weeks: 8,
    origin: "existing",
    pounds: 68_000,
    summary:
      "Forty web shops print labels through a SOAP service of 2011. A REST API beside it that partners can be moved to one at a time.",
    profile: {
      language: "Node",
      apiStyle: "REST",
      otherStores: "SQS",
      backgroundJobs: "SQS",
      backgroundJobsWhy: "Labels may wait in a queue over night; nothing has to be resumed half-way.",
      cloud: "AWS",
      infrastructureAsCode: "Terraform",
    },
    opened: 52,
    added: {},
    phases: {},
    when: { phase: "stabilise", day: 1 },
  },
  {
    title: "Tenancy records",
    company: "foxglove",
    lead: "priya",
    team: ["hana"],
    manager: "elin",
    template: "fresh",
    weeks: 11,
    origin: "fresh",
    pounds: 124_000,
    summary:
      "Nine thousand tenancies live in spreadsheets and one person's memory. A record of who lives where, since when, that repairs and rents can both trust.",
    profile: {
      language: "Python",
      apiStyle: "REST",
      cloud: "Azure",
      infrastructureAsCode: "Terraform",
    },
    opened: 47,
    added: {},
    phases: {},
    when: { phase: "read", day: 2 },
  },
  {
    title: "Grant payments",
    company: "kestrel",
    lead: "mei",
    team: ["callum"],
    manager: "elin",
    template: "fresh",
    weeks: 9,
    origin: "fresh",
    pounds: 88_000,
    summary:
      "Six hundred artists a year are paid by hand from a shared inbox. Payments with two pairs of eyes on each, and a statement that auditors can read.",
    profile: {
      language: "Python",
      apiStyle: "REST",
      backgroundJobs: "Temporal",
      backgroundJobsWhy: "A payment waits days for its second approval and must survive every restart.",
      cloud: "AWS",
      infrastructureAsCode: "Terraform",
    },
    opened: 116,
    added: {
      stabilise: ["Bank file format proved with a penny payment", "Two approvers told apart from one"],
      extend: [
        "Payment schedule per grant",
        "Two approvals before money moves",
        "Bank details confirmed by a second channel",
        "Returned payments matched to their grant",
        proven("Statement for the auditors"),
        "Instalments held until a report is in",
        "Grants in euro for partners abroad",
        "Payee sees what is on its way",
        "Year-end accruals by programme",
        quietly("Fraud checks reviewed with the bank"),
      ],
      document: ["Approval rules in the finance team's own words"],
    },
    phases: {
      stabilise: {
        waits: [
          {
            day: 5,
            days: 2,
            holder: "third_party",
            why: "The bank is setting up the test account.",
            back: "The bank's test account works.",
          },
        ],
      },
      extend: {
        slips: [
          {
            day: 17,
            days: 3,
            cause: "scope",
            sentence: "Grants in euro came in from the spring programme; we agreed three more days for them.",
          },
        ],
        declined: [
          {
            reason:
              "A returned payment showed up under the wrong programme in our trial. Please mend it first.",
            reopens: ["Returned payments matched to their grant"],
          },
        ],
      },
      document: { gate: [{ day: 7, act: "request" }] },
    },
    when: { phase: "document", day: 8 },
  },
  {
    title: "Fleet telemetry",
    company: "brightwater",
    lead: "jonas",
    team: ["callum"],
    manager: "adaeze",
    template: "backend",
    weeks: 10,
    origin: "existing",
    pounds: 90_000,
    summary:
      "Engine readings from eleven ferries arrive in bursts when they near the shore. A service that stores them in order and tells the yard before an engine does.",
    profile: {
      language: "Go",
      apiStyle: "Event-driven",
      otherStores: "SQS",
      backgroundJobs: "SQS",
      backgroundJobsWhy: "Readings come in bursts and may be handled minutes later.",
      cloud: "AWS",
      infrastructureAsCode: "Terraform",
    },
    opened: 71,
    added: {
      stabilise: [
        "Bursts at the quay taken in without loss",
        "Readings put in order by the ship's clock",
        "Yard alarms told apart from noise",
      ],
      extend: [
        "Engine hours reckoned per vessel",
        "Fuel curve per route",
        "Alarm history for the yard",
        "Modem health beside the readings",
        "Export for the class surveyor",
      ],
    },
    phases: {
      stabilise: {
        pause: {
          day: 6,
          days: null,
          reason:
            "Two ferries are in dry dock until their new modems are fitted; until then there is nothing to measure against.",
        },
      },
    },
    when: { phase: "stabilise", day: 15 },
  },
  {
    title: "Stock allocation",
    company: "thornbury",
    lead: "tomas",
    team: ["hana"],
    manager: "elin",
    template: "rescue",
    weeks: 9,
    origin: "existing",
    pounds: 79_000,
    summary:
      "The web shop sells tents that the shop in Keswick has just sold. One count of what can be promised, shared by eleven shops and the web.",
    profile: {
      language: "Node",
      apiStyle: "REST",
      otherStores: "Redis",
      backgroundJobs: "BullMQ",
      backgroundJobsWhy: "Counts are sent to the shops within seconds; a lost one is repaired at night.",
      cloud: "AWS",
      infrastructureAsCode: "Pulumi",
    },
    opened: 94,
    added: {
      stabilise: [
        "Tills and web shop count the same shelf",
        "Reservations that run out by themselves",
        "Nightly recount in minutes, not hours",
        "Negative stock made impossible",
      ],
      extend: [
        "Promise to deliver, with a date",
        "Click and collect holds",
        "Transfers between shops as one act",
        "Bundles taken apart when counted",
        "Season's end: ranges closed without lost orders",
        proven("Stock feed for the marketplace"),
        "Returns back on the right shelf",
        quietly("Load on Black Friday replayed"),
      ],
    },
    phases: {
      stabilise: {
        slips: [
          {
            day: 12,
            days: 2,
            cause: "discovery",
            sentence:
              "The tills keep a count of their own that nobody knew of; we bring it in before we fix the rest.",
          },
        ],
        waived:
          "Thornbury's warehouse manager is away until stocktaking is over and asked us in writing to go on without the signature.",
      },
      extend: {},
    },
    when: { phase: "extend", day: 6 },
  },
  {
    title: "Claims intake",
    company: "meridian",
    lead: "mei",
    team: ["hana"],
    manager: "elin",
    template: "rescue",
    weeks: 10,
    origin: "existing",
    pounds: 118_000,
    summary:
      "Claims arrive by web, post and telephone and are typed in three times. One intake with the photographs attached, and a queue that shows what waits for whom.",
    profile: {
      language: "Python",
      apiStyle: "REST",
      otherStores: "SQS",
      backgroundJobs: "SQS",
      backgroundJobsWhy:
        "Photographs are scaled and scanned on the way in; each can be done again from the start.",
      cloud: "AWS",
      infrastructureAsCode: "Terraform",
    },
    opened: 82,
    added: {
      stabilise: [
        "Photographs kept with the claim that they belong to",
        "Upload that survives a lost connection",
        "Virus scan moved off the request",
        "Three copies of the policy lookup made one",
        "Duplicate claims found before they are paid",
      ],
      extend: [
        "Claim queue by skill and age",
        "Telephone notes attached as they are typed",
        "Repairers send estimates by API",
        "Claim history for the policy holder",
        proven("Fraud signals handed to the investigators"),
        "Reserve set when a claim opens",
        quietly("Retention of photographs agreed"),
      ],
    },
    phases: {
      stabilise: {
        gate: [
          { day: 16, act: "request" },
          {
            day: 17,
            act: "decline",
            reason:
              "The restore was rehearsed on a copy without claim photographs. We need to see it with them.",
            reopens: ["Restore from backup rehearsed"],
          },
          { day: 20, act: "request" },
        ],
      },
    },
    when: { phase: "stabilise", day: 21 },
  },
  {
    title: "Search and catalogue",
    company: "pellworth",
    lead: "priya",
    team: ["sam"],
    manager: "adaeze",
    template: "rescue",
    weeks: 8,
    origin: "existing",
    pounds: 72_000,
    summary:
      "Searching for a title with a comma finds nothing, and the catalogue takes a night to rebuild. Search that forgives, over a catalogue that is never more than a minute old.",
    profile: {
      language: "Node",
      apiStyle: "GraphQL",
      otherStores: "Redis",
      backgroundJobs: "BullMQ",
      backgroundJobsWhy: "Index updates are small and can be thrown away and done again.",
      cloud: "AWS",
      infrastructureAsCode: "Terraform",
    },
    opened: 107,
    added: {
      stabilise: [
        "Index rebuilt in minutes, beside the live one",
        "Commas, accents and ampersands forgiven",
        "Old category tree taken out of the hot path",
        "Price changes seen within a minute",
      ],
      extend: [
        "Search by series and volume",
        "Feed from the two largest publishers",
        "Availability by branch",
        "Editions gathered under one work",
        "Reading lists for schools",
        "Pre-orders with their release dates",
        "Withdrawn titles kept for past orders",
        proven("Search quality measured on a thousand real queries"),
        quietly("Terms of the publishers' feed checked"),
      ],
    },
    phases: {
      stabilise: {
        slips: [
          {
            day: 15,
            days: 3,
            cause: "us",
            sentence:
              "Rebuilding the index took three days longer than we said: we underestimated the old category tree.",
          },
        ],
      },
      extend: {
        blocks: [
          {
            title: "Integrations connected, signed and retried",
            day: 10,
            days: null,
            reason: "The second publisher rejects our certificate; their team is looking into it.",
          },
          {
            title: "Feed from the two largest publishers",
            day: 11,
            days: null,
            reason: "Waits for the second publisher's certificate as well.",
          },
        ],
        stuck: [
          "Search quality measured on a thousand real queries",
          "Load tried at twice the expected peak",
          "Authorisation reviewed for this release",
        ],
        gate: [],
      },
    },
    when: { phase: "extend", day: 16 },
  },
  {
    title: "Identity consolidation",
    company: "calder",
    lead: "jonas",
    team: ["hana"],
    manager: "adaeze",
    template: "rescue",
    weeks: 12,
    origin: "existing",
    pounds: 156_000,
    summary:
      "Staff sign in four ways, and leavers keep two of them for weeks. One identity for staff and contractors, and one place where it ends.",
    profile: {
      language: "Go",
      apiStyle: "REST",
      otherStores: "Redis",
      cloud: "Azure",
      infrastructureAsCode: "Terraform",
    },
    opened: 58,
    added: {
      read: ["Leavers of the last quarter checked by hand", quietly("Sign-in of the field tablets tried")],
    },
    phases: {
      read: {
        slips: [
          {
            day: 2,
            days: 2,
            cause: "discovery",
            sentence:
              "A fourth way to sign in turned up in the meter-reading app; we want to read it before we write.",
          },
        ],
        gate: [{ day: 4, act: "request" }],
      },
    },
    when: { phase: "read", day: 5 },
  },
];
