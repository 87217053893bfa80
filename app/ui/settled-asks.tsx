import type { AskShown } from "db/ask-page.server";
import { askAnchor } from "~/domain/ask";
import { Badge } from "./badge";
import { Card } from "./card";
import type { Refused } from "./comment-form";
import { CommentsOn, type TalkOnMany } from "./comments-on";
import { DateText } from "./date";
import { EvidenceList } from "./evidence-list";

type Props = {
  asks: readonly AskShown[];
  code: string;
  isPortal: boolean;
  talk: TalkOnMany;
  /** What was refused of a comment. */
  refused: Refused | undefined;
};

/** What was answered or withdrawn, the latest first; word for word the same for both sides. */
export function SettledAsks({ asks, code, isPortal, talk, refused }: Props) {
  if (asks.length === 0) return null;
  return (
    <Card id="settled" title="Answered" aside={String(asks.length)} flush>
      <ul className="divide-y divide-line">
        {asks.map((ask) => (
          <li key={ask.id} id={askAnchor(ask.id)} className="px-4 py-3">
            <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1 font-semibold">
              <span className="min-w-0">{ask.title}</span>
              {ask.status === "withdrawn" && <Badge>Withdrawn</Badge>}
            </h3>
            {ask.answer && <p className="mt-1 whitespace-pre-wrap">{ask.answer}</p>}
            {ask.evidence.length > 0 && (
              <div className="-mx-4 mt-1">
                <EvidenceList evidence={ask.evidence} code={code} isPortal={isPortal} />
              </div>
            )}
            {ask.withdrawnReason && <p className="mt-1">{ask.withdrawnReason}</p>}
            <p className="mt-1 text-muted text-sm">
              Asked by {ask.askedBy}, <DateText on={ask.askedOn} />
              {ask.answeredOn && (
                <>
                  . {ask.answer ? "Answered" : "Done"} by {ask.answeredBy}, <DateText on={ask.answeredOn} />
                </>
              )}
            </p>
            <CommentsOn talk={talk} on={ask.id} refused={refused} isQuiet />
          </li>
        ))}
      </ul>
    </Card>
  );
}
