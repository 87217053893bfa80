import { Command } from "commander";
import { verifyGate } from "db/gate-record.server";
import { StartError } from "~/server/boot";
import { withDatabase } from "./with-database";

/** `verify gate`: takes the fingerprint of a signed document anew and compares it with the one that was kept. */
export function verifyCommand(): Command {
  const gate = new Command("gate")
    .description("recompute the fingerprint of what was signed at a gate")
    .argument("<id>", "the gate's id, as its page shows it")
    .action((id: string) =>
      withDatabase(async ({ database }) => {
        const found = await verifyGate(database.db, id);
        if (!found) throw new StartError(`No document is kept of a gate with the id ${id}.`);
        const what = `${found.code}, ${found.phase} gate, request ${found.attempt}, ${found.outcome ?? "not answered"}`;
        if (found.kept !== found.reckoned) {
          throw new StartError(
            `${what}: the document does not have the fingerprint that was kept.\nkept     ${found.kept}\nreckoned ${found.reckoned}`,
          );
        }
        console.log(`${what}: unchanged.\nSHA-256 ${found.reckoned}`);
      }),
    );
  return new Command("verify").description("whether what was kept is still what it was").addCommand(gate);
}
