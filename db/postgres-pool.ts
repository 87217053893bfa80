import type { PostgresPool } from "kysely";
import pg from "pg";

/** Milliseconds between two looks at who waits. Time is counted in looks: while we are busy ourselves it stands still. */
const LOOK = 350;
/** Looks after which somebody who still waits makes us ask whether the server lives. */
const SLOW = 2;
/** Looks in which it has to say so. */
const PATIENCE = 6;

/** PostgreSQL was asked and said nothing. */
class DatabaseAway extends Error {
  readonly code = "ETIMEDOUT";
  constructor() {
    super("PostgreSQL does not answer");
  }
}

interface Waiting {
  since: number;
  giveUp(error: Error): void;
}

/**
 * The pool of connections, which tells a server that is slow from one that hangs: when an answer takes long it asks on
 * a connection of its own, and when nothing comes there either it ends all of them, so that whoever waits is told.
 * Then it refuses at once, and goes on asking until the server is back. A connection that was ended is never used
 * again: half a transaction may have been said on it.
 */
export class WatchedPool implements PostgresPool {
  readonly #url: string;
  readonly #pool: pg.Pool;
  readonly #clients = new Set<pg.PoolClient>();
  readonly #held = new Map<pg.PoolClient, number>();
  readonly #waiting = new Set<Waiting>();
  readonly #timer: NodeJS.Timeout;
  #looks = 0;
  #answeredAt = 0;
  #probe: { client: pg.Client; since: number } | undefined;
  #isAway = false;

  constructor(url: string, connections: number) {
    this.#url = url;
    const settings = { connectionString: url, max: connections, connectionTimeoutMillis: 4000 };
    const pool = new pg.Pool({ ...settings, keepAlive: true });
    this.#pool = pool;
    // Without a listener a connection that the server ends would end this process; the pool listens to idle ones only.
    pool.on("error", () => undefined);
    pool.on("connect", (client) => {
      client.on("error", () => undefined);
      this.#clients.add(client);
    });
    pool.on("acquire", (client) => this.#held.set(client, this.#looks));
    pool.on("release", (_error, client) => this.#held.delete(client));
    pool.on("remove", (client) => this.#clients.delete(client));
    this.#timer = setInterval(() => this.#look(), LOOK).unref();
  }

  connect(): Promise<pg.PoolClient> {
    if (this.#isAway) return Promise.reject(new DatabaseAway());
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { since: this.#looks, giveUp: reject };
      this.#waiting.add(waiting);
      this.#pool.connect().then(
        (client) => {
          if (this.#waiting.delete(waiting)) resolve(client);
          else client.release(true);
        },
        (error: unknown) => {
          this.#waiting.delete(waiting);
          reject(error);
        },
      );
    });
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    this.#drop(this.#probe?.client);
    this.#probe = undefined;
    await this.#pool.end();
  }

  #look(): void {
    this.#looks += 1;
    const probe = this.#probe;
    if (probe && this.#looks - probe.since >= PATIENCE) this.#heard(probe, false);
    else if (!probe && (this.#isAway || this.#isSlow())) this.#ask();
  }

  #isSlow(): boolean {
    const before = this.#looks - SLOW;
    if (this.#answeredAt > before) return false;
    for (const since of this.#held.values()) if (since <= before) return true;
    for (const { since } of this.#waiting) if (since <= before) return true;
    return false;
  }

  #ask(): void {
    const client = new pg.Client({ connectionString: this.#url });
    const probe = { client, since: this.#looks };
    this.#probe = probe;
    client.on("error", () => undefined);
    client
      .connect()
      .then(() => client.query("select 1"))
      .then(
        () => this.#heard(probe, true),
        // A server that refuses in its own words, such as one with no place left, is there.
        (error: unknown) => this.#heard(probe, error instanceof pg.DatabaseError),
      );
  }

  #heard(probe: { client: pg.Client }, isThere: boolean): void {
    if (this.#probe !== probe) return;
    this.#probe = undefined;
    this.#answeredAt = this.#looks;
    this.#drop(probe.client);
    this.#isAway = !isThere;
    if (isThere) return;
    for (const { giveUp } of this.#waiting) giveUp(new DatabaseAway());
    this.#waiting.clear();
    for (const client of this.#clients) this.#drop(client);
  }

  /** Ends a connection without a word, of which a server that hangs would take no notice. */
  #drop(client: pg.Client | undefined): void {
    client?.connection.stream.destroy(new DatabaseAway());
  }
}
