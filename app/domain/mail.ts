/** Where a mail stands; `kept` is one that nothing could send, for want of a mail server. */
export type MailState = "kept" | "waiting" | "retrying" | "sent" | "given_up";
