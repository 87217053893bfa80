import type { Addressee, WriteLetter } from "db/mail-links.server";

export interface Letters {
  write: WriteLetter;
  /** Whom letters were written to, in order, with the secrets of their links. */
  written: Addressee[];
  /** The secret of the last one. */
  token(): string;
}

/** Writes letters and remembers what was in them. */
export function someLetters(): Letters {
  const written: Addressee[] = [];
  return {
    written,
    write: (to) => {
      written.push(to);
      return { subject: "A letter", text: `https://phaseline.test/link/${to.token}`, html: "" };
    },
    token: () => written.at(-1)?.token ?? "",
  };
}
