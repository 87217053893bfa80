import type { Act } from "db/act";
import { listManagers } from "db/enquiries.server";
import type { Letter } from "db/mails.server";
import { type MailContext, mailAll } from "./announce.server";
import { compose, type LetterHead, oneLine } from "./letters";

export interface EnquiryNews {
  code: string;
  company: string;
  person: string;
}

/** Tells our managers that somebody wrote by the form; who wrote is mailed nothing. */
export async function announceEnquiry(context: MailContext, act: Act, news: EnquiryNews): Promise<void> {
  await mailAll(context, act, await listManagers(context.db), (head, { name }) =>
    enquiryLetter(head, name, news),
  );
}

/** What was written stays on the page: a stranger does not get to write our mails. */
function enquiryLetter(head: LetterHead, name: string, { code, company, person }: EnquiryNews): Letter {
  const from = `${oneLine(person)}, ${oneLine(company)}`;
  return compose(head, {
    subject: `An enquiry from ${from}`,
    greeting: name,
    before: [
      `${from}, wrote to us by the form on the website. It stands in the pipeline as a lead (${code}).`,
    ],
    link: {
      label: "Read what they wrote",
      url: `${head.baseUrl}/engagements/${encodeURIComponent(code)}/audit`,
    },
    after: ["Nobody leads it yet. They were told that we answer within two working days."],
  });
}
