import type { Artefact } from "~/domain/deliverable";

export interface ArtefactText {
  /** `{domain}` and `{slug}` stand for the client's domain and the engagement. */
  place: string;
  owner: string;
  how: string;
}

export const ARTEFACT_TEXTS: Record<Artefact, readonly ArtefactText[]> = {
  deployed_backend: [
    {
      place: "https://git.{domain}/{slug}",
      owner: "Backend team",
      how: "Their own engineer merged a change and saw it live eleven minutes later, without us.",
    },
    {
      place: "https://deploy.{domain}/{slug}/pipelines",
      owner: "Platform team",
      how: "Deployed and rolled back twice in front of the team; the second time they drove.",
    },
    {
      place: "https://git.{domain}/{slug}/-/environments",
      owner: "Engineering, on-call rota",
      how: "A deliberately broken build was stopped by the pipeline before it reached anybody.",
    },
  ],
  api_schema: [
    {
      place: "https://api.{domain}/{slug}/openapi.json",
      owner: "API guild",
      how: "The pipeline compares schema and code on every change; we changed one alone and it failed.",
    },
    {
      place: "https://docs.{domain}/{slug}/openapi.yaml",
      owner: "Backend team",
      how: "A client was generated from it and ran against the live service, every endpoint once.",
    },
    {
      place: "https://api.{domain}/{slug}/v2/openapi.json",
      owner: "Integrations team",
      how: "Read line by line with the two partners who build on it; three descriptions were mended.",
    },
  ],
  automated_tests: [
    {
      place: "https://git.{domain}/{slug}/-/tree/main/tests",
      owner: "Backend team",
      how: "Run from a fresh checkout on their machine in four minutes, all green, twice over.",
    },
    {
      place: "https://ci.{domain}/{slug}/tests",
      owner: "Quality lead",
      how: "We put back five bugs of the past one by one; five tests went red, each the right one.",
    },
    {
      place: "https://git.{domain}/{slug}/-/jobs?name=integration",
      owner: "Engineering, on-call rota",
      how: "The integration run was started by their newest colleague from the notes alone.",
    },
  ],
  observability: [
    {
      place: "https://grafana.{domain}/d/{slug}",
      owner: "Platform team",
      how: "A request was followed from the browser to the database and back by its trace.",
    },
    {
      place: "https://monitor.{domain}/dashboards/{slug}",
      owner: "Operations desk",
      how: "We stopped a worker at an agreed hour; the person on call was rung after three minutes.",
    },
    {
      place: "https://logs.{domain}/{slug}/overview",
      owner: "Engineering, on-call rota",
      how: "Three questions of the support desk were answered from the logs while they watched.",
    },
  ],
  data_model_docs: [
    {
      place: "https://docs.{domain}/{slug}/data-model",
      owner: "Data steward",
      how: "Explained back to us by the two people who will keep it; what they stumbled over was rewritten.",
    },
    {
      place: "https://git.{domain}/{slug}/-/blob/main/docs/data-model.md",
      owner: "Backend team",
      how: "A migration was written from it, run forwards and backwards on a copy of the live data.",
    },
    {
      place: "https://wiki.{domain}/{slug}/data",
      owner: "Head of data",
      how: "Every table compared with the live schema; two that nobody used were dropped on the way.",
    },
  ],
  secrets_access: [
    {
      place: "https://vault.{domain}/ui/{slug}",
      owner: "Security officer",
      how: "All keys renewed on the last day; the list of who may read them was signed by the owner.",
    },
    {
      place: "Password safe of the platform team, folder {slug}",
      owner: "Platform team",
      how: "Our own access was withdrawn while they watched, and a deploy went through without it.",
    },
    {
      place: "https://wiki.{domain}/{slug}/access",
      owner: "IT administrator",
      how: "Every secret traced to where it is used; one that was in the code is gone from its history.",
    },
  ],
};

/** Why one of the six was left out, where it was. */
export const MISSING_TEXTS: readonly { artefact: Artefact; reason: string }[] = [
  {
    artefact: "observability",
    reason:
      "Your platform team moves to another monitoring service in the spring and asked us not to build on the old one. Until then alerts go to the operations desk by mail.",
  },
  {
    artefact: "data_model_docs",
    reason:
      "The data model belongs to the vendor of the core system, who documents it under the maintenance contract. Our part of it is in the API schema.",
  },
  {
    artefact: "secrets_access",
    reason:
      "Secrets stay with your parent company's security team, who did not open their vault to us. They have our list of what has to be renewed and when.",
  },
];

/** How engagements ended, by title: for both sides, and for us alone. */
export const CLOSINGS: Readonly<Record<string, { outcome: string; retrospective: string }>> = {
  "Quote service": {
    outcome:
      "A quote takes **0.4 seconds** instead of nine, and the web and the telephone say the same price. The old price tables were switched off four weeks after the hand-over; nobody has asked for them.",
    retrospective:
      "The price rules were three times what the proposal said. Next time we count rules in Read before we name a length.",
  },
  "Patient letters API": {
    outcome:
      "Letters leave on the day they are written, and the clinic sees which were read. The second printing room was closed.",
    retrospective:
      "Consent questions cost us two weeks that nobody had planned. Ask for the data protection officer on day one.",
  },
  "Payments gateway rescue": {
    outcome:
      "No payment was taken twice since the fix, and a test proves it on every change. Reconciliation went from two mornings a week to twenty minutes.",
    retrospective:
      "A rescue sells itself as short and never is. The three days of Read paid for everything that followed; keep them even when the house is on fire.",
  },
  "Meter readings intake": {
    outcome:
      "On the busiest day 41,000 readings came in and none was lost. The support desk had 60 calls instead of 700.",
    retrospective:
      "Load tests with real shapes of data, from week two. Ours were too polite until week five.",
  },
  "Label printing service": {
    outcome:
      "A label prints in under a second at six in the evening, and the queue can be looked into by the floor.",
    retrospective:
      "Small and clear. We could have proposed five weeks; the sixth was documentation and worth it.",
  },
  "Repairs scheduling": {
    outcome:
      "Nine visits in ten now find somebody at home; before it was six. Tenants confirm by text, and the rota is on the road by seven.",
    retrospective:
      "Tradespeople were asked in week six. They changed the design for the better and should have been there in week one.",
  },
  "Ticketing API": {
    outcome: "The season opened with 18,000 tickets in the first hour and no interruption.",
    retrospective:
      "Rehearsing the opening morning twice was the best day we spent. Make it part of the template.",
  },
  "Timetable feeds": {
    outcome:
      "Journey planners carry the sailings, and a cancellation is known everywhere within a minute. Two harbours have asked for the same.",
    retrospective: "The standard for feeds is looser than it reads. Keep our validator for the next one.",
  },
  "Returns service": {
    outcome: "A refund takes two days instead of eleven, and the three systems ask one.",
    retrospective: "Two of three owners changed during the work. Name a second owner of every decision.",
  },
  "Policy documents": {
    outcome:
      "The rules of thirty years are 214 tests that anybody can read. Policies are put together in the night, not in a week.",
    retrospective:
      "Sitting beside the one person who knew was the work. Budget interviews as working days and not as meetings.",
  },
  "Royalty statements": {
    outcome: "Statements for December were out on the ninth of January, with every book accounted for.",
    retrospective:
      "Money rounding deserves a standard of its own. We wrote it in week four and repaired twice.",
  },
  "Outage notices": {
    outcome:
      "Homes hear of a burst main in seven minutes on average, those who need water most by telephone first.",
    retrospective: "The emergency list was kept on paper. Ask who is called when everything is down, early.",
  },
  "Course enrolment": {
    outcome:
      "Results day was over by noon. No place was given twice, and nobody queued longer than four minutes.",
    retrospective:
      "A fixed day focuses wonderfully, and left nothing for polish. Agree what is dropped before, not then.",
  },
  "Address matching": {
    outcome: "One parcel in 260 goes to the wrong door; it was one in thirty.",
    retrospective:
      "The last half per cent cost as much as the first ninety. Agree on what is enough in Stabilise.",
  },
  "Cold-chain alerts": {
    outcome: "Driver, depot and buyer know of a warm van within three minutes, also on the ferry.",
    retrospective: "Trying it on the road with a real van found what no test had. Do that twice, not once.",
  },
};
