import type { Kysely } from "kysely";
import type { DB } from "./schema";

/** Which of the files under these SHA-256 are evidence of anything, in any engagement. */
export async function listKnownHashes(db: Kysely<DB>, hashes: readonly string[]): Promise<Set<string>> {
  const known = new Set<string>();
  for (let from = 0; from < hashes.length; from += 500) {
    const rows = await db
      .selectFrom("file")
      .innerJoin("evidence", "evidence.file_id", "file.id")
      .select("file.sha256")
      .where("file.sha256", "in", hashes.slice(from, from + 500))
      .execute();
    for (const row of rows) known.add(row.sha256);
  }
  return known;
}
