import type { Server } from "node:http";
import type { Logger } from "pino";

/** Milliseconds in which connections are told to close before the port does: what was done is then also answered. */
const FAREWELL = 300;
/** Milliseconds after which running answers are cut. */
const LONGEST = 8000;
/** Milliseconds for the workers and the database to end after that. */
const LAST = 1500;

/** Milliseconds in which the same signal counts once. */
const ECHO = 500;

type Ending = {
  server: Server;
  log: Logger;
  /** Called first; from then on every answer says `connection: close`. */
  begin(): void;
  /** Ends workers, streams and the database, in this order, once the last answer has left. */
  last(): Promise<void>;
};

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function end({ server, begin, last }: Ending): Promise<void> {
  begin();
  await pause(FAREWELL);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await Promise.race([closed, pause(LONGEST)]);
  server.closeAllConnections();
  // A database or a mail server that hangs would keep us for ever; what they have not confirmed is done again next time.
  await Promise.race([last(), pause(LAST)]);
}

/** On SIGTERM or Ctrl-C: answer what is running, then exit 0 within ten seconds. A second signal exits at once. */
export function endOnSignal(ending: Ending): void {
  let endingSince: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (endingSince !== undefined) {
      // npm passes on the Ctrl-C that the terminal has sent us too: only one that comes later means "at once".
      if (performance.now() - endingSince > ECHO) process.exit(1);
      return;
    }
    endingSince = performance.now();
    ending.log.info({ signal }, "ending");
    end(ending).then(
      () => process.exit(0),
      (error: unknown) => {
        ending.log.error({ err: error }, "could not end cleanly");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
}
