import { Command, Option } from "commander";
import { type Act, OPERATOR } from "db/act";
import type { Database } from "db/connect.server";
import { inviteContact } from "db/contacts.server";
import { findFirm } from "db/firm.server";
import type { Addressee } from "db/mail-links.server";
import { invitePerson } from "db/people.server";
import { z } from "zod";
import { emailField, lineField } from "~/auth/fields";
import type { Config } from "~/config.server";
import { dateInZone } from "~/domain/calendar";
import { LINK_MINUTES, linkPath } from "~/domain/mail-link";
import { ROLES, type Role } from "~/domain/permissions";
import { invalid } from "~/domain/refusal";
import { invitationLetter } from "~/jobs/letters";
import { StartError } from "~/server/boot";
import { withDatabase } from "./with-database";

interface Wanted {
  email: string;
  name: string;
  role: Role;
  company?: string;
}

const schema = z.object({
  email: emailField,
  name: lineField("--name is empty"),
  company: lineField("--company is empty").optional(),
});

/** `user add`: invites somebody and prints the link of the invitation. */
export function userCommand(): Command {
  const add = new Command("add")
    .description("invite somebody and print the link with which they start; it can be used for an hour")
    .requiredOption("--email <address>", "their mail address")
    .requiredOption("--name <name>", "their name")
    .addOption(new Option("--role <role>", "what they may do").choices(ROLES).makeOptionMandatory())
    .option("--company <name>", "the company that a client contact speaks for; added if it is new")
    .action((wanted: Wanted) => withDatabase(({ database, config }) => addUser(database, config, wanted)));
  return new Command("user").description("the people who can sign in").addCommand(add);
}

async function addUser({ db }: Database, config: Config, wanted: Wanted): Promise<void> {
  const firm = await findFirm(db);
  if (!firm) throw new StartError("There is no firm yet. Open the app and set it up first.");
  const checked = schema.safeParse(wanted);
  if (!checked.success) throw invalid("", checked.error.issues[0]?.message ?? "The address is not right.");
  const { company, ...named } = checked.data;
  const person = { ...named, role: wanted.role };
  const at = Date.now();
  const act: Act = { actor: OPERATOR, at, today: dateInZone(at, firm.timeZone) };
  let link = "";
  const write = (to: Addressee) => {
    link = `${config.baseUrl}${linkPath("invite", to.token)}`;
    return invitationLetter({ baseUrl: config.baseUrl, firm: firm.name }, to);
  };
  if (wanted.role === "client") {
    if (!company) throw invalid("", "A client contact needs --company.");
    await inviteContact(db, act, { named: company }, person, write);
  } else {
    if (company) throw invalid("", "--company is for client contacts only.");
    await invitePerson(db, act, person, write);
  }
  console.log(
    `${person.name} <${person.email}> is invited. The link works once, within ${LINK_MINUTES.invite} minutes:`,
  );
  console.log(link);
}
