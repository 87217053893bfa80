const CODES =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|ENOSPC|08\w{3}|53\w{3}|57P0[1-5]|58030|25006|SQLITE_(FULL|IOERR\w*|BUSY\w*|CANTOPEN\w*|READONLY\w*))$/;
const WORDS =
  /Connection terminated|timeout exceeded when trying to connect|connection is not open|is not queryable|driver has already been destroyed/i;

/** Whether an error says that the database is away, full or ending, and not that the program is wrong. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as Error & { code?: unknown }).code;
  if (typeof code === "string" && CODES.test(code)) return true;
  return WORDS.test(error.message) || isUnavailable(error.cause);
}
