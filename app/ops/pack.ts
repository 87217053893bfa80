import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command } from "commander";
import { OPERATOR } from "db/act";
import { fileStoreOf } from "~/files/store.server";
import { openPack } from "~/pack/pack.server";
import { withDatabase } from "./with-database";

/** `pack <code>`: the hand-over pack of an engagement as a file, the same that the portal gives. */
export function packCommand(): Command {
  return new Command("pack")
    .description("write the hand-over pack of an engagement")
    .argument("<code>", "the engagement's code, such as ENG-0042")
    .requiredOption("--out <file>", "where to write the .zip")
    .action((code: string, { out }: { out: string }) =>
      withDatabase(async ({ database, config }) => {
        const path = resolve(process.env.INIT_CWD ?? process.cwd(), out);
        const pack = await openPack(database.db, OPERATOR, code, fileStoreOf(config));
        // Under its own name only once it is whole.
        const unfinished = `${path}.${randomUUID()}`;
        try {
          await pipeline(Readable.from(pack.chunks), createWriteStream(unfinished, { flags: "wx" }));
          await rename(unfinished, path);
        } finally {
          await rm(unfinished, { force: true });
        }
        const { size } = await stat(path);
        console.log(`${path} holds ${pack.name}, ${size} bytes.`);
      }),
    );
}
