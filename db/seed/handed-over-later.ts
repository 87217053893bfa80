import { proven, quietly, type Story } from "./story";

/** The last eighteen months. */
export const LATER: readonly Story[] = [
  {
    title: "Royalty statements",
    company: "pellworth",
    lead: "priya",
    team: ["hana"],
    manager: "elin",
    template: "rescue",
    weeks: 9,
    origin: "existing",
    pounds: 74_000,
    summary:
      "Authors waited until August for what was sold in December. Statements in days, with every book accounted for.",
    profile: {
      language: "Python",
      apiStyle: "REST",
      backgroundJobs: "Temporal",
      backgroundJobsWhy: "A statement run lasts hours and has to go on where it stopped.",
      cloud: "AWS",
      infrastructureAsCode: "Terraform",
    },
    opened: 578,
    added: {
      stabilise: [
        "Sales from four distributors in one form",
        "Returns counted against the right edition",
        "Advances earned out in order",
      ],
      extend: [
        "Statement for an author with several pen names",
        "Agents see their own authors",
        "Tax treaty rates by country",
        proven("Last year's run made again to the penny"),
        "Payments held under twenty pounds",
        quietly("Disputes of three estates noted"),
      ],
    },
    phases: {
      stabilise: {
        waits: [
          {
            day: 6,
            days: 5,
            holder: "client",
            why: "We need last year's sales from the second distributor.",
            back: "The second distributor's sales are in.",
          },
        ],
        slips: [
          {
            day: 12,
            days: 4,
            cause: "client",
            sentence: "The second distributor's sales came a week late; we were able to save a day.",
          },
        ],
      },
    },
    when: { startedWeeksAgo: 77 },
  },
  {
    title: "Outage notices",
    company: "calder",
    lead: "jonas",
    team: ["sam"],
    manager: "adaeze",
    template: "fresh",
    weeks: 8,
    origin: "fresh",
    pounds: 82_000,
    summary:
      "Homes learnt of a burst main from their taps. Notices by text, telephone and web within ten minutes of the first call.",
    profile: {
      language: "Go",
      apiStyle: "Event-driven",
      otherStores: "SQS, Redis",
      backgroundJobs: "SQS",
      backgroundJobsWhy: "Ten thousand messages go out at once, each tried three times.",
      cloud: "Azure",
      infrastructureAsCode: "Terraform",
    },
    opened: 521,
    added: {
      stabilise: ["Homes behind each valve known", "Numbers of people who depend on water for treatment"],
      extend: [
        "Notice drafted from the valve that was shut",
        "Dialysis patients called first",
        "Notice in six languages",
        "All-clear sent to the same homes",
        proven("Ten thousand messages in four minutes"),
        "Notices on the web before the text",
        quietly("Cost of a night's messages capped"),
      ],
    },
    phases: {
      extend: {
        slips: [
          {
            day: 8,
            days: 3,
            cause: "discovery",
            sentence: "A third of the valves are drawn in the wrong street; the map has to be mended first.",
          },
          {
            day: 17,
            days: 2,
            cause: "third_party",
            sentence: "The mobile networks took two days longer to approve the sender's name.",
          },
        ],
        blocks: [
          {
            title: "Dialysis patients called first",
            day: 13,
            days: 4,
            reason: "The hospital's list needs their lawyer's consent.",
          },
        ],
      },
    },
    when: { startedWeeksAgo: 69 },
  },
  {
    title: "Order capture",
    company: "halden",
    lead: "tomas",
    team: ["callum"],
    manager: "elin",
    template: "short",
    weeks: 6,
    origin: "existing",
    pounds: 44_000,
    summary:
      "Restaurants order at midnight by voice mail. What was heard is now an order by five, and the vans leave on time.",
    profile: {
      language: "Python",
      apiStyle: "REST",
      otherStores: "SQS",
      backgroundJobs: "SQS",
      backgroundJobsWhy: "Voice mails are worked through in order, each again if need be.",
      cloud: "AWS",
      infrastructureAsCode: "Pulumi",
    },
    opened: 470,
    added: {
      stabilise: [
        "Units of fish understood as they are said",
        "Orders after midnight on the right day",
        "Price of the morning fixed once",
      ],
      extend: [
        "Order confirmed by text before the vans load",
        "Substitutes agreed in advance",
        "Standing orders for the weekend",
        quietly("Credit limits shown to the desk"),
      ],
    },
    phases: {
      stabilise: {
        declined: [
          {
            reason:
              "The harbour office needs the morning price by half past four. It came at five twice last week.",
            reopens: ["Price of the morning fixed once"],
          },
        ],
      },
    },
    when: { startedWeeksAgo: 63 },
  },
  {
    title: "Course enrolment",
    company: "bellweather",
    lead: "mei",
    team: ["hana"],
    manager: "elin",
    template: "rescue",
    weeks: 10,
    origin: "existing",
    pounds: 94_000,
    summary:
      "On results day enrolment queued for hours and some places were given twice. This year it was over by noon.",
    profile: {
      language: "Node",
      apiStyle: "GraphQL",
      otherStores: "Redis",
      backgroundJobs: "BullMQ",
      backgroundJobsWhy: "Confirmations may be late by a minute on the one busy day.",
      cloud: "AWS",
      infrastructureAsCode: "Terraform",
    },
    opened: 425,
    added: {
      stabilise: [
        "A place given once, whoever asks first",
        "Results day replayed from last year's log",
        "Fees reckoned in one function",
        "Waiting lists kept in the order of asking",
      ],
      extend: [
        "Enrolment in steps that can be left and resumed",
        "Bursaries offered with the place",
        "Timetable clashes shown before enrolling",
        proven("Results day rehearsed at three times the load"),
        "Colleges see their own courses only",
        quietly("Late enrolments agreed with the registrar"),
      ],
    },
    phases: {
      stabilise: {
        slips: [
          { day: 16, days: 3, cause: "us", sentence: "One of us fell ill; Stabilise needs three more days." },
        ],
      },
      extend: {
        pause: {
          day: 6,
          days: 5,
          reason: "The colleges' own results day: nobody touches anything that week.",
          cause: "client",
          sentence: "We kept our hands off during results week, as agreed; five working days.",
        },
      },
    },
    when: { startedWeeksAgo: 56 },
  },
  {
    title: "Lettings feed",
    company: "foxglove",
    lead: "jonas",
    team: ["hana"],
    manager: "elin",
    template: "rescue",
    weeks: 7,
    origin: "existing",
    pounds: 52_000,
    summary:
      "Homes stayed on the web site for a week after they were let. A feed that tells every portal within five minutes.",
    profile: {
      language: "Node",
      apiStyle: "REST",
      otherStores: "SQS",
      backgroundJobs: "SQS",
      backgroundJobsWhy: "Each portal is told by itself and again until it answers.",
      cloud: "Azure",
      infrastructureAsCode: "Terraform",
    },
    opened: 376,
    added: {
      stabilise: [
        "State of a home known in one place",
        "Photographs sized once",
        "Bids closed at the minute that was said",
      ],
      extend: [
        "Adapted homes shown to those who need them",
        "Bids with a reason for the order",
        "Viewings booked in the feed",
        proven("Three portals told within five minutes"),
        quietly("Fair-letting report for the council"),
      ],
    },
    phases: {
      stabilise: {
        slips: [
          {
            day: 8,
            days: -1,
            cause: "us",
            sentence: "The photographs were quicker than planned; Stabilise closes a day early.",
          },
        ],
      },
      extend: { leaves: { "Feature flags cleared away": "None were used." } },
    },
    when: { startedWeeksAgo: 49 },
  },
  {
    title: "Address matching",
    company: "lumen",
    lead: "jonas",
    team: ["callum", "sam"],
    manager: "adaeze",
    template: "fresh",
    weeks: 8,
    origin: "fresh",
    pounds: 86_000,
    summary:
      "One parcel in thirty went to the wrong door of the right street. Addresses are matched before the label is printed.",
    profile: {
      language: "Go",
      apiStyle: "REST",
      otherStores: "Redis",
      cloud: "AWS",
      infrastructureAsCode: "Terraform",
    },
    opened: 322,
    added: {
      stabilise: ["A thousand wrong deliveries sorted by their cause", "Flats told apart from houses"],
      extend: [
        "Match with a measure of doubt",
        "Doubtful addresses asked about at the till",
        "House names in rural postcodes",
        "New streets within a day of being named",
        proven("Matched within 40 ms at the evening peak"),
        "Drivers' corrections fed back",
        quietly("Licence of the address file read"),
      ],
    },
    phases: {
      extend: {
        slips: [
          {
            day: 10,
            days: 4,
            cause: "scope",
            sentence: "Drivers' corrections were added after the first week's trial; four days.",
          },
        ],
        declined: [
          {
            reason:
              "Rural addresses in the west still match the wrong farm. Our drivers' list is attached to the mail.",
            reopens: ["House names in rural postcodes"],
          },
        ],
        leaves: {
          "Background jobs, with the reason for the runner chosen":
            "Matching happens within the request; there are no jobs.",
        },
      },
    },
    when: { startedWeeksAgo: 42 },
  },
  {
    title: "Card disputes",
    company: "oakmere",
    lead: "tomas",
    team: ["callum"],
    manager: "adaeze",
    template: "rescue",
    weeks: 12,
    origin: "existing",
    pounds: 134_000,
    summary:
      "Disputes ran out of time in a shared inbox. Each now has a clock, an owner and its papers in one place.",
    profile: {
      language: "Python",
      apiStyle: "REST",
      otherStores: "Kafka",
      backgroundJobs: "Temporal",
      backgroundJobsWhy: "A dispute lasts up to 120 days with a deadline at each step.",
      cloud: "Azure",
      infrastructureAsCode: "Terraform",
    },
    opened: 278,
    added: {
      stabilise: [
        "Deadlines of each scheme as data",
        "Inbox read by machine, with doubts shown",
        "Papers kept with the dispute",
        "Two disputes for one payment made one",
      ],
      extend: [
        "Provisional credit with its own rules",
        "Customer sees where the dispute stands",
        "Evidence sent to the scheme in its format",
        proven("No deadline missed in a month's trial"),
        "Merchant's answer read into fields",
        "Disputes handed from one colleague to the next",
        quietly("Write-offs approved by two"),
      ],
    },
    phases: {
      read: {
        slips: [
          {
            day: 3,
            days: 1,
            cause: "client",
            sentence: "The disputes team could show us the inbox a day later than planned.",
          },
        ],
      },
      stabilise: {
        waits: [
          {
            day: 9,
            days: 6,
            holder: "client",
            why: "Your compliance team reads the list of deadlines.",
            back: "Compliance agreed to the deadlines, with one change.",
          },
        ],
        slips: [
          {
            day: 17,
            days: 4,
            cause: "client",
            sentence:
              "Compliance needed six days for the list of deadlines; two of them we could work around.",
          },
        ],
      },
      extend: {
        declined: [
          {
            reason: "Provisional credits were paid twice for two customers in the trial.",
            reopens: ["Provisional credit with its own rules"],
          },
          {
            reason: "The credits are right now, but the customer's page still shows the old amount.",
            reopens: ["Customer sees where the dispute stands"],
          },
        ],
        slips: [
          {
            day: 19,
            days: 3,
            cause: "us",
            sentence:
              "Our rule for provisional credit was wrong for joint accounts; three days to put it right.",
          },
        ],
      },
    },
    when: { startedWeeksAgo: 35 },
  },
  {
    title: "Cold-chain alerts",
    company: "halden",
    lead: "mei",
    team: ["sam"],
    manager: "elin",
    template: "fresh",
    weeks: 9,
    origin: "fresh",
    pounds: 90_000,
    summary:
      "A van's fridge failed on the ferry and nobody knew until the quay. Now the driver, the depot and the buyer know in three minutes.",
    profile: {
      language: "Go",
      apiStyle: "Event-driven",
      otherStores: "SQS",
      backgroundJobs: "SQS",
      backgroundJobsWhy: "Alerts are few and each is sent until somebody answers.",
      cloud: "AWS",
      infrastructureAsCode: "Pulumi",
    },
    opened: 218,
    added: {
      stabilise: ["Sensors told apart from their vans", "A door held open is not a failure"],
      extend: [
        "Temperature of every load, every minute",
        "Alert that climbs until somebody answers",
        "Readings kept while the van is on the ferry",
        "Certificate of the journey for the buyer",
        proven("Alert within three minutes, tried on the road"),
        "Thresholds by kind of fish",
        quietly("Sensor batteries watched"),
      ],
    },
    phases: {
      extend: {
        waits: [
          {
            day: 11,
            days: 4,
            holder: "third_party",
            why: "The second batch of sensors is in customs.",
            back: "The sensors are here and fitted.",
          },
        ],
        slips: [
          {
            day: 15,
            days: 3,
            cause: "third_party",
            sentence: "The second batch of sensors lay in customs for four days; three could not be made up.",
          },
        ],
        blocks: [
          {
            title: "Alert within three minutes, tried on the road",
            day: 18,
            days: 3,
            reason: "Both vans with sensors are in Bergen until Thursday.",
          },
        ],
      },
      document: {
        waived:
          "Ingrid Solberg was at sea without a connection and had agreed to every line the week before.",
      },
    },
    when: { startedWeeksAgo: 26 },
  },
  {
    title: "Marking queue",
    company: "bellweather",
    lead: "tomas",
    team: ["hana"],
    manager: "adaeze",
    template: "rescue",
    weeks: 8,
    origin: "existing",
    pounds: 66_000,
    summary:
      "Scripts were marked twice or not at all. A queue that gives each to one marker, and a second one where they differ.",
    profile: {
      language: "Node",
      apiStyle: "REST",
      otherStores: "Redis",
      backgroundJobs: "BullMQ",
      backgroundJobsWhy: "A script that is dropped goes back to the queue within the hour.",
      cloud: "AWS",
      infrastructureAsCode: "Terraform",
    },
    opened: 149,
    added: {
      stabilise: [
        "A script is with one marker at a time",
        "Marks kept when the connection drops",
        "Scans that load before the marker loses patience",
      ],
      extend: [
        "Second marker where two differ by five",
        "Marker's pace shown to them alone",
        "Appeals with both markings beside each other",
        proven("A week of marking rehearsed with forty markers"),
        "Standardisation scripts mixed in",
        quietly("Markers' pay reckoned from the queue"),
      ],
    },
    phases: {
      stabilise: {
        slips: [
          {
            day: 11,
            days: 2,
            cause: "scope",
            sentence: "Scans from the new colleges were added; two days more.",
          },
        ],
        leaves: {
          "Dependencies brought to supported versions":
            "All of them were, but for one that goes away in Extend.",
        },
      },
      extend: {
        slips: [
          {
            day: 8,
            days: 1,
            cause: "client",
            sentence: "The forty markers could meet a day later than planned.",
          },
        ],
      },
    },
    when: { startedWeeksAgo: 17 },
  },
];
