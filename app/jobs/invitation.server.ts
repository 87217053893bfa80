import type { AppLoadContext } from "@remix-run/node";
import { findFirm } from "db/firm.server";
import type { WriteLetter } from "db/mail-links.server";
import { invitationLetter } from "./letters";

/** Writes invitations in the firm's name. */
export async function writeInvitation({
  db,
  config,
}: Pick<AppLoadContext, "db" | "config">): Promise<WriteLetter> {
  const firm = (await findFirm(db))?.name ?? "Phaseline";
  return (person) => invitationLetter({ baseUrl: config.baseUrl, firm }, person);
}
