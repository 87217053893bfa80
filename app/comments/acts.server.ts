import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import type { CommentSubject } from "db/comment-subjects.server";
import { removeComment, writeComment } from "db/comments.server";
import { actOf, answerRefusals, requirePermission } from "~/auth/guards.server";
import { commentAnchor, isCommentAbout } from "~/domain/comment";
import { invalid } from "~/domain/refusal";
import { announceComment } from "~/jobs/announce-comments.server";
import { typedText } from "~/ui/typed.server";

/** On which side of an engagement the page lies. */
export type CommentSide = "ours" | "client";

const PERMISSION = { ours: "work_checklist", client: "answer_as_client" } as const;

/**
 * Answers a post that writes or removes a comment, on whatever page it was made; undefined when it is about something
 * else, so that the page's own action goes on with the same request. `subject` is what the page is about; where it
 * shows many conversations the form says which.
 */
export async function actOnComments(args: ActionFunctionArgs, side: CommentSide, subject?: CommentSubject) {
  const type = args.request.headers.get("content-type") ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) return undefined;
  const formData = await args.request.clone().formData();
  const intent = formData.get("intent");
  if (intent !== "comment" && intent !== "remove_comment") return undefined;
  const actor = await requirePermission(args, PERMISSION[side]);
  const act = await actOf(args, actor, formData);
  const code = args.params.code ?? "";
  const { context } = args;
  const { pathname } = new URL(args.request.url);
  const here = pathname.replace(/\.data$/, "");
  return answerRefusals(formData, async () => {
    if (intent === "remove_comment") {
      const id = String(formData.get("id") ?? "");
      if (!id) throw invalid("", "Say which comment is to go.");
      await removeComment(context.db, act, code, id);
      return redirect(`${here}#${commentAnchor(id)}`, 303);
    }
    const visibility = formData.get("visibility");
    if (side === "ours" && visibility !== "internal" && visibility !== "client") {
      throw invalid("body", "Say who reads the comment: press one of the two buttons.");
    }
    const id = await writeComment(
      context.db,
      act,
      code,
      {
        subject: subject ?? subjectIn(formData),
        visibility: side === "client" || visibility === "client" ? "client" : "internal",
        body: typedText(formData, "body"),
      },
      (trx, written) => announceComment({ ...context, db: trx }, act, code, written),
    );
    return redirect(`${here}#${commentAnchor(id)}`, 303);
  });
}

function subjectIn(formData: FormData): CommentSubject {
  const about = String(formData.get("about") ?? "");
  if (!isCommentAbout(about)) throw invalid("body", "Say what the comment is about.");
  return { about, id: String(formData.get("subject_id") ?? "").slice(0, 100) || null };
}
