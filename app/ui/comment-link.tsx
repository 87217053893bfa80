import { Link } from "@remix-run/react";
import type { CommentAbout } from "~/domain/comment";

type Props = {
  code: string;
  /** What the client wants to talk about; the work as a whole where it is left out. */
  subject?: { about: CommentAbout; id: string; title: string };
};

/** Leads from a page of the portal to where the client says something. */
export function CommentLink({ code, subject }: Props) {
  const search = subject ? `?about=${subject.about}&subject=${subject.id}` : "";
  return (
    <Link
      to={`/portal/${code}/comments${search}`}
      className="inline-flex min-h-6 items-center text-sm underline underline-offset-2 pointer-coarse:min-h-11 print:hidden"
    >
      Comment{subject ? <span className="sr-only"> on {subject.title}</span> : " or ask us something"}
    </Link>
  );
}
