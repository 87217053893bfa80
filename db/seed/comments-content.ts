import type { CommentAbout } from "~/domain/comment";
import type { Visibility } from "~/domain/event";
import type { PhaseKind } from "~/domain/phase";

/** Who says it: the lead, one of the team, the manager, or the contact of the client. */
export type Speaker = "lead" | "colleague" | "manager" | "contact";

export interface Remark {
  by: Speaker;
  visibility: Visibility;
  /** `{lead}`, `{colleague}` and `{contact}` stand for their names. */
  body: string;
}

export interface Talk {
  about: Extract<CommentAbout, "engagement" | "deliverable" | "finding" | "decision" | "gate">;
  remarks: readonly Remark[];
}

/** What was said on live engagements, by the phase that they are in; the first part of each kind that fits is meant. */
export const TALKS: Readonly<Record<PhaseKind, readonly Talk[]>> = {
  read: [
    {
      about: "engagement",
      remarks: [
        {
          by: "lead",
          visibility: "client",
          body: "Good morning, @{contact}. We have read access to the repositories and start with the request logs of last month. Is there anybody besides you who knows why the nightly export was split in two?",
        },
        {
          by: "contact",
          visibility: "client",
          body: "Our former platform lead did that in a hurry before a stock-take. I will dig out her notes and put them in the shared folder today.",
        },
        {
          by: "colleague",
          visibility: "internal",
          body: "@{lead}, the staging data is three months old. I would not measure anything against it before they refresh it.",
        },
      ],
    },
  ],
  stabilise: [
    {
      about: "finding",
      remarks: [
        {
          by: "contact",
          visibility: "client",
          body: "This is the one that wakes us up. On Mondays it is the first thing that support hears about.",
        },
        {
          by: "lead",
          visibility: "client",
          body: "Thank you, that helps us to rank it. We fix it first and show you the test that keeps it fixed.",
        },
        {
          by: "colleague",
          visibility: "internal",
          body: "The retry policy comes from a shared library of theirs. @{lead}, can we ask for a release of it, or do we patch around it until then?",
        },
      ],
    },
    {
      about: "engagement",
      remarks: [
        {
          by: "manager",
          visibility: "internal",
          body: "@{lead}, keep an eye on the scope here: the call on Tuesday sounded like two more integrations.",
        },
      ],
    },
  ],
  extend: [
    {
      about: "deliverable",
      remarks: [
        {
          by: "lead",
          visibility: "client",
          body: "@{contact}, the first version is on staging. The error codes follow the standard that we agreed:\n\n- `409` when somebody else was quicker,\n- `422` when a field does not fit.\n\nPlease try it with two or three of your own cases.",
        },
        {
          by: "contact",
          visibility: "client",
          body: "Tried it with the depot in the north. Works, and the message finally says *which* field. Could the date format be the one from the invoices?",
        },
        {
          by: "colleague",
          visibility: "internal",
          body: "The invoice format has no time zone. I would rather keep ours and format at the edge. @{lead}, your call.",
        },
        {
          by: "lead",
          visibility: "client",
          body: "We keep the date with its zone in the API, so that nothing is lost, and show yours on the page. That is in the next build.",
        },
      ],
    },
    {
      about: "engagement",
      remarks: [
        {
          by: "contact",
          visibility: "client",
          body: "We have our change freeze from the 18th. Does that touch anything of yours?",
        },
        {
          by: "lead",
          visibility: "client",
          body: "Only the last migration, and we can run it the week before. Thank you for saying it early.",
        },
      ],
    },
  ],
  document: [
    {
      about: "gate",
      remarks: [
        {
          by: "contact",
          visibility: "client",
          body: "Before I sign: who of us gets the pager, and is the runbook the one that was rehearsed?",
        },
        {
          by: "lead",
          visibility: "client",
          body: "Your platform team, from the day of the hand-over; the rota is in the register. And yes, it is the one from the rehearsal, with the two corrections of your colleagues.",
        },
        {
          by: "manager",
          visibility: "internal",
          body: "Good answer. @{colleague}, please check once more that the alert addresses are theirs and not ours.",
        },
      ],
    },
  ],
};
