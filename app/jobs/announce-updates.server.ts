import type { Act } from "db/act";
import { listContactsOf } from "db/ask-news.server";
import type { Letter } from "db/mails.server";
import { requireEngagement } from "db/scope.server";
import { readPortalUpdates } from "db/updates.server";
import { HEALTH_LABEL } from "~/domain/attention";
import { longDate } from "~/domain/calendar";
import { FACT_SECTION_LABEL, FACT_SECTIONS } from "~/domain/update";
import type { ShownLine } from "~/domain/update-line";
import { type MailContext, mailAll } from "./announce.server";
import { compose, type LetterHead, oneLine } from "./letters";

/** Sends the client's version of a published update to their contacts. */
export async function announceUpdate(
  context: MailContext,
  act: Act,
  code: string,
  id: string,
): Promise<void> {
  const { engagement } = await requireEngagement(context.db, act.actor, code, "run_engagement");
  const { updates } = await readPortalUpdates(context.db, act.actor, code);
  const update = updates.find((one) => one.id === id);
  if (!update) return;
  const contacts = await listContactsOf(context.db, engagement.company_id);
  await mailAll(context, act, contacts, (head, { name }) =>
    updateLetter(head, name, code, { ...update, engagement: engagement.title }, act.today),
  );
}

type Told = Awaited<ReturnType<typeof readPortalUpdates>>["updates"][number] & { engagement: string };

function updateLetter(head: LetterHead, name: string, code: string, update: Told, today: string): Letter {
  const health = update.health ? HEALTH_LABEL[update.health] : "";
  return compose(head, {
    subject: `${update.engagement}: ${health.toLowerCase()}, update of ${longDate(update.onDate, today)}`,
    greeting: name,
    before: [`${health}: ${oneLine(update.sentence)}`, ...sectionTexts(update.reported?.lines ?? [])],
    link: {
      label: "Read the whole update",
      url: `${head.baseUrl}/portal/${encodeURIComponent(code)}/updates`,
    },
    after: [],
  });
}

/** One paragraph for each section: `Done: Rate limits; Extend gate (signed).` */
function sectionTexts(lines: readonly ShownLine[]): string[] {
  return FACT_SECTIONS.flatMap((section) => {
    const told = lines
      .filter((line) => line.section === section)
      .map(({ title, rest }) => (rest ? `${oneLine(title)} (${oneLine(rest)})` : oneLine(title)));
    return told.length > 0 ? [`${FACT_SECTION_LABEL[section]}: ${told.join("; ")}.`] : [];
  });
}
