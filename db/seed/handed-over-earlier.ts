import { proven, quietly, type Story } from "./story";

/** From the firm's first engagement to about eighteen months ago. */
export const EARLIER: readonly Story[] = [
  {
    title: "Quote service",
    company: "northwind",
    lead: "priya",
    team: ["sam"],
    manager: "adaeze",
    template: "rescue",
    weeks: 9,
    origin: "existing",
    pounds: 64_000,
    summary:
      "Quotes for a pallet took nine seconds and differed between the web and the telephone. One service, one price.",
    profile: {
      language: "Node",
      apiStyle: "REST",
      otherStores: "Redis",
      cloud: "AWS",
      infrastructureAsCode: "Terraform",
    },
    opened: 1108,
    added: {
      stabilise: [
        "Price rounding made the same everywhere",
        "Fuel surcharge read once a day, not once a quote",
        "Depot distances kept instead of asked for",
      ],
      extend: [
        "Quote for several pallets at once",
        "Quote kept for a week under a number",
        "Price explained line by line",
        proven("Telephone desk moved to the same service"),
        "Discounts with an end date",
        quietly("Margin report for the sales lead"),
      ],
    },
    phases: {
      stabilise: {
        slips: [
          {
            day: 9,
            days: 3,
            cause: "discovery",
            sentence:
              "The telephone desk has a price list of its own, in a database that nobody had mentioned.",
          },
        ],
      },
      extend: {
        leaves: {
          "Old routes marked with an end date": "There was only one old route and it went the same day.",
        },
      },
    },
    when: { startedWeeksAgo: 151 },
  },
  {
    title: "Patient letters API",
    company: "alder",
    lead: "mei",
    team: ["callum"],
    manager: "elin",
    template: "fresh",
    weeks: 9,
    origin: "fresh",
    pounds: 76_000,
    summary:
      "Letters were printed in one clinic and posted from another. An API that writes, prints or sends, and knows which was read.",
    profile: {
      language: "Python",
      apiStyle: "REST",
      otherStores: "SQS",
      backgroundJobs: "SQS",
      backgroundJobsWhy: "Letters can wait a minute and be printed again.",
      cloud: "Azure",
      infrastructureAsCode: "Pulumi",
    },
    opened: 1052,
    added: {
      stabilise: ["Letter templates out of the word processor", "Address check before anything is printed"],
      extend: [
        "Letters in large print and in Welsh",
        "Print house connected",
        "Letter read on the telephone marked as read",
        "Copies to the family doctor",
        proven("Nothing sent to a patient who has died"),
        "Letters taken back within an hour",
        quietly("Postage reckoned per clinic"),
      ],
    },
    phases: {
      extend: {
        waits: [
          {
            day: 9,
            days: 4,
            holder: "client",
            why: "The wording of the Welsh letters is with your communications team.",
            back: "The Welsh wording is here.",
          },
        ],
        slips: [
          {
            day: 14,
            days: 3,
            cause: "client",
            sentence: "The Welsh wording came four days later than agreed; we could make up one of them.",
          },
        ],
      },
      document: {
        declined: [
          {
            reason: "The runbook does not say what to do when the print house is closed.",
            reopens: ["Runbook for the people on call"],
          },
        ],
      },
    },
    when: { startedWeeksAgo: 143 },
  },
  {
    title: "Payments gateway rescue",
    company: "oakmere",
    lead: "tomas",
    team: ["hana"],
    manager: "adaeze",
    template: "rescue",
    weeks: 12,
    origin: "existing",
    pounds: 142_000,
    summary:
      "One payment in four hundred was taken twice, and nobody could say which. Found, mended, and proven since.",
    profile: {
      language: "Python",
      apiStyle: "REST",
      backgroundJobs: "Temporal",
      backgroundJobsWhy: "A payment must be found again wherever it stopped.",
      cloud: "Azure",
      infrastructureAsCode: "Terraform",
    },
    opened: 1008,
    added: {
      stabilise: [
        "Double payment reproduced on purpose",
        "Time-outs told apart from refusals",
        "Card numbers out of the logs",
        "Keys of the old gateway withdrawn",
      ],
      extend: [
        "Refunds by the same idempotent route",
        "Standing orders moved over",
        proven("Daily proof that nothing was taken twice"),
        "Payment status for the branch counter",
        "Gateway switched without a release",
        quietly("Charges of both gateways compared"),
      ],
    },
    phases: {
      stabilise: {
        blocks: [
          {
            title: "Keys of the old gateway withdrawn",
            day: 14,
            days: 5,
            reason: "The bank's key ceremony needs two officers, and one is on leave.",
          },
        ],
        slips: [
          {
            day: 18,
            days: 4,
            cause: "us",
            sentence:
              "Reproducing the double payment took us a week instead of three days; we would rather be sure.",
          },
        ],
        declined: [
          {
            reason: "Our risk team wants to see the double payment fail in their own test system first.",
            reopens: ["Test that protects the first fix"],
          },
        ],
      },
      extend: {
        slips: [
          {
            day: 11,
            days: 2,
            cause: "third_party",
            sentence: "The new gateway postponed our certification by two days.",
          },
        ],
      },
    },
    when: { startedWeeksAgo: 137 },
  },
  {
    title: "Meter readings intake",
    company: "petrel",
    lead: "jonas",
    team: ["callum"],
    manager: "adaeze",
    template: "backend",
    weeks: 8,
    origin: "existing",
    pounds: 70_000,
    summary:
      "Readings sent in by customers were lost when the web site was busy. An intake that takes everything first and thinks later.",
    profile: {
      language: "Go",
      apiStyle: "REST",
      otherStores: "SQS",
      backgroundJobs: "SQS",
      backgroundJobsWhy: "Readings are taken first and checked within minutes.",
      cloud: "AWS",
      infrastructureAsCode: "Terraform",
    },
    opened: 950,
    added: {
      stabilise: ["Readings taken in before they are checked", "Photographs of meters kept small"],
      extend: [
        "Reading by text message",
        "Impossible readings asked about kindly",
        "Estimates replaced when a reading comes",
        proven("Readings handed to billing each night"),
        "Call centre sees a reading at once",
        quietly("Readings per channel counted"),
      ],
    },
    phases: {
      read: {
        slips: [
          {
            day: 2,
            days: 1,
            cause: "client",
            sentence: "The billing team could only meet us on the fourth day.",
          },
        ],
      },
      extend: {
        slips: [
          {
            day: 12,
            days: -2,
            cause: "us",
            sentence: "Billing's file was better documented than we expected; we are two days early.",
          },
        ],
      },
    },
    when: { startedWeeksAgo: 128 },
  },
  {
    title: "Label printing service",
    company: "lumen",
    lead: "jonas",
    team: ["hana"],
    manager: "elin",
    template: "short",
    weeks: 6,
    origin: "existing",
    pounds: 42_000,
    summary:
      "At six in the evening every label took a minute. Two fixes, with tests, and a queue that can be looked into.",
    profile: {
      language: "Node",
      apiStyle: "REST",
      otherStores: "Redis",
      backgroundJobs: "BullMQ",
      backgroundJobsWhy: "A label that fails is printed again a second later.",
      cloud: "AWS",
      infrastructureAsCode: "Terraform",
    },
    opened: 884,
    added: {
      stabilise: [
        "Fonts loaded once instead of for every label",
        "Queue that shows what waits, and for which printer",
        "Printers that vanish no longer hold the others up",
      ],
      extend: [
        "Labels in a batch",
        "Second carrier's label format",
        "Reprint with a reason",
        quietly("Label paper counted per depot"),
      ],
    },
    phases: {
      stabilise: {
        waived:
          "Lumen's only signatory was on parental leave and her deputy agreed by telephone; noted by both.",
      },
    },
    when: { startedWeeksAgo: 121 },
  },
  {
    title: "Repairs scheduling",
    company: "foxglove",
    lead: "priya",
    team: ["sam", "hana"],
    manager: "elin",
    template: "fresh",
    weeks: 10,
    origin: "fresh",
    pounds: 98_000,
    summary:
      "Plumbers were sent to homes where nobody was in. A schedule that tenants confirm and that tradespeople see on the road.",
    profile: {
      language: "Python",
      apiStyle: "REST",
      otherStores: "Redis",
      cloud: "Azure",
      infrastructureAsCode: "Terraform",
    },
    opened: 843,
    added: {
      stabilise: ["Trades and their hours from one list", "Urgent repairs defined with the call centre"],
      extend: [
        "Slots offered by trade and postcode",
        "Tenant confirms by text message",
        "Missed visit with a photograph of the door",
        "Second visit booked before the first one ends",
        "Parts ordered with the visit",
        proven("Gas safety visits never moved by the machine"),
        "Contractors see their own jobs only",
        quietly("Travel time reckoned honestly"),
      ],
    },
    phases: {
      extend: {
        pause: {
          day: 12,
          days: 6,
          reason: "The repairs team moves office; nobody is there to try the pilot with.",
          cause: "client",
          sentence: "Work stood still for six working days while the repairs team moved office.",
        },
        slips: [
          {
            day: 22,
            days: 2,
            cause: "scope",
            sentence: "Gas safety visits came in; they need rules of their own.",
          },
        ],
      },
    },
    when: { startedWeeksAgo: 114 },
  },
  {
    title: "Ticketing API",
    company: "kestrel",
    lead: "mei",
    team: ["sam"],
    manager: "elin",
    template: "rescue",
    weeks: 8,
    origin: "existing",
    pounds: 58_000,
    summary: "On the morning that a season opens, the box office went down. It has not since.",
    profile: {
      language: "Node",
      apiStyle: "REST",
      otherStores: "Redis",
      backgroundJobs: "BullMQ",
      backgroundJobsWhy: "Tickets are mailed again if a mail fails.",
      cloud: "AWS",
      infrastructureAsCode: "Terraform",
    },
    opened: 781,
    added: {
      stabilise: [
        "Seats held for eight minutes, then let go",
        "Waiting room in front of a season's opening",
        "Seat map drawn from one query",
      ],
      extend: [
        "Returns sold again within a minute",
        "Access seats with a companion",
        "Group bookings by schools",
        proven("Season's opening rehearsed with 9,000 visitors"),
        "Gift vouchers that expire honestly",
        quietly("Booking fees agreed with the trustees"),
      ],
    },
    phases: {
      stabilise: {
        declined: [
          {
            reason:
              "The seat map still shows a sold seat as free for a few seconds. Please have another look.",
            reopens: ["Seat map drawn from one query"],
          },
        ],
      },
      extend: {
        slips: [
          {
            day: 7,
            days: 2,
            cause: "scope",
            sentence: "Gift vouchers were added before Christmas; two days more.",
          },
        ],
      },
    },
    when: { startedWeeksAgo: 106 },
  },
  {
    title: "Timetable feeds",
    company: "brightwater",
    lead: "tomas",
    team: ["callum"],
    manager: "adaeze",
    template: "backend",
    weeks: 7,
    origin: "fresh",
    pounds: 56_000,
    summary:
      "Sailings were read off a poster. A feed that journey planners can trust, cancellations within a minute included.",
    profile: {
      language: "Go",
      apiStyle: "REST",
      otherStores: "Redis",
      cloud: "AWS",
      infrastructureAsCode: "Terraform",
    },
    opened: 730,
    added: {
      stabilise: [
        "Winter and summer timetable from one source",
        "Tides that cancel a sailing written as rules",
      ],
      extend: [
        "Timetable in the format that planners read",
        "Cancellations within a minute",
        "Boards on the quay fed by the same API",
        proven("Feed accepted by the national planner"),
        "Connections with the island buses",
        quietly("Screen readers tried on the boards"),
      ],
    },
    phases: {
      extend: {
        waits: [
          {
            day: 8,
            days: 5,
            holder: "third_party",
            why: "The national planner checks feeds on Thursdays only.",
            back: "The feed has been checked; two remarks, both small.",
          },
        ],
        slips: [
          {
            day: 11,
            days: 3,
            cause: "third_party",
            sentence:
              "The national planner checks feeds once a week, so we lost three days waiting for theirs.",
          },
        ],
        leaves: {
          "Background jobs, with the reason for the runner chosen":
            "The timetable is built in the pipeline; nothing runs in the background.",
        },
      },
    },
    when: { startedWeeksAgo: 99 },
  },
  {
    title: "Returns service",
    company: "thornbury",
    lead: "tomas",
    team: ["hana"],
    manager: "elin",
    template: "rescue",
    weeks: 8,
    origin: "existing",
    pounds: 61_000,
    summary: "Refunds took eleven days because three systems had to agree. Now they ask one.",
    profile: {
      language: "Node",
      apiStyle: "REST",
      otherStores: "SQS",
      backgroundJobs: "SQS",
      backgroundJobsWhy: "Refunds may wait over night but must never be forgotten.",
      cloud: "AWS",
      infrastructureAsCode: "Pulumi",
    },
    opened: 681,
    added: {
      stabilise: [
        "Refund state kept in one place",
        "Return labels that still scan when wet",
        "Old returns from the paper book typed in",
      ],
      extend: [
        "Return without a receipt",
        "Exchange for another size in one step",
        "Repair instead of refund",
        proven("Refund to the card that paid"),
        "Shop and warehouse see the same return",
        quietly("Serial returners shown to the manager"),
      ],
    },
    phases: {
      stabilise: {
        blocks: [
          {
            title: "Old returns from the paper book typed in",
            day: 8,
            days: 4,
            reason: "The book is in the Keswick shop and comes with Friday's van.",
          },
        ],
        leaves: {
          "Restore from backup rehearsed":
            "Thornbury's host rehearses it each quarter; we read their last report.",
        },
      },
      extend: {
        slips: [
          {
            day: 9,
            days: 3,
            cause: "client",
            sentence: "The card provider's contract was signed three days later than planned.",
          },
        ],
      },
    },
    when: { startedWeeksAgo: 91 },
  },
  {
    title: "Policy documents",
    company: "meridian",
    lead: "mei",
    team: ["callum"],
    manager: "adaeze",
    template: "rescue",
    weeks: 10,
    origin: "existing",
    pounds: 92_000,
    summary:
      "Policies were put together by a macro that one colleague understood, and she retires. A service with her rules as tests.",
    profile: {
      language: "Python",
      apiStyle: "REST",
      otherStores: "SQS",
      backgroundJobs: "SQS",
      backgroundJobsWhy: "Documents are made in seconds and can be made again.",
      cloud: "AWS",
      infrastructureAsCode: "Terraform",
    },
    opened: 632,
    added: {
      stabilise: [
        "The macro's rules written down with its author",
        "Two hundred old policies made again and compared",
        "Clauses with a version and a date",
        "Fonts that the print house also has",
      ],
      extend: [
        "Policy as it stood on any day",
        "Changes marked for the policy holder",
        proven("Regulator's wording checked before release"),
        "Braille and audio on request",
        "Brokers fetch their own documents",
        quietly("Archive of ten years moved"),
      ],
    },
    phases: {
      stabilise: {
        slips: [
          {
            day: 13,
            days: 5,
            cause: "discovery",
            sentence:
              "The macro holds forty exceptions that are written down nowhere. We want all of them before we go on.",
          },
        ],
      },
      extend: {
        slips: [
          {
            day: 10,
            days: 2,
            cause: "client",
            sentence: "The regulator's wording was confirmed two days later than we had planned together.",
          },
        ],
      },
      document: {
        declined: [
          {
            reason: "The onboarding notes assume that a reader knows our product names. Please explain them.",
            reopens: ["Onboarding notes for the next engineer"],
          },
        ],
      },
    },
    when: { startedWeeksAgo: 84 },
  },
];
