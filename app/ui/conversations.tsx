import type { ReactNode } from "react";
import { Card } from "./card";
import type { Refused } from "./comment-form";
import { ConversationCard, type ConversationHtml, refusedIn, type TalkShown, WriteOrWhy } from "./comments";

type Props = {
  talk: TalkShown & { isCut: boolean };
  conversations: readonly ConversationHtml[];
  /** The id of what somebody came here to talk about. */
  wanted: string | null;
  formKey: string;
  refused: Refused | undefined;
  /** Over the form about the engagement itself. */
  title: string;
  nameOf: (conversation: ConversationHtml) => ReactNode;
};

/** Every conversation of an engagement, the latest first, with the form about the engagement itself above them. */
export function Conversations({ talk, conversations, wanted, formKey, refused, title, nameOf }: Props) {
  const whole = conversations.find((conversation) => conversation.about === "engagement");
  const isWanted = (conversation: ConversationHtml) =>
    wanted !== null && (conversation.subjectId === wanted || conversation.phase === wanted);
  const shown = conversations.filter((one) => one.comments.length > 0 || isWanted(one));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {shown.filter(isWanted).map((one) => card(one, true))}
      {whole && (
        <Card id="write" title={title}>
          <WriteOrWhy
            talk={talk}
            conversation={whole}
            refused={refusedIn(refused, whole)}
            formKey={formKey}
          />
        </Card>
      )}
      {shown.filter((one) => !isWanted(one)).map((one) => card(one, false))}
      {talk.isCut && (
        <p className="text-muted text-sm">
          These are the latest; what was said earlier stands on the page of what it is about.
        </p>
      )}
    </div>
  );

  function card(conversation: ConversationHtml, isOpen: boolean) {
    const { about, subjectId } = conversation;
    return (
      <ConversationCard
        key={`${about} ${subjectId}`}
        talk={talk}
        conversation={conversation}
        refused={refused}
        formKey={formKey}
        name={nameOf(conversation)}
        isOpen={isOpen}
      />
    );
  }
}
