import { pendingMigrations } from "db/migrate";
import type { Hono } from "hono";
import type { ServerEnv, ServerParts } from "./parts";

/** How long the database may take to answer before we call it away, in milliseconds. */
const PATIENCE = 2000;

async function withinPatience(work: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE);
  });
  try {
    return await Promise.race([work.catch(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** `/healthz` says that the process is alive, `/readyz` that it can serve. */
export function healthRoutes(app: Hono<ServerEnv>, { database, isClosing }: ServerParts): void {
  async function canServe(): Promise<boolean> {
    if (isClosing()) return false;
    await database.ping();
    return (await pendingMigrations(database)).length === 0;
  }
  app.get("/healthz", (c) => c.text("alive\n"));
  app.get("/readyz", async (c) => {
    return (await withinPatience(canServe())) ? c.text("ready\n") : c.text("not ready\n", 503);
  });
}
