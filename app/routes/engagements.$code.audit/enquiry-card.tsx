import type { ReceivedEnquiry } from "db/enquiries.server";
import { SYMPTOM_LABEL } from "~/domain/enquiry";
import { Card } from "~/ui/card";
import { Instant } from "~/ui/date";

/** What they wrote to us before anybody spoke to them. */
export function EnquiryCard({ enquiry }: { enquiry: ReceivedEnquiry }) {
  return (
    <Card id={`enquiry-${enquiry.id}`} title="What they wrote to us">
      <p>
        <span className="font-semibold">{enquiry.person}</span>, {enquiry.company}
        <br />
        <a href={`mailto:${enquiry.email}`} className="break-all underline underline-offset-2">
          {enquiry.email}
        </a>
      </p>
      {enquiry.symptoms.length > 0 && (
        <ul className="mt-3 list-disc pl-5">
          {enquiry.symptoms.map((symptom) => (
            <li key={symptom}>{SYMPTOM_LABEL[symptom]}</li>
          ))}
        </ul>
      )}
      {enquiry.message && (
        <blockquote className="mt-3 whitespace-pre-line border-line-strong border-l-2 pl-3">
          {enquiry.message}
        </blockquote>
      )}
      <p className="mt-3 text-muted text-sm">
        By the form on our website, <Instant at={enquiry.receivedAt} />.
      </p>
    </Card>
  );
}
