import { createMiddleware } from "hono/factory";
import type { ServerEnv } from "./parts";

/**
 * The client's address: of the socket, or what the outermost believed proxy wrote.
 * Each proxy appends the address it saw, so only the last `trusted` entries were not written by the client.
 */
export function sourceAddress(
  socketAddress: string,
  forwardedFor: string | undefined,
  trusted: number,
): string {
  const plain = (address: string) => address.trim().replace(/^::ffff:(?=\d+\.)/i, "");
  if (trusted === 0 || !forwardedFor) return plain(socketAddress);
  const chain = forwardedFor.split(",").map(plain);
  return chain[Math.max(0, chain.length - trusted)] || plain(socketAddress);
}

export function knownSource(trusted: number) {
  return createMiddleware<ServerEnv>(async (c, next) => {
    const socket = c.env.incoming?.socket.remoteAddress ?? "unknown";
    c.set("source", sourceAddress(socket, c.req.header("x-forwarded-for"), trusted));
    await next();
  });
}
