import type { Database } from "./connect.server";

interface Kept {
  mark: string;
  answers: Map<string, Promise<unknown>>;
}

const kept = new WeakMap<Database, Kept>();

/**
 * Reads once and answers the same until anything at all was written, by this process or another. Only for what
 * everybody who may ask by this `key` is answered alike, and for what only a write can change, never time.
 */
export async function keptWhileUnchanged<T>(
  database: Database,
  key: string,
  read: () => Promise<T>,
): Promise<T> {
  // Asked before reading: a write in between only means reading once more.
  return keptAt(database, await database.changeMark(), key, read);
}

/** The same for who has asked the database for its change mark already. */
export function keptAt<T>(database: Database, mark: string, key: string, read: () => Promise<T>): Promise<T> {
  let known = kept.get(database);
  if (known?.mark !== mark) {
    known = { mark, answers: new Map() };
    kept.set(database, known);
  }
  const { answers } = known;
  const before = answers.get(key) as Promise<T> | undefined;
  if (before) return before;
  const answer = read();
  answers.set(key, answer);
  // A failure is this reader's alone; the next one asks anew.
  answer.catch(() => answers.delete(key));
  return answer;
}
