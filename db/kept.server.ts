import type { Database } from "./connect.server";

interface Kept {
  mark: string;
  answers: Map<string, Promise<unknown>>;
}

const kept = new WeakMap<Database, Kept>();

/**
 * Reads once and answers the same until anything at all was written, by this process or another. Only for what
 * everybody who may ask is answered alike: `key` names the question, never a person.
 */
export async function keptWhileUnchanged<T>(
  database: Database,
  key: string,
  read: () => Promise<T>,
): Promise<T> {
  // Asked before reading: a write in between only means reading once more.
  const mark = await database.changeMark();
  let known = kept.get(database);
  if (known?.mark !== mark) {
    known = { mark, answers: new Map() };
    kept.set(database, known);
  }
  const { answers } = known;
  const answer = (answers.get(key) as Promise<T> | undefined) ?? read();
  answers.set(key, answer);
  // A failure is this reader's alone; the next one asks anew.
  answer.catch(() => answers.delete(key));
  return answer;
}
