import { hash, verify } from "@node-rs/argon2";

// The algorithm of @node-rs/argon2 is argon2id unless told otherwise; its enum cannot be imported under isolatedModules.
const COST = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };

/** The hash of a password that nobody knows, at the same cost, for addresses that are unknown. */
const NOBODY =
  "$argon2id$v=19$m=19456,t=2,p=1$uLJlYC6mJhny9zsJGUIfPQ$bZQdkFArkRUZLyW5EBTIlWK5kgtVMF3PKAkDNQ0e5AU";

export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/** Whether the password is the one of the hash. Takes as long without a hash, and is then never right. */
export async function isPassword(password: string, storedHash: string | null | undefined): Promise<boolean> {
  const isRight = await verify(storedHash ?? NOBODY, password);
  return isRight && typeof storedHash === "string";
}
