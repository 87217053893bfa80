import { connect, createServer, type Socket } from "node:net";

export interface Relay {
  /** The same address, through the relay. */
  url: string;
  /** Nothing passes any more, and nobody is told: as when the other side hangs. */
  hang(): void;
  resume(): void;
  /** Ends every connection, as a server does that stops. */
  cut(): void;
  close(): Promise<void>;
}

/** Stands between us and a server, so that a test can make that server hang or go without harming it. */
export async function startRelay(target: string): Promise<Relay> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isHanging = false;
  const server = createServer((here) => {
    const there = connect(Number(port), hostname);
    for (const [from, to] of [
      [here, there],
      [there, here],
    ] as const) {
      sockets.add(from);
      from.on("data", (bytes) => to.write(bytes));
      from.on("error", () => undefined);
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
      if (isHanging) from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String(typeof address === "object" && address ? address.port : 0);
  const each = (act: (socket: Socket) => void) => {
    for (const socket of sockets) act(socket);
  };
  const cut = () => each((socket) => socket.resetAndDestroy());
  return {
    url: url.href,
    hang: () => {
      isHanging = true;
      each((socket) => socket.pause());
    },
    resume: () => {
      isHanging = false;
      each((socket) => socket.resume());
    },
    cut,
    close: () =>
      new Promise((resolve) => {
        cut();
        server.close(() => resolve());
      }),
  };
}
